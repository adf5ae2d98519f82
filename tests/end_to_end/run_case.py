#!/usr/bin/env python3
"""Runs every committed case with a program and compares its mel and wave with what upstream computed.

usage: run_case.py PROGRAM
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

MODELS = pathlib.Path(__file__).resolve().parents[1] / "data" / "tiny"


def read_tensors(path):
    data = pathlib.Path(path).read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    return {
        name: np.frombuffer(data[8 + length :], "<f4", int(np.prod(entry["shape"])), entry["data_offsets"][0])
        .reshape(entry["shape"])
        .astype(np.float64)
        for name, entry in header.items()
        if name != "__metadata__"
    }


def main():
    program = sys.argv[1]
    cases = sorted(MODELS.glob("*/cases/case_*.safetensors"))
    if not cases:
        sys.exit(f"no case in {MODELS}")
    different = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            out = pathlib.Path(folder, "out.safetensors")
            subprocess.run([program, "case", "--model", case.parents[1], "--precision", "fp32", "--device", "cpu",
                            "--in", case, "--out", out], check=True, stdout=subprocess.DEVNULL)
            ours = read_tensors(out)
            upstream = read_tensors(case.with_name(case.name.replace("case", "reference")))
            off = np.abs(ours["mel"] - upstream["mel"])
            noise = np.sum((ours["wave"] - upstream["wave"]) ** 2)
            snr = 10 * np.log10(np.sum(upstream["wave"] ** 2) / max(noise, 1e-30))
            equal = off.max() <= 1e-3 and off.mean() <= 1e-5 and snr >= 60
            different += not equal
            print(f"{case.parents[1].name}/{case.stem}: max |dmel| {off.max():.1e}, mean {off.mean():.1e}, "
                  f"wave SNR {snr:.0f} dB{'' if equal else '  DIFFERENT'}")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
