"""Upstream's DiT, trained through a forward pass that is equal to upstream's but cheaper and told the timings."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from f5_tts.model import CFM, DiT
from torch import nn

from .batches import Batch
from .settings import ARCHITECTURE, BANDS, MEL
from .tokens import is_syllable, parts

TABLE = "text_embed.text_embed."
ROWS = TABLE + "weight"  # upstream's name


class TokenTable(nn.Module):
    """Upstream's embedding of tokens, a syllable's row being the sum of its initial, its final, its tone and something of
    its own: what one syllable teaches serves all that share a part."""

    def __init__(self, vocabulary: list[str], width: int):
        super().__init__()
        self.plain_tokens = [token for token in vocabulary if not is_syllable(token)]
        syllables = vocabulary[len(self.plain_tokens) :]
        assert all(is_syllable(token) for token in syllables), "the vocabulary has its syllables at the end"
        split = [parts(token) for token in syllables]
        self.plain = nn.Parameter(torch.randn(len(self.plain_tokens) + 1, width))  # row 0 is upstream's filler
        self.own = nn.Parameter(torch.zeros(len(syllables), width))
        for kind, name in enumerate(("initial", "final", "tone")):
            values = sorted({one[kind] for one in split})
            self.register_buffer(f"{name}_of", torch.tensor([values.index(one[kind]) for one in split], dtype=torch.long),
                                 persistent=False)
            self.register_parameter(name, nn.Parameter(torch.randn(max(len(values), 1), width) * 3**-0.5))

    def rows(self) -> torch.Tensor:
        syllables = self.own + self.initial[self.initial_of] + self.final[self.final_of] + self.tone[self.tone_of]
        return torch.cat([self.plain, syllables])

    def forward(self, ids):
        return F.embedding(ids, self.rows())


def build(vocabulary: list[str]) -> DiT:
    return DiT(**ARCHITECTURE, text_num_embeds=len(vocabulary), mel_dim=BANDS)


def build_trainee(vocabulary: list[str]) -> DiT:
    model = build(vocabulary)
    model.text_embed.text_embed = TokenTable(vocabulary, ARCHITECTURE["text_dim"])
    for block in model.transformer_blocks:
        block.attn.processor = _Attention()
    return model


def build_sampler(dit: DiT, vocabulary: list[str]) -> CFM:
    return CFM(transformer=dit, mel_spec_kwargs=MEL, vocab_char_map={token: index for index, token in enumerate(vocabulary)})


def _table_of(state: dict, vocabulary: list[str]) -> TokenTable:
    table = TokenTable(vocabulary, ARCHITECTURE["text_dim"])
    table.load_state_dict({name.removeprefix(TABLE): value for name, value in state.items() if name.startswith(TABLE)})
    return table


def folded(state: dict, vocabulary: list[str]) -> dict:
    """A trainee's state in upstream's layout."""
    table = _table_of(state, vocabulary)
    result = {name: value for name, value in state.items() if not name.startswith(TABLE)}
    result[ROWS] = table.rows().detach()
    return result


def unfolded(rows: torch.Tensor, known: list[str], state: dict, vocabulary: list[str]) -> dict:
    """The table of a trainee of `vocabulary` and `state`, with the rows that another vocabulary's tokens have in upstream's
    layout. Parts of syllables are those that fit the rows best, the rest of each row is the syllable's own."""
    table = _table_of(state, vocabulary)
    row_of = {token: rows[index + 1] for index, token in enumerate(known)}
    plain = len(table.plain_tokens)
    places = [at for at, token in enumerate(vocabulary[plain:]) if token in row_of]
    with torch.no_grad():
        table.plain[0] = rows[0]
        for at, token in enumerate(table.plain_tokens):
            if token in row_of:
                table.plain[at + 1] = row_of[token]
        if places:
            wanted = torch.stack([row_of[vocabulary[plain + at]] for at in places])
            kinds = (table.initial, table.final, table.tone)
            shown = torch.cat([F.one_hot(getattr(table, f"{name}_of")[places], len(kind)).float()
                               for name, kind in zip(("initial", "final", "tone"), kinds)], 1)
            fitting = torch.linalg.lstsq(shown, wanted, driver="gelsd").solution
            for kind, values in zip(kinds, fitting.split([len(kind) for kind in kinds])):
                kind.copy_(values)
            table.own[places] = wanted - shown @ fitting
    return {TABLE + name: value.detach() for name, value in table.state_dict().items()}


