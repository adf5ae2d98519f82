#!/usr/bin/env python3
"""An hour of script with the demo voice: is memory flat, are all lines equally loud, does the speaking rate stay, and
does what was killed twice go on?

    build/python/bin/python tests/end_to_end/narrate_hour.py build/release/bin/ishowtts [--minutes 60] [--once]

Composes so many minutes of English (speech_sentences_en.txt and sentences of its own, from a seed) and narrates them
twice: once in one go, looking at the program's memory every second; and once killed with SIGKILL at two random moments
and gone on with, which must give the same file (not with --once: end_to_end.narrate does so with nine lines). Prints
loudness (ITU-R BS.1770-4) for each minute and letters a second of speech for each ten minutes. Exit 1 when a figure is
not what --help promises. An hour takes some fifteen minutes on two cores.
"""
import argparse
import json
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np

MOST_SPREAD = 1.0  # LU between the loudest and the quietest minute
MOST_DRIFT = 5.0  # % between the fastest and the slowest stretch
MOST_GROWTH = 5.0  # % of memory between the first and the last third of the run in one go, if it is long enough to tell
SETTLING = 60  # s, until the model and what it compiles for itself are there
LETTERS_A_SECOND = 13.5  # about; decides how much text is composed

WHO = ["The old captain", "My sister", "A young doctor", "Our neighbor", "The tall woman", "The teacher", "His brother",
       "The farmer", "An honest judge", "The little boy", "Her uncle", "The night watchman", "A tired soldier"]
DID = ["opened", "carried", "forgot", "painted", "found", "wanted to see", "talked about", "paid for", "looked after",
       "asked for", "left behind", "remembered", "wrote about"]
WHAT = ["the wooden box", "a letter from the city", "three red apples", "the broken clock", "an empty house",
        "the road along the river", "a story about the sea", "two tickets for the train", "the garden behind the wall",
        "a cup of hot coffee", "the names of all the guests", "the last page of the book"]
WHEN = ["before the sun came up", "late in the afternoon", "on the second day", "after a long winter",
        "when nobody was at home", "at the end of the summer", "while the others were asleep", "in the first week of May",
        "every single morning", "without saying a word"]


def compose(letters, seed):
    """Paragraphs of three to seven sentences, so many letters together."""
    chance = random.Random(seed)
    known = (Path(__file__).parent / "speech_sentences_en.txt").read_text(encoding="utf-8").split("\n")
    known = [line.strip() for line in known if line.strip()]
    paragraphs, count = [], 0
    while count < letters:
        sentences = []
        for _ in range(chance.randint(3, 7)):
            if chance.random() < 0.25:
                sentences.append(chance.choice(known))
            else:
                parts = [chance.choice(WHO), chance.choice(DID), chance.choice(WHAT)]
                if chance.random() < 0.7:
                    parts.append(chance.choice(WHEN))
                sentences.append(" ".join(parts) + ".")
        paragraphs.append(" ".join(sentences))
        count += sum(c.isalpha() for c in paragraphs[-1])
    return "\n\n".join(paragraphs) + "\n"


