#!/usr/bin/env python3
"""Equality with upstream F5-TTS in one command: makes random checkpoints of each size with upstream's own classes, lets
`ishowtts case` compute the same inputs, and prints how far apart the results are. Exit 1 when fp32 is not equal:
max |dmel| <= 1e-3, mean <= 1e-5, wave SNR >= 60 dB. Lower precisions are printed for information.

    python3 parity.py --program ../../build/release/bin/ishowtts                    tiny, small and base
    python3 parity.py --sizes tiny small --precisions fp32 --folder FOLDER          keeps what it makes

Needs what make_reference.py needs (PyPI f5-tts 1.1.22, vocos 0.1.0, torch 2.11.0, safetensors). Base takes 1.4 GB of
disk, 5 GB of memory and a minute on two cores.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from make_reference import differences

HERE = pathlib.Path(__file__).resolve().parent


def computed(program, model, case, out, precision, device):
    command = [program, "case", "--model", model, "--in", case, "--out", out, "--precision", precision, "--device", device,
               "--json"]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def check(folder, arguments):
    """Rows of one size; whether all fp32 ones are equal."""
    good = True
    for case in sorted(folder.rglob("case_*.safetensors")):
        model = case.parent.parent
        reference = case.with_name(case.name.replace("case_", "reference_"))
        name = f"{model.relative_to(folder.parent)}/{case.stem}"
        for precision in arguments.precisions:
            out = model / "ours.safetensors"
            told = computed(arguments.program, model, case, out, precision, arguments.device)
            largest, mean, snr, equal = differences(out, reference)
            out.unlink()
            verdict = ("equal" if equal else "DIFFERENT") if precision == "fp32" else "-"
            good = good and (equal or precision != "fp32")
            print(f"{name:20} {precision:9} {largest:10.2e} {mean:10.2e} {snr:8.1f} {told['synthesis_seconds']:9.3f}  "
                  f"{verdict}", flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=HERE.parent.parent / "build/release/bin/ishowtts", type=pathlib.Path)
    parser.add_argument("--sizes", nargs="+", choices=["tiny", "small", "base"], default=["tiny", "small", "base"])
    parser.add_argument("--precisions", nargs="+", choices=["fp32", "bf16"], default=["fp32", "bf16"])
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--folder", type=pathlib.Path, help="keep the checkpoints here, and use those that are there")
    arguments = parser.parse_args()

    print(f"{'case':20} {'precision':9} {'max |dmel|':>10} {'mean':>10} {'SNR dB':>8} {'seconds':>9}", flush=True)
    good = True
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (arguments.folder or pathlib.Path(temporary)) / size
            if not folder.is_dir():
                subprocess.run([sys.executable, HERE / "make_reference.py", size, folder], check=True,
                               stdout=subprocess.DEVNULL)
            good = check(folder, arguments) and good
    print("fp32 is equal to upstream" if good else "fp32 DIFFERS from upstream")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
