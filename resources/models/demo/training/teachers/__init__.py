"""Synthesizers that speak a sentence and say when each sound begins."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Phone:
    name: str  # CMU's, lower case; "pau" for a pause. Mandarin: eSpeak's own names
    start: float  # seconds
    end: float
    word: int = -1  # of the text, where the synthesizer tells


@dataclass(frozen=True)
class Speech:
    samples: np.ndarray  # float32, -1…1
    rate: int
    phones: list[Phone]

    def spoken(self) -> list[Phone]:
        """Without the pauses around."""
        phones = list(self.phones)
        while phones and phones[0].name == "pau":
            phones.pop(0)
        while phones and phones[-1].name == "pau":
            phones.pop()
        return phones


def phones_from_ends(words: list[str]) -> list[Phone]:
    """Of "name:end" pairs, as Flite and the Festival script write them."""
    result, start = [], 0.0
    for word in words:
        name, _, end = word.rpartition(":")
        result.append(Phone(name, start, float(end)))
        start = float(end)
    return result


def speak(jobs) -> list[Speech | None]:
    """(speaker, language, text) each, all of one teacher."""
    from . import espeak, festival, flite

    return {"flite": flite, "festival": festival, "espeak": espeak}[jobs[0][0].teacher].speak(jobs)
