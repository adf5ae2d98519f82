"""Stages "voices" and "recordings": the references that were made by this recipe, and what the teachers of all shipped
voices say when they are given the sentences of the speech check."""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import torch

from .settings import MODEL_FOLDER, REPOSITORY, SAMPLE_RATE
from .sound import at_factor, log_mel, to_16_bits, trimmed
from .speakers import HELD_OUT, Speaker
from .teachers import speak
from .train_vocoder import load as load_vocoder
from .word_lists import test_sentences


@dataclass(frozen=True)
class Reference:
    speaker: Speaker
    language: str
    transcript: str
    name: str
    licence: str
    source: str
    made_before: bool = False  # by the first trial; its recording is kept as it is
    level: float = 1.0  # of the recording: the model speaks up to twice as loud as these, and must not clip


_CMU = "Recording: this project, GPL-3.0-or-later. Voice: CMU {}, free (BSD-like)"
_ESPEAK = "Recording: this project, GPL-3.0-or-later. Voice: eSpeak NG, GPL-3.0-or-later"

REFERENCES = {
    "slt": Reference(Speaker("flite", "slt", 0.89), "en-US", "The garden is full of flowers.", "", "", "", True),
    "rms": Reference(Speaker("flite", "rms"), "en-US", "The small dog ran across the street.", "", "", "", True),
    "rms_bright": Reference(Speaker("flite", "rms", 1.13), "en-US", "The small dog ran across the street.", "", "", "", True),
    "awb": Reference(Speaker("flite", "awb"), "en-GB", "Our team won the game by seven points.", "", "", "", True),
    "awb_bright": Reference(Speaker("flite", "awb", 1.06), "en-GB", "The train to Boston leaves at half past nine.", "", "", "", True),
    "kal": Reference(Speaker("festival", "kal_diphone", 0.95), "en-US", "A good friend is always ready to listen.",
                     "Kal, US English, male", _CMU.format("kal"), "Festival voice kal_diphone, resampled by 0.95"),
    "ling": Reference(Speaker("espeak", "f2", 1.04), "zh-CN", "今天的天气真不错，我们出去走走吧。",
                      "Ling, Mandarin, female", _ESPEAK, "eSpeak NG voice cmn-latn-pinyin with the variant f2, resampled by 1.04", level=0.35),
    "bo": Reference(Speaker("espeak", "m3", 1.04), "zh-CN", "他每天坐地铁去上班，路上听音乐。",
                    "Bo, Mandarin, male", _ESPEAK, "eSpeak NG voice cmn-latn-pinyin with the variant m3, resampled by 1.04", level=0.35),
}


def say(speaker: Speaker, language: str, text: str) -> np.ndarray:
    """16-bit samples at 24 kHz, trimmed as the engine trims."""
    speech = speak([(speaker, language[:2], text)])[0]
    return to_16_bits(trimmed(at_factor(speech.samples, speech.rate, speaker.factor)))


def _write(file: Path, samples: np.ndarray):
    file.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(file, samples, SAMPLE_RATE, subtype="PCM_16")


def make(folder: Path | None):
    """voice.json and reference.wav of the voices that this recipe made."""
    folder = folder or REPOSITORY / "voices"
    for name, one in REFERENCES.items():
        if one.made_before:
            continue
        samples = np.round(say(one.speaker, one.language, one.transcript) * one.level).astype(np.int16)
        _write(folder / name / "reference.wav", samples)
        about = dict(name=one.name, language=one.language, transcript=one.transcript, licence=one.licence, source=one.source,
                     recording="reference.wav")
        (folder / name / "voice.json").write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        print(folder / name)


def record(folder: Path, count: int | None = None, vocoder: Path | None = None):
    """folder/VOICE/teacher_001.wav and vocoded_001.wav … for tests/end_to_end/speech_check.py --recordings; and a voice
    "held_out" whose synthesizer the model never heard."""
    torch.set_num_threads(1)
    decoder = load_vocoder(vocoder or MODEL_FOLDER / "vocos" / "model.safetensors")
    everyone = {name: (one.speaker, one.language) for name, one in REFERENCES.items()} | {"held_out": (HELD_OUT, "en-US")}
    for name, (speaker, language) in everyone.items():
        for index, text in enumerate(test_sentences(language[:2])[:count], 1):
            file = folder / name / f"teacher_{index:03d}.wav"
            if file.exists():
                continue
            samples = say(speaker, language, text)
            mel = torch.from_numpy(log_mel(samples.astype(np.float32) / 32767)).T[None]
            with torch.inference_mode():
                vocoded = decoder.decode(mel)[0].numpy()
            _write(folder / name / f"vocoded_{index:03d}.wav", to_16_bits(vocoded))
            _write(file, samples)
        print(folder / name, flush=True)
    held_out = "The garden is full of flowers and birds."
    _write(folder / "held_out" / "reference.wav", say(HELD_OUT, "en-US", held_out))
    (folder / "held_out" / "voice.json").write_text(json.dumps(dict(
        name="Ked, never heard by the model", language="en-US", transcript=held_out, licence=_CMU.format("ked"),
        source="Festival voice ked_diphone", recording="reference.wav"), indent=2) + "\n")
