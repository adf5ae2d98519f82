"""The model as upstream runs it, with the table of durations: what the recipe judges itself by. The Studio's own engine
is judged by tests/end_to_end/speech_check.py."""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from .durations import plan, weights
from .model import build, build_sampler
from .settings import MODEL_FOLDER, Work
from .sound import log_mel
from .tokens import read_vocabulary, to_tokens
from .train_vocoder import load as load_vocoder

PREFIX = "ema_model.transformer."


class Voice:
    """A reference: trimmed samples at 24 kHz and what they say."""

    def __init__(self, samples: np.ndarray, transcript: str):
        self.samples = samples
        self.text = transcript if transcript.endswith("。") else transcript + " "


class Model:
    def __init__(self, state: dict, vocabulary: list[str], table: dict[str, float], vocoder):
        self._dit = build(vocabulary)
        self._dit.load_state_dict(state, strict=False)  # the rotary table is computed, not kept
        self._sampler = build_sampler(self._dit, vocabulary).eval()
        self._known, self._table, self._vocoder = set(vocabulary), table, vocoder

    @torch.inference_mode()
    def mel(self, voice: Voice, text: str, nfe: int = 7, cfg: float = 2.0, seed: int = 1) -> torch.Tensor:
        """[bands, frames] of the new speech alone."""
        tokens = to_tokens(voice.text + text)
        own = len(to_tokens(text))
        prompt, new = tokens[: len(tokens) - own], tokens[len(tokens) - own :]
        condition = torch.from_numpy(log_mel(voice.samples))[None]
        frames = len(voice.samples) // 256
        closing = len(new[-1]) == 1 and new[-1].isascii()
        places = plan(frames, weights(self._table, prompt), weights(self._table, new), closing)
        tokens += [" "] * closing
        index = torch.from_numpy(places)
        embed = self._dit.text_embed
        embed.average_upsample_text_by_mask = lambda spoken, mask, lengths: spoken[:, index]
        try:
            made, _ = self._sampler.sample(cond=condition[:, :frames], text=[tokens], duration=len(places), steps=nfe, cfg_strength=cfg,
                                           sway_sampling_coef=-1.0, seed=seed)
        finally:
            del embed.average_upsample_text_by_mask
        return made[0, frames:].T

    def say(self, voice: Voice, text: str, nfe: int = 7, cfg: float = 2.0, seed: int = 1) -> np.ndarray:
        return self.vocode(self.mel(voice, text, nfe, cfg, seed))

    @torch.inference_mode()
    def vocode(self, mel: torch.Tensor) -> np.ndarray:
        return self._vocoder.decode(mel[None])[0].numpy()


def exported(file: Path) -> tuple[dict, list[str]]:
    """Weights in upstream's layout, and their tokens, which lie beside them."""
    state = {name.removeprefix(PREFIX): value.float() for name, value in load_file(file).items() if name.startswith(PREFIX)}
    return state, read_vocabulary(file.with_name("vocab.txt"))


def shipped(folder: Path = MODEL_FOLDER) -> Model:
    state, vocabulary = exported(next(folder.glob("*.safetensors")))
    return Model(state, vocabulary, json.loads((folder / "durations.json").read_text()),
                 load_vocoder(folder / "vocos" / "model.safetensors"))


def trained(work: Work, checkpoint: Path | None = None) -> Model:
    """An average that the stage "dit" kept; the latest without a name."""
    kept = work.vocoder / "last.pt"
    vocoder = load_vocoder(kept if kept.exists() else MODEL_FOLDER / "vocos" / "model.safetensors")
    return Model(torch.load(checkpoint or work.latest, weights_only=False)["average"], read_vocabulary(work.vocabulary),
                 json.loads(work.durations.read_text(encoding="utf-8")), vocoder)
