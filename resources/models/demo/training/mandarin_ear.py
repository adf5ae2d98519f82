"""A recogniser of Mandarin syllables, trained on the teacher's speech (stage "ear"): pocketsphinx knows English alone.

It is judged on the same sentences spoken by the teacher, which is the first row of every table. Its mistakes are counted
in syllables, and in syllables with their tones.
"""
from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .keeping import Log, Stopper, arithmetic, save
from .settings import BANDS, TEST_FOLDER, Work
from .tokens import is_syllable, parts, syllables, to_tokens

WIDTH, BLOCKS, ROWS = 160, 6, 16


def labels() -> list[str]:
    """Initials, and finals with their tone; 0 is CTC's blank."""
    split = [parts(syllable) for syllable in syllables()]
    return ["", *sorted({one[0] + "-" for one in split if one[0]}), *sorted({one[1] + one[2] for one in split})]


def spelled(tokens: list[str]) -> list[tuple[str, str, str]]:
    return [parts(token) for token in tokens if is_syllable(token) or token in "aeo"]


class _Block(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.near = nn.Conv1d(width, width, 9, padding=4, groups=width)
        self.norm = nn.LayerNorm(width)
        self.wide, self.narrow = nn.Linear(width, 3 * width), nn.Linear(3 * width, width)

    def forward(self, x):
        return x + self.narrow(F.gelu(self.wide(self.norm(self.near(x.transpose(1, 2)).transpose(1, 2)))))


class Ear(nn.Module):
    def __init__(self):
        super().__init__()
        self.labels = labels()
        self.enter = nn.Conv1d(BANDS, WIDTH, 5, stride=2, padding=2)
        self.blocks = nn.Sequential(*[_Block(WIDTH) for _ in range(BLOCKS)])
        self.norm, self.leave = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, len(self.labels))

    def forward(self, mel):
        """[rows, frames, bands] → [rows, frames / 2, labels]"""
        x = self.enter(((mel + 4) / 4).transpose(1, 2)).transpose(1, 2)
        return self.leave(self.norm(self.blocks(x))).log_softmax(-1)

    @torch.inference_mode()
    def heard(self, mel: np.ndarray) -> list[tuple[str, str, str]]:
        best = self(torch.from_numpy(np.asarray(mel, np.float32))[None])[0].argmax(-1).tolist()
        kept = [label for label, before in zip(best, [0] + best) if label and label != before]
        result, initial = [], ""
        for name in (self.labels[label] for label in kept):
            if name.endswith("-"):
                initial = name[:-1]
            else:
                result.append((initial, name.rstrip("01234"), name[-1]))
                initial = ""
        return result

    def errors(self, text: str, mel: np.ndarray) -> dict[str, tuple[int, int]]:
        sys.path.insert(0, str(TEST_FOLDER))
        from hearing import edits

        wanted, heard = spelled(to_tokens(text)), self.heard(mel)
        bare = lambda rows: [row[:2] for row in rows]
        return {"syllables": (edits(bare(wanted), bare(heard)), len(wanted)), "with tones": (edits(wanted, heard), len(wanted))}


def load(file: Path) -> Ear:
    ear = Ear().eval()
    ear.load_state_dict(torch.load(file, weights_only=True)["model"])
    return ear


def _altered(mel: np.ndarray, dice) -> np.ndarray:
    """Another pace, level, tilt and a little noise, so that it listens to speech rather than to one synthesizer."""
    frames = max(8, int(len(mel) * dice.uniform(0.85, 1.15)))
    at = np.linspace(0, len(mel) - 1, frames)
    low = at.astype(int)
    high = np.minimum(low + 1, len(mel) - 1)
    mel = mel[low] + (at - low)[:, None].astype(np.float32) * (mel[high] - mel[low])
    mel = mel + dice.uniform(-0.7, 0.7) + np.linspace(-0.5, 0.5, BANDS) * dice.uniform(-1, 1)
    return (mel + dice.normal(0, dice.uniform(0, 0.4), mel.shape)).astype(np.float32)


class _Examples:
    def __init__(self, work: Work, ear: Ear):
        number = {label: index for index, label in enumerate(ear.labels)}
        self.items = []
        for one in work.recipe.sets:
            if one.language != "zh":
                continue
            for file in sorted(work.speech.glob(f"{one.name}_*.json")):
                mels, at = np.load(file.with_suffix(".mel.npy"), mmap_mode="r"), 0
                for entry in json.loads(file.read_text(encoding="utf-8")):
                    wanted = [number[label] for initial, final, tone in spelled(entry["tokens"])
                              for label in ([initial + "-"] if initial else []) + [final + tone]]
                    self.items.append((mels[at : at + entry["frames"]], wanted))
                    at += entry["frames"]

    def batch(self, dice):
        chosen = [self.items[dice.integers(len(self.items))] for _ in range(ROWS)]
        mels = [_altered(mel.astype(np.float32), dice) for mel, _ in chosen]
        longest = max(map(len, mels))
        rows = np.stack([np.pad(mel, ((0, longest - len(mel)), (0, 0)), constant_values=-11.5) for mel in mels])
        return (torch.from_numpy(rows), torch.tensor([(len(mel) + 1) // 2 for mel in mels]),
                torch.tensor([label for _, wanted in chosen for label in wanted]), torch.tensor([len(wanted) for _, wanted in chosen]))


def train(work: Work, threads: int = 1, seed: int = 3):
    if work.ear.exists():
        return print("ear: there")
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    ear, dice, stopper, part = Ear().train(), np.random.default_rng(seed), Stopper(), work.folder / "ear_part.pt"
    adam = torch.optim.AdamW(ear.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.01)
    step, steps, seen = 0, work.recipe.ear_steps, []
    if part.exists():
        kept = torch.load(part, weights_only=False)
        ear.load_state_dict(kept["model"])
        adam.load_state_dict(kept["optimizer"])
        step, dice.bit_generator.state = kept["step"], kept["dice"]
    examples, log = _Examples(work, ear), Log(work.folder / "ear_log.jsonl")
    while step < steps and not stopper.asked:
        for group in adam.param_groups:
            group["lr"] = 2e-3 * min(1, (step + 1) / 200) * max(0.01, 1 - step / steps)
        mel, lengths, wanted, counts = examples.batch(dice)
        with arithmetic():
            said = ear(mel)
        loss = F.ctc_loss(said.float().transpose(0, 1), wanted, lengths, counts, zero_infinity=True)
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(ear.parameters(), 1.0)
        adam.step()
        step += 1
        seen.append(loss.item())
        if step % 50 == 0 or step == steps:
            log.write(step=step, loss=round(float(np.mean(seen)), 4))
            seen = []
    if step < steps:
        save(dict(model=ear.state_dict(), optimizer=adam.state_dict(), step=step, dice=dice.bit_generator.state), part)
        stopper.leave_if_asked()
    else:
        save(dict(model=ear.state_dict()), work.ear)
        part.unlink(missing_ok=True)
