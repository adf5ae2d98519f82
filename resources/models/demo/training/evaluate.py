"""Stage "evaluate": quick figures of a checkpoint on sentences it never saw, in Python. English by pocketsphinx, Mandarin
by the recogniser of mandarin_ear.py. The teacher's own speech and its way through the vocoder are the first rows."""
from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import torch

from . import mandarin_ear
from .settings import SAMPLE_RATE, TEST_FOLDER, Work
from .sound import at_factor, heard_mel, log_mel, to_16_bits, trimmed
from .speak import Model, Voice, shipped, trained
from .speakers import HELD_OUT, Speaker
from .teachers import speak
from .word_lists import test_sentences

# Between the factors of the training data.
UNSEEN = [Speaker("flite", "slt", 0.89), Speaker("flite", "rms", 1.0), Speaker("flite", "awb", 1.06), Speaker("flite", "kal16", 0.94)]
REFERENCES = {"en": ["The garden is full of flowers.", "The small dog ran across the street."],
              "zh": ["今天的天气非常好。", "我们一起去公园走走吧。"]}


def recorded(speaker: Speaker, language: str, texts: list[str]) -> list[np.ndarray]:
    """The teacher's own speech, trimmed, as 16-bit files hold it."""
    spoken = speak([(speaker, language, text) for text in texts])
    return [to_16_bits(trimmed(at_factor(s.samples, s.rate, speaker.factor))) / np.float32(32767) for s in spoken]


def mandarin_speakers() -> list[Speaker]:
    return [Speaker("espeak", voice, 1.04) for voice in ("f2", "m3")]


class Ears:
    def __init__(self, work: Work):
        sys.path.insert(0, str(TEST_FOLDER))
        from hearing import Recogniser, edits, words

        self._english, self._edits, self._words = Recogniser(), edits, words
        self._mandarin = mandarin_ear.load(work.ear) if work.ear.exists() else None

    def errors(self, language: str, text: str, samples: np.ndarray) -> dict[str, tuple[int, int]]:
        """(errors, wanted) by what is counted."""
        if language == "en":
            wanted = self._words(text)
            return {"words": (self._edits(wanted, self._words(self._english.hear(samples, SAMPLE_RATE))), len(wanted))}
        if self._mandarin is None:
            return {}
        return self._mandarin.errors(text, log_mel(samples))


class Sums:
    def __init__(self):
        self._rows: dict[str, dict[str, list[int]]] = {}

    def add(self, row: str, errors: dict[str, tuple[int, int]]):
        for kind, (wrong, wanted) in errors.items():
            sums = self._rows.setdefault(row, {}).setdefault(kind, [0, 0])
            sums[0], sums[1] = sums[0] + wrong, sums[1] + wanted

    def result(self) -> dict[str, dict[str, float]]:
        return {row: {kind: round(wrong / max(1, wanted), 4) for kind, (wrong, wanted) in kinds.items()}
                for row, kinds in self._rows.items()}


def measure(model: Model, work: Work, count: int, steps=(7,), rows_of_teacher=True, held_out=True) -> dict:
    ears, sums = Ears(work), Sums()
    people = [("en", speaker) for speaker in UNSEEN] + [("zh", speaker) for speaker in mandarin_speakers()]
    if held_out:
        people.append(("en", HELD_OUT))
    for language, speaker in people:
        same = [one for one in people if one[0] == language and one[1] is not HELD_OUT]
        texts = test_sentences(language)[:count]
        # every sentence once a language, its speakers taking turns; the held-out voice says a quarter
        turn = same.index((language, speaker)) if speaker is not HELD_OUT else 0
        texts = texts[turn :: len(same)]
        name = "held out" if speaker is HELD_OUT else language
        reference_text = REFERENCES[language][0]
        reference, *said = recorded(speaker, language, [reference_text] + texts)
        voice = Voice(reference, reference_text)
        for index, (text, samples) in enumerate(zip(texts, said)):
            if rows_of_teacher:
                sums.add(f"{name}: teacher", ears.errors(language, text, samples))
                mel = torch.from_numpy(heard_mel(to_16_bits(samples), 0.0, None).T)
                sums.add(f"{name}: teacher through the vocoder", ears.errors(language, text, model.vocode(mel)))
            for nfe in steps:
                sums.add(f"{name}: model, NFE {nfe}", ears.errors(language, text, model.say(voice, text, nfe, seed=1 + index)))
    return sums.result()


def make(work: Work, checkpoint: Path | None = None, count: int | None = None, threads: int = 1, of_shipped=False, steps=(7,)):
    torch.set_num_threads(threads)
    model = shipped() if of_shipped else trained(work, checkpoint)
    result = measure(model, work, count or work.recipe.check_sentences, steps)
    name = "shipped" if of_shipped else (checkpoint or sorted(work.dit.glob("average_*.pt"))[-1]).stem
    (work.folder / f"evaluation_{name}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False))
    for row, errors in result.items():
        print(f"{row:40s} " + "  ".join(f"{kind} {value:.3f}" for kind, value in errors.items()), flush=True)
