#!/usr/bin/env python3
"""Speaks the sentences into files and lets a recogniser write them down.

usage: word_error.py PROGRAM [--nfe 7] [--cfg 2] [--takes 2] [--limit 0.40] [--keep FOLDER] [--model NAME|DIR]

Every sentence is spoken `takes` times with seeds of its own: one seed alone moves the result of twelve sentences by 0.1.
The demo model of today reaches about 0.1; the limit is the project's goal for it.
Prints a table; exit status 1 when the word error is over the limit.
"""
import argparse
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

from hearing import Recogniser, edits, read_wav, word_error, words

VOICES = ("slt", "rms", "rms_bright", "awb")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--nfe", type=int, default=7)
    parser.add_argument("--cfg", type=float, default=2)
    parser.add_argument("--takes", type=int, default=2)
    parser.add_argument("--limit", type=float, default=0.40)
    parser.add_argument("--keep")
    parser.add_argument("--model")
    options = parser.parse_args()

    text = (pathlib.Path(__file__).parent / "sentences.txt").read_text()
    sentences = [line for line in text.splitlines() if line.strip()]
    model = ["--model", options.model] if options.model else []
    offered = subprocess.run([options.program, "say", "--help"], check=True, capture_output=True, text=True).stdout
    no_keep = ["--no-keep"] if "--no-keep" in offered else []  # the engine alone keeps no takes
    ear = Recogniser()
    pairs, rtfs = [], []
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print("errors/words  voice  said → heard")
        for take, (index, sentence) in itertools.product(range(options.takes), enumerate(sentences)):
            voice = VOICES[(index + take) % len(VOICES)]
            seed = str(1 + index + take * len(sentences))
            wav = folder / f"{seed}_{voice}.wav"
            spoken = subprocess.run(
                [options.program, "say", "--text", sentence, "--voice", voice, "--nfe", str(options.nfe), "--cfg", str(options.cfg),
                 "--seed", seed, "--out", str(wav), "--json", *model, *no_keep],
                check=True, capture_output=True, text=True)
            rtfs.append(json.loads(spoken.stdout)["rtf"])
            heard = ear.hear(*read_wav(wav))
            pairs.append((sentence, heard))
            wanted = words(sentence)
            print(f"{edits(wanted, words(heard)):6d}/{len(wanted):<5d}  {voice:5s}  {sentence} → {heard}", flush=True)
    result = word_error(pairs)
    print(f"word error {result:.3f} (limit {options.limit:.2f}), {len(pairs)} takes, NFE {options.nfe}, "
          f"mean RTF {sum(rtfs) / len(rtfs):.3f} (each in a fresh process)")
    sys.exit(0 if result <= options.limit else 1)


if __name__ == "__main__":
    main()
