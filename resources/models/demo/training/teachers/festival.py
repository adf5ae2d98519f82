"""Festival with the voices of Debian's festvox-kallpc16k, festvox-kdlpc16k and festvox-us-slt-hts: one process a call,
since it takes a second to start."""
from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import soundfile

from . import Speech, phones_from_ends

_SAY = """
(define (say text wave marks stretch)
  (Parameter.set 'Duration_Stretch stretch)
  (let ((utt (utt.synth (eval (list 'Utterance 'Text text)))) (file (fopen marks "w")))
    (utt.save.wave utt wave 'riff)
    (mapcar (lambda (segment) (format file "%s:%f\\n" (item.name segment) (item.feat segment "end")))
            (utt.relation.items utt 'Segment))
    (fclose file)))
"""


def _read(wave: Path, marks: Path) -> Speech | None:
    if not wave.exists() or not marks.exists():
        return None
    samples, rate = soundfile.read(wave, dtype="float32")
    return Speech(samples, rate, phones_from_ends(marks.read_text().split()))


def speak(jobs) -> list[Speech | None]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines, voice = [_SAY], None
        for index, (speaker, _, text) in sorted(enumerate(jobs), key=lambda job: job[1][0].voice):
            words = text.replace("\\", "").replace('"', "")
            if speaker.voice != voice:
                voice = speaker.voice
                lines.append(f"(voice_{voice})")
            lines.append(f'(say "{words}" "{folder / f"{index}.wav"}" "{folder / f"{index}.marks"}" '
                         f"{speaker.factor * speaker.tempo:.3f})")
        script = folder / "jobs.scm"
        script.write_text("\n".join(lines), encoding="ascii")
        subprocess.run(["festival", "--batch", str(script)], check=True, stdout=subprocess.DEVNULL)
        return [_read(folder / f"{index}.wav", folder / f"{index}.marks") for index in range(len(jobs))]
