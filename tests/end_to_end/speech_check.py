#!/usr/bin/env python3
"""How well the demo model speaks: every voice at every number of steps, beside the recordings of its teacher.

usage: speech_check.py PROGRAM [--voices slt rms …] [--nfe 5 6 7 8 16 32] [--sentences 100] [--recordings FOLDER]
                       [--model NAME|DIR] [--ear FILE] [--keep FOLDER] [--out FILE.json] [--parted]

Rows: the teacher's own speech, the same through the vocoder (both with --recordings, which
`python -m training recordings` makes, see resources/models/demo/training), then what PROGRAM says.
Columns: word error (pocketsphinx; English), F0 as a share of the reference's, how often the speech is more like its own
reference than like another voice's (with the package resemblyzer), RTF, first audio.
Mandarin voices say Chinese sentences; they are understood by a recogniser of the recipe (--ear, needs its packages), else
only their pitch and likeness are measured.
With --parted the voices of a language part the sentences among them; the held-out voice says every tenth.
What is spoken is kept in --keep and not spoken again, so that a long check can be stopped and go on.
"""
import argparse
import json
import os
import pathlib
import subprocess
import tempfile

import numpy as np

from hearing import Recogniser, edits, read_wav, words
from voice_measures import Likeness, pitch

HERE = pathlib.Path(__file__).parent
SHIPPED = HERE.parent.parent / "voices"
HELD_OUT = "held_out"
STEPS = (5, 6, 7, 8, 16, 32)
FILES = {"en": ("sentences.txt", "speech_sentences_en.txt"), "zh": ("speech_sentences_zh.txt",)}


def sentences(language, count):
    lines = [line.strip() for name in FILES[language] for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line][:count]


class Voice:
    def __init__(self, folder):
        about = json.loads((folder / "voice.json").read_text(encoding="utf-8"))
        self.id, self.language, self.folder = folder.name, about["language"][:2], folder
        self.reference = read_wav(folder / about["recording"])


class Ears:
    """(errors, wanted) of a sentence by what is counted."""

    def __init__(self, ear):
        self._english = Recogniser()
        self._mandarin = None
        if ear:
            from training import mandarin_ear, sound  # on PYTHONPATH: resources/models/demo

            self._mandarin, self._mel = mandarin_ear.load(ear), sound.log_mel

    def errors(self, language, text, samples, rate):
        if language == "en":
            wanted = words(text)
            return {"words": (edits(wanted, words(self._english.hear(samples, rate))), len(wanted))}
        return self._mandarin.errors(text, self._mel(samples)) if self._mandarin else {}


class Row:
    def __init__(self, voice, speech):
        self.voice, self.speech = voice, speech
        self.wrong, self.ratios, self.closer, self.rtf, self.first = {}, [], [], [], []

    def add(self, errors, ratio, closer, told):
        for kind, (wrong, wanted) in errors.items():
            sums = self.wrong.setdefault(kind, [0, 0])
            sums[0], sums[1] = sums[0] + wrong, sums[1] + wanted
        self.ratios.append(ratio)
        self.closer += closer
        if told:
            self.rtf.append(told["rtf"])
            self.first.append(told["first_audio_seconds"])

    def result(self):
        middle = lambda values, digits: round(float(np.median(values)), digits) if values else None
        return {"voice": self.voice, "speech": self.speech, "takes": len(self.ratios),
                **{f"error_{kind}": round(wrong / max(1, wanted), 4) for kind, (wrong, wanted) in self.wrong.items()},
                "pitch": middle([ratio for ratio in self.ratios if ratio], 3),
                "like_itself": round(float(np.mean(self.closer)), 3) if self.closer else None,
                "rtf": middle(self.rtf, 3), "first_audio_seconds": middle(self.first, 3)}


def speak(options, home, voice, text, nfe, seed, file):
    """The take's WAV and what the program told of it; from --keep when it is there."""
    told = file.with_suffix(".json")
    if not told.exists():
        command = [options.program, "say", "--text", text, "--voice", voice.id, "--nfe", str(nfe), "--seed", str(seed), "--out", str(file),
                   "--json", *options.flags]
        spoken = subprocess.run(command, capture_output=True, text=True, env=home)
        if spoken.returncode != 0:
            raise SystemExit(f"{voice.id} could not say “{text}”: {spoken.stderr.strip()}")
        told.write_text(spoken.stdout)
    return file, json.loads(told.read_text())


