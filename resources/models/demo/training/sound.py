"""Samples as the model hears them: trimmed and levelled like a reference in the engine, rounded to 16 bits, and its
mels by upstream's own function."""
from __future__ import annotations

import numpy as np
import soxr
import torch
from f5_tts.model.modules import get_vocos_mel_spectrogram

from .settings import HOP, LEAD, SAMPLE_RATE, TAIL

_LEVEL = 0.1
_SPEECH = 0.02  # of the loudest 10 ms; as engine/audio/reference.h (Edges::AsTrained)
_WINDOW = SAMPLE_RATE // 100


def at_factor(samples: np.ndarray, rate: int, factor: float) -> np.ndarray:
    """Played `factor` times as high and as fast, at 24 kHz."""
    return soxr.resample(samples, rate * factor, SAMPLE_RATE).astype(np.float32)


def trimmed(samples: np.ndarray) -> np.ndarray | None:
    """50 ms before and 90 ms after the speech, RMS 0.1. None for silence."""
    loudness = np.sqrt(np.convolve(samples.astype(np.float64) ** 2, np.ones(_WINDOW) / _WINDOW, "same"))
    loud = np.flatnonzero(loudness > _SPEECH * loudness.max()) if loudness.max() > 1e-4 else []
    if len(loud) == 0:
        return None
    before, after = round(LEAD * HOP), round(TAIL * HOP)
    padded = np.pad(samples, (before, after))
    speech = padded[loud[0] : loud[-1] + before + after]
    speech = speech * (_LEVEL / np.sqrt(np.mean(speech**2) + 1e-12))
    return (speech * min(1.0, 0.99 / np.abs(speech).max())).astype(np.float32)


def to_16_bits(samples: np.ndarray) -> np.ndarray:
    return np.clip(np.round(samples * 32767), -32768, 32767).astype(np.int16)


def log_mel(samples: np.ndarray) -> np.ndarray:
    """[frames, bands]; samples in -1…1."""
    return get_vocos_mel_spectrogram(torch.from_numpy(np.ascontiguousarray(samples, dtype=np.float32))[None])[0].T.numpy()


def heard_mel(pcm: np.ndarray, noise: float, dice: np.random.Generator) -> np.ndarray:
    samples = pcm.astype(np.float32) / 32767
    if noise > 0:
        samples = samples + dice.standard_normal(len(samples)).astype(np.float32) * noise
    return log_mel(samples)
