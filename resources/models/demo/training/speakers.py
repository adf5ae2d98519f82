"""The pseudo-speakers: a synthesizer's voice, played faster or slower (pitch and formants move together) at a tempo of
its own. Their names are stable, so that the data, the checks and the references speak of the same ones."""
from __future__ import annotations

import random
from dataclasses import dataclass

FACTORS = (0.80, 1.25)


@dataclass(frozen=True)
class Speaker:
    teacher: str  # flite, festival or espeak
    voice: str
    factor: float = 1.0  # of pitch and formants
    tempo: float = 1.0
    pitch: int = 50  # espeak only
    noise: float = 0.0  # standard deviation of the noise floor

    @property
    def name(self) -> str:
        return f"{self.teacher}:{self.voice}:{self.factor:.3f}:{self.pitch}"


def _spread(teacher: str, voice: str, count: int, dice: random.Random, factors=FACTORS) -> list[Speaker]:
    low, high = factors
    return [Speaker(teacher, voice, round(low * (high / low) ** (k / (count - 1)), 3), round(dice.uniform(0.92, 1.08), 3),
                    noise=_noise(dice)) for k in range(count)]


def _noise(dice: random.Random) -> float:
    """Recordings of other people have a floor; every fourth speaker has none beyond 16 bits."""
    return 0.0 if dice.random() < 0.25 else 10 ** dice.uniform(-5, -3.5)


# Formant voices differ by what eSpeak NG calls variants; each speaks English and Mandarin.
_ESPEAK = "f1 f2 f3 f4 f5 m1 m2 m3 m4 m6 m7 Annie linda steph Michael edward adam Andy Alicia ed".split()


def _espeak(dice: random.Random) -> list[Speaker]:
    return [Speaker("espeak", variant, factor, round(dice.uniform(0.90, 1.10), 3), pitch, _noise(dice))
            for factor, pitches in ((1.0, (50,)), (0.92, (38, 62)), (1.1, (45, 60)))
            for variant in _ESPEAK for pitch in pitches[:1 if factor == 1.0 else 2]]


def speakers() -> dict[str, list[Speaker]]:
    """By set of speech."""
    dice = random.Random(5)
    flite = [speaker for voice, count in (("slt", 14), ("rms", 14), ("kal16", 10), ("awb", 10))
             for speaker in _spread("flite", voice, count, dice)]
    festival = (_spread("festival", "kal_diphone", 9, dice, (0.83, 1.22)) +
                _spread("festival", "cmu_us_slt_arctic_hts", 9, dice, (0.88, 1.14)))
    espeak = _espeak(dice)
    return {"flite": flite, "festival": festival, "espeak_en": espeak, "espeak_zh": espeak}


# Nobody in the training data: no factor of this voice was ever heard by the model.
HELD_OUT = Speaker("festival", "ked_diphone")