def resident(pid):
    """MB in memory; None when the process has gone."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().split("\n"):
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return None


def run(command, folder, kill_behind=None):
    """Runs it, until `kill_behind` parts are there if that is given. Memory in MB every second, and stdout."""
    parts = Path(f"{command[command.index('--out') + 1]}.parts")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=folder, text=True)
    memory = []
    looked = 0.0
    while process.poll() is None:
        if time.monotonic() - looked >= 1:
            looked = time.monotonic()
            if (now := resident(process.pid)) is not None:
                memory.append(now)
        if kill_behind is not None and parts.is_dir() and len(list(parts.glob("*.wav"))) >= kill_behind:
            process.send_signal(signal.SIGKILL)
            process.wait()
            break
        time.sleep(0.02)
    output = process.stdout.read()
    if kill_behind is None and process.returncode != 0:
        sys.exit(f"narrate ended with {process.returncode}")
    return memory, output, len(list(parts.glob("*.wav"))) if parts.is_dir() else 0


def weighting(frequencies, rate):
    """|H|² of the K-weighting of BS.1770-4, its two filters made for this rate as libebur128 does."""
    z = np.exp(-2j * np.pi * frequencies / rate)

    def shelf(f0, gain, q):
        k = np.tan(np.pi * f0 / rate)
        vh = 10 ** (gain / 20)
        vb = vh**0.4996667741545416
        a0 = 1 + k / q + k * k
        b = [(vh + vb * k / q + k * k) / a0, 2 * (k * k - vh) / a0, (vh - vb * k / q + k * k) / a0]
        return b, [1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]

    def high_pass(f0, q):
        k = np.tan(np.pi * f0 / rate)
        a0 = 1 + k / q + k * k
        return [1, -2, 1], [1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]

    response = np.ones(len(frequencies), complex)
    for b, a in (shelf(1681.974450955533, 3.999843853973347, 0.7071752369554196),
                 high_pass(38.13547087602444, 0.5003270373238773)):
        response *= (b[0] + b[1] * z + b[2] * z * z) / (a[0] + a[1] * z + a[2] * z * z)
    return response


def loudness(samples, rate):
    """Integrated, in LUFS."""
    size = 1 << int(np.ceil(np.log2(len(samples) + rate)))
    filtered = np.fft.irfft(np.fft.rfft(samples, size) * weighting(np.fft.rfftfreq(size, 1 / rate), rate), size)
    energy = np.concatenate([[0], np.cumsum(filtered[: len(samples)] ** 2)])
    block, hop = int(0.4 * rate), int(0.1 * rate)
    starts = np.arange(0, len(samples) - block + 1, hop)
    power = (energy[starts + block] - energy[starts]) / block
    power = power[-0.691 + 10 * np.log10(np.maximum(power, 1e-12)) > -70]
    gate = -0.691 + 10 * np.log10(power.mean()) - 10
    return -0.691 + 10 * np.log10(power[-0.691 + 10 * np.log10(power) > gate].mean())


def captions(file):
    """(from, to, text) of each line."""
    times = re.compile(r"(\d+):(\d+):(\d+),(\d+) --> (\d+):(\d+):(\d+),(\d+)\n(.*)\n")
    for match in times.finditer(Path(file).read_text(encoding="utf-8")):
        h, m, s, ms, h2, m2, s2, ms2 = (int(match[i]) for i in range(1, 9))
        yield h * 3600 + m * 60 + s + ms / 1000, h2 * 3600 + m2 * 60 + s2 + ms2 / 1000, match[9]


def main():
    parser = argparse.ArgumentParser(
        description=f"Loudness may spread by {MOST_SPREAD} LU between minutes, the rate by {MOST_DRIFT} % between ten minutes and others, "
        f"memory may grow by {MOST_GROWTH} %.")
    parser.add_argument("program")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--voice", default="slt")
    parser.add_argument("--seed", type=int, default=7, help="of the text and the moments of the kills")
    parser.add_argument("--nfe", default="7")
    parser.add_argument("--once", action="store_true", help="do not narrate it once more, killed twice and gone on with")
    parser.add_argument("--keep", help="folder for text, sound and captions; otherwise they are thrown away")
    arguments = parser.parse_args()
    program = str(Path(arguments.program).resolve())
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as thrown:
        folder = Path(arguments.keep or thrown)
        folder.mkdir(exist_ok=True)
        text = compose(arguments.minutes * 60 * LETTERS_A_SECOND, arguments.seed)
        (folder / "hour.txt").write_text(text, encoding="utf-8")
        different = len(set(re.findall(r"[^.?!]+[.?!]", text)))  # lines; what is said twice is made once

        def command(name):
            return [program, "narrate", "hour.txt", "--out", str(folder / name), "--captions", "srt", "--json",
                    "--voice", arguments.voice, "--nfe", arguments.nfe, "--seed", str(arguments.seed)]

        began = time.monotonic()
        memory, output, _ = run(command("hour.wav"), folder)
        took = time.monotonic() - began
        kills = sorted(chance.randint(int(different * low), int(different * high)) for low, high in ((0.1, 0.4), (0.5, 0.9)))
        peaks = [max(memory)]
        resumed = None
        for behind in [] if arguments.once else kills + [None]:
            of_this, resumed, there = run(command("killed.wav"), folder, behind)
            peaks.append(max(of_this, default=0))
            if behind is not None:
                print(f"killed with {there} of {different} lines made", flush=True)
        same = resumed is None or (folder / "hour.wav").read_bytes() == (folder / "killed.wav").read_bytes()
        result = json.loads(output)
        print(f"{result['audio_seconds'] / 60:.1f} min of speech in {took / 60:.1f} min, {result['lines']} lines, "
              f"at {result['loudness_lufs']:.1f} LUFS, {result['below_target']} quieter for their peaks")
        if resumed is not None:
            print(f"{json.loads(resumed)['made']} lines made after the second kill")

        with wave.open(str(folder / "hour.wav")) as file:
            rate = file.getframerate()
            minutes = []
            while len(samples := np.frombuffer(file.readframes(60 * rate), "<i2")) >= 30 * rate:
                minutes.append(loudness(samples / 32768, rate))
        shown = list(captions(folder / "hour.srt"))
    # Of an hour: six stretches. Shorter ones differ by the sentences that happen to be in them.
    stretch = result["audio_seconds"] / min(max(int(result["audio_seconds"] / 300), 2), 6)
    rates = []
    for first in np.arange(0, result["audio_seconds"] - stretch / 2, stretch):
        within = [(end - start, sum(c.isalpha() for c in said)) for start, end, said in shown
                  if first <= start < first + stretch]
        rates.append(sum(letters for _, letters in within) / sum(seconds for seconds, _ in within))

    print("\n  from min   LUFS of each minute")
    for at in range(0, len(minutes), 10):
        print(f"  {at:8d}   " + " ".join(f"{value:6.2f}" for value in minutes[at : at + 10]))
    print("\n  from min   letters a second of speech")
    for index, value in enumerate(rates):
        print(f"  {index * stretch / 60:8.1f}   {value:6.2f}")
    spread = max(minutes) - min(minutes)
    drift = 100 * (max(rates) / min(rates) - 1)
    settled = memory[SETTLING:]
    third = len(settled) // 3
    print("\n  memory, MB at most: " + ", ".join(f"{peak:.0f}" for peak in peaks))
    checks = [("loudness spread, LU", spread, MOST_SPREAD), ("rate drift, %", drift, MOST_DRIFT)]
    if third >= 30 and arguments.minutes >= 10:  # a slow machine takes long for little, and that is no reason to judge
        growth = 100 * (np.median(settled[-third:]) / np.median(settled[:third]) - 1)
        checks.append(("memory growth, %", growth, MOST_GROWTH))
    failed = False
    print()
    for name, value, most in checks:
        failed |= value > most
        print(f"  {name:22s} {value:6.2f}   at most {most:.1f}   {'TOO MUCH' if value > most else 'ok'}")
    if resumed is not None:
        print(f"  killed twice           {'the same file' if same else 'ANOTHER FILE'}")
    failed |= not same
    if result["lines"] != len(shown):
        failed = True
        print(f"  captions: {len(shown)} of {result['lines']}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