class _Attention:
    """Upstream's AttnProcessor for rows without padding; plain products are faster than the fused call on a CPU."""

    def __call__(self, attn, x, mask=None, rope=None):
        from x_transformers.x_transformers import apply_rotary_pos_emb

        heads = lambda y: y.view(*y.shape[:2], attn.heads, -1).transpose(1, 2)
        query, key, value = heads(attn.to_q(x)), heads(attn.to_k(x)), heads(attn.to_v(x))
        turns, _ = rope
        query, key = apply_rotary_pos_emb(query, turns, 1.0), apply_rotary_pos_emb(key, turns, 1.0)
        share = torch.matmul(query * query.shape[-1] ** -0.5, key.transpose(-1, -2)).softmax(-1, dtype=query.dtype)
        out = torch.matmul(share, value).transpose(1, 2).flatten(2).to(query.dtype)
        return attn.to_out[1](attn.to_out[0](out))


def _text(embed, text, frames: int, lengths):
    """Upstream's text branch on the positions that hold text and a few more: all others are equal to the last one."""
    rows = min(frames, int(lengths.max()) + 8)
    text = F.pad(text[:, :rows], (0, max(0, rows - text.shape[1])))
    valid = (torch.arange(rows)[None] < lengths[:, None]).unsqueeze(-1)
    x = (embed.text_embed(text) + embed.freqs_cis[:rows]) * valid
    for block in embed.text_blocks:
        h = block.dwconv(x.transpose(1, 2)).transpose(1, 2)
        h = block.act(block.pwconv1(block.norm(h)))
        wide = h.float()
        power = wide.square().sum(1, keepdim=True) + (frames - rows) * wide[:, -1:].square()
        norm = power.clamp(min=1e-10).sqrt()  # a root at zero has no gradient
        norm = (norm / (norm.mean(-1, keepdim=True) + 1e-6)).to(h.dtype)
        h = block.grn.gamma * (h * norm) + block.grn.beta + h
        x = (x + block.pwconv2(h)) * valid
    return x


def forward(dit: DiT, x, condition, text, lengths, token_of_frame, time):
    """DiT.forward of rows without padding, with the timings instead of even upsampling."""
    times = dit.time_embed(time)
    spoken = _text(dit.text_embed, text, x.shape[1], lengths)
    spoken = spoken.gather(1, token_of_frame[..., None].expand(-1, -1, spoken.shape[-1]))
    h = dit.input_embed.proj(torch.cat((x, condition, spoken.to(x.dtype)), -1))
    h = dit.input_embed.conv_pos_embed(h) + h
    rope = dit.rotary_embed.forward_from_seq_len(x.shape[1])
    for block in dit.transformer_blocks:
        h = block(h, times, mask=None, rope=rope)
    return dit.proj_out(dit.norm_out(h, times))


def losses(dit: DiT, batch: Batch, generator: torch.Generator, drop_audio=0.10, drop_both=0.15, early=0.75) -> torch.Tensor:
    """Flow matching, one number per row. `early`: of the times, the share drawn near the noise, where sentences are
    decided."""
    rows = batch.mel.shape[0]
    noise = torch.randn(batch.mel.shape, generator=generator)
    time = (torch.arange(rows) + torch.rand(rows, generator=generator)) / rows
    time = time[torch.randperm(rows, generator=generator)]
    time = torch.where(torch.rand(rows, generator=generator) < early, time**3, time)
    dropped = torch.rand(rows, generator=generator)
    without_text, without_audio = dropped < drop_both, dropped < drop_both + drop_audio
    t = time[:, None, None]
    flow = batch.mel - noise
    condition = batch.mel * (~batch.mask)[..., None] * (~without_audio)[:, None, None]
    predicted = forward(dit, (1 - t) * noise + t * batch.mel, condition, batch.text * (~without_text)[:, None], batch.lengths,
                        batch.token_of_frame, time)
    error = (predicted.float() - flow).square().mean(-1) * batch.mask
    return error.sum(1) / batch.mask.sum(1)
