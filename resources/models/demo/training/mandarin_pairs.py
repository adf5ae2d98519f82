"""Whether Mandarin can be told apart, without a recogniser: is what was said nearer to the teacher's own sentence than to
the teacher saying it with one syllable changed, in its initial, its final or its tone?

Nearer: by dynamic time warping of cepstra and pitch. Guessing is right half of the time; the teacher in another voice is
the ceiling.
"""
from __future__ import annotations

import random
import sys
from functools import lru_cache

import librosa
import numpy as np
from scipy.fft import dct

from .settings import HOP, SAMPLE_RATE, TEST_FOLDER
from .sound import at_factor, log_mel, to_16_bits, trimmed
from .speakers import Speaker
from .teachers import speak
from .tokens import is_syllable, parts, syllables, to_tokens

KINDS = ("initial", "final", "tone")
CEPSTRA, PITCH_WEIGHT = 13, 2.5


@lru_cache(maxsize=1)
def _by_parts() -> dict[tuple, str]:
    return {parts(syllable): syllable for syllable in syllables()}


def changed(tokens: list[str], kind: int, dice: random.Random) -> list[str]:
    """The same tokens with one syllable that differs in one part."""
    known = _by_parts()
    places = [place for place, token in enumerate(tokens) if is_syllable(token) and token[-1] in "1234"]
    dice.shuffle(places)
    for place in places:
        own = parts(tokens[place])
        others = sorted(known[key] for key in known if key != own and key[2] in "1234" and all(key[i] == own[i] for i in range(3) if i != kind))
        if others:
            return tokens[:place] + [dice.choice(others)] + tokens[place + 1 :]
    raise ValueError(f"no syllable to change in {tokens}")


def features(samples: np.ndarray) -> np.ndarray:
    """[frames, values]"""
    sys.path.insert(0, str(TEST_FOLDER))
    from voice_measures import pitch_track

    cepstra = dct(log_mel(samples), axis=1, norm="ortho")[:, 1 : CEPSTRA + 1]
    cepstra = (cepstra - cepstra.mean(0)) / (cepstra.std(0) + 1e-6)
    track = pitch_track(np.asarray(samples, np.float64), SAMPLE_RATE, HOP)
    voiced = np.flatnonzero(track > 0)
    if len(voiced) < 2:
        return np.hstack([cepstra, np.zeros((len(cepstra), 1))])
    height = np.log(np.interp(np.linspace(0, len(track) - 1, len(cepstra)), voiced, track[voiced]))
    return np.hstack([cepstra, PITCH_WEIGHT * ((height - np.median(height)) / 0.15).clip(-3, 3)[:, None]])


def distance(a: np.ndarray, b: np.ndarray) -> float:
    cost, path = librosa.sequence.dtw(a.T, b.T, metric="euclidean")
    return float(cost[-1, -1] / len(path))


def said(speaker: Speaker, tokens: list[str]) -> np.ndarray:
    speech = speak([(speaker, "zh", tokens)])[0]
    return to_16_bits(trimmed(at_factor(speech.samples, speech.rate, speaker.factor))) / np.float32(32767)


class Pairs:
    """Of one speaker and its sentences."""

    def __init__(self, speaker: Speaker, texts: list[str], seed: int = 0):
        dice = random.Random(seed)
        self._own, self._changed = {}, {}
        for text in texts:
            tokens = to_tokens(text)
            self._own[text] = features(said(speaker, tokens))
            self._changed[text] = [features(said(speaker, changed(tokens, kind, dice))) for kind in range(3)]

    def errors(self, text: str, samples: np.ndarray) -> dict[str, tuple[int, int]]:
        """(wrong, asked) by kind of change."""
        heard = features(samples)
        own = distance(heard, self._own[text])
        return {f"other {kind}": (int(distance(heard, other) <= own), 1) for kind, other in zip(KINDS, self._changed[text])}