def check(options, folder, home, voices):
    ears, likeness = Ears(options.ear), Likeness({voice.id: voice.reference for voice in voices})
    pitches = {voice.id: pitch(*voice.reference) for voice in voices}

    def measured(row, voice, text, file, told=None):
        samples, rate = read_wav(file)
        own = pitches[voice.id]
        row.add(ears.errors(voice.language, text, samples, rate), pitch(samples, rate) / own if own else None,
                likeness.closer(voice.id, samples, rate), told)

    def own_share(voice):
        """(number, sentence)"""
        texts = list(enumerate(sentences(voice.language, options.sentences), 1))
        if not options.parted:
            return texts
        if voice.id == HELD_OUT:
            return texts[::10]
        same = [other.id for other in voices if other.language == voice.language and other.id != HELD_OUT]
        return texts[same.index(voice.id) :: len(same)]

    for voice in voices:
        texts = own_share(voice)
        for kind in ("teacher", "vocoded") if options.recordings else ():
            row = Row(voice.id, kind)
            for index, text in texts:
                file = options.recordings / voice.id / f"{kind}_{index:03d}.wav"
                if file.exists():
                    measured(row, voice, text, file)
            if row.ratios:
                yield row
        for nfe in options.nfe:
            row = Row(voice.id, f"NFE {nfe}")
            for index, text in texts:
                file, told = speak(options, home, voice, text, nfe, index, folder / f"{voice.id}_{nfe}_{index:03d}.wav")
                measured(row, voice, text, file, told)
            yield row


def summed(rows):
    """Over the voices of a language: mean of the errors, by kind of speech."""
    kinds = dict.fromkeys(row["speech"] for row in rows)
    errors = dict.fromkeys(key for row in rows for key in row if key.startswith("error_"))
    return {kind: {key: round(float(np.mean(found)), 4) for key in errors
                   if (found := [row[key] for row in rows if row["speech"] == kind and key in row and row["voice"] != HELD_OUT])}
            for kind in kinds}


def line(row):
    shown = lambda value, form="{:.3f}": "–" if value is None else form.format(value)
    errors = "  ".join(f"{key.removeprefix('error_')} {value:.3f}" for key, value in row.items() if key.startswith("error_"))
    return (f"{row['voice']:12s} {row['speech']:8s} {row['takes']:4d}  {errors or '–':38s} {shown(row['pitch']):>7s} "
            f"{shown(row['like_itself']):>7s} {shown(row['rtf']):>7s} {shown(row['first_audio_seconds']):>7s}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--voices", nargs="+")
    parser.add_argument("--nfe", type=int, nargs="+", default=STEPS)
    parser.add_argument("--sentences", type=int, default=100)
    parser.add_argument("--recordings", type=pathlib.Path)
    parser.add_argument("--model")
    parser.add_argument("--ear", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--parted", action="store_true")
    options = parser.parse_args()
    options.flags = ["--no-keep", *(["--model", options.model] if options.model else [])]

    folders = {file.parent.name: file.parent for file in sorted(SHIPPED.glob("*/voice.json"))}
    with tempfile.TemporaryDirectory() as temporary:
        home = dict(os.environ, XDG_DATA_HOME=temporary)  # exactly these voices, nobody's own
        own = pathlib.Path(temporary) / "ishowtts-studio" / "voices"
        own.mkdir(parents=True)
        if options.recordings and (options.recordings / HELD_OUT / "voice.json").exists():
            folders[HELD_OUT] = options.recordings / HELD_OUT
        for name, voice in folders.items():
            (own / name).symlink_to(voice.resolve())
        voices = [Voice(folder) for name, folder in folders.items() if not options.voices or name in options.voices]
        kept = options.keep or pathlib.Path(temporary) / "takes"
        kept.mkdir(parents=True, exist_ok=True)
        print("voice        speech   takes  error                                    pitch    like    RTF   first")
        rows = []
        for row in check(options, kept, home, voices):
            rows.append(row.result())
            print(line(rows[-1]), flush=True)
            if options.out:
                options.out.write_text(json.dumps({"rows": rows, "mean": summed(rows)}, indent=1) + "\n")
    for kind, errors in summed(rows).items():
        print(f"all          {kind:8s}        " + "  ".join(f"{key.removeprefix('error_')} {value:.3f}" for key, value in errors.items()))


if __name__ == "__main__":
    main()
