"""Stage "evaluate": quick figures of a checkpoint on sentences it never saw, in Python. English by pocketsphinx, Mandarin
by mandarin_pairs.py and the recogniser of mandarin_ear.py. The teacher's own speech (in Mandarin another speaker's, where
pairs are concerned) and its way through the vocoder are the first rows."""
from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import torch

from . import mandarin_ear
from .mandarin_pairs import Pairs
from .settings import SAMPLE_RATE, TEST_FOLDER, Work
from .sound import at_factor, heard_mel, log_mel, to_16_bits, trimmed
from .speak import Model, Voice, shipped, trained
from .speakers import HELD_OUT, Speaker
from .teachers import speak
from .word_lists import test_sentences

# Between the factors of the training data.
UNSEEN = [Speaker("flite", "slt", 0.89), Speaker("flite", "rms", 1.0), Speaker("flite", "awb", 1.06), Speaker("flite", "kal16", 0.94)]
REFERENCES = {"en": "A good friend is always ready to listen.", "zh": "今天的天气真不错，我们出去走走吧。"}


def recorded(speaker: Speaker, language: str, texts: list[str]) -> list[np.ndarray]:
    """The teacher's own speech, trimmed, as 16-bit files hold it."""
    spoken = speak([(speaker, language, text) for text in texts])
    return [to_16_bits(trimmed(at_factor(s.samples, s.rate, speaker.factor))) / np.float32(32767) for s in spoken]


# The voices ling and bo, and for each another speaker who says the same.
MANDARIN = {Speaker("espeak", "f2", 1.04): Speaker("espeak", "f4", 1.0), Speaker("espeak", "m3", 1.04): Speaker("espeak", "m7", 1.0)}


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
        return self._mandarin.errors(text, log_mel(samples)) if self._mandarin else {}


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


def measure(model: Model, work: Work, count: int, languages: list[str], steps=(7,), teacher=True):
    """Yields the sums so far after each speaker."""
    ears, sums = Ears(work), Sums()
    people = [("en", speaker) for speaker in UNSEEN] + [("zh", speaker) for speaker in MANDARIN] + [("en", HELD_OUT)]
    people = [one for one in people if one[0] in languages]
    for language, speaker in people:
        same = [one for one in people if one[0] == language and one[1] is not HELD_OUT]
        texts = test_sentences(language)[:count]
        # every sentence once a language, its speakers taking turns; the held-out voice says a few
        turn = same.index((language, speaker)) if speaker is not HELD_OUT else 0
        texts = texts[turn :: len(same)]
        name = "held out" if speaker is HELD_OUT else language
        reference_text = REFERENCES[language]
        reference, *said = recorded(speaker, language, [reference_text] + texts)
        voice = Voice(reference, reference_text)
        pairs = Pairs(speaker, texts) if language == "zh" else None
        others = recorded(MANDARIN[speaker], language, texts) if pairs else said

        def add(row, text, samples, other=None):
            sums.add(f"{name}: {row}", ears.errors(language, text, samples))
            if pairs:
                sums.add(f"{name}: {row}", pairs.errors(text, samples if other is None else other))

        for index, (text, samples, other) in enumerate(zip(texts, said, others)):
            if teacher:
                add("teacher", text, samples, other)
                mel = torch.from_numpy(heard_mel(to_16_bits(samples), 0.0, None).T)
                add("teacher through the vocoder", text, model.vocode(mel))
            for nfe in steps:
                add(f"model, NFE {nfe}", text, model.say(voice, text, nfe, seed=1 + index))
        yield sums.result()


def make(work: Work, checkpoint: Path | None = None, count: int | None = None, threads: int = 1, of_shipped=False, steps=(7,),
         languages=("en", "zh"), teacher=True):
    torch.set_num_threads(threads)
    model = shipped() if of_shipped else trained(work, checkpoint)
    name = "shipped" if of_shipped else (checkpoint or work.latest).stem
    for result in measure(model, work, count or work.recipe.check_sentences, languages, steps, teacher):
        (work.folder / f"evaluation_{name}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False))
    for row, errors in result.items():
        print(f"{row:40s} " + "  ".join(f"{kind} {value:.3f}" for kind, value in errors.items()), flush=True)
