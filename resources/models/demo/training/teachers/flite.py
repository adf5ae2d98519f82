"""Flite: the voices slt, rms, awb and kal16 that its Debian package brings."""
from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import soundfile

from . import Speech, phones_from_ends

_PACE = {"slt": 1.0, "rms": 0.90, "kal16": 1.02, "awb": 1.04}  # about the same words a minute


def _one(speaker, text: str, file: Path) -> Speech:
    stretch = speaker.factor * speaker.tempo * _PACE[speaker.voice]
    told = subprocess.run(["flite", "-voice", speaker.voice, "--setf", f"duration_stretch={stretch:.3f}", "-psdur", "-t", text,
                           "-o", str(file)], check=True, capture_output=True, text=True)
    samples, rate = soundfile.read(file, dtype="float32")
    return Speech(samples, rate, phones_from_ends([word for word in told.stdout.split() if ":" in word]))


def speak(jobs) -> list[Speech | None]:
    with tempfile.TemporaryDirectory() as folder:
        return [_one(speaker, text, Path(folder) / "speech.wav") for speaker, _, text in jobs]
