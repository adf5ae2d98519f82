#!/usr/bin/env python3
"""How fast `ishowtts` is beside upstream's Python: the same random weights, noise, steps, guidance and precision on the
same machine, in turns, so that whatever else the machine does falls on both. Vocoder included, loading not.

    python3 speed_against_python.py --folder FOLDER --rounds 5
    python3 speed_against_python.py --folder FOLDER --precisions bf16 --reference-seconds 1 --seconds 1 --nfe 5

FOLDER: a model made by `make_reference.py base FOLDER` (or small); without --folder one is made and removed again.
In each round each side runs --runs times and its median counts; one unmeasured run of Python comes first. Printed:
seconds and real-time factor of each side, then min/median/max of Python's time divided by ours.

Needs what make_reference.py needs. Base takes 1.4 GB of disk and 6 GB of memory. A CPU without bf16 units computes
Python's bf16 about ten times slower than fp32: choose few seconds of sound there. On a GPU give --device cuda to a
PyTorch with CUDA and an ishowtts that finds libtorch_cuda.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import torch
from safetensors.torch import load_file, save_file

from make_reference import ALPHABET, MEL_BANDS, SIZES, TINY_VARIANTS, build_cfm

HERE = pathlib.Path(__file__).resolve().parent
FRAMES_PER_SECOND = 24000 / 256


class Upstream:
    def __init__(self, folder, size, device, dtype):
        from vocos.pretrained import Vocos

        self.device = device
        self.cfm = build_cfm({**SIZES[size], **TINY_VARIANTS["v1"]}, list(ALPHABET))
        state = {key.removeprefix("ema_model."): value
                 for key, value in load_file(folder / "model_reference.safetensors").items()}
        missing = self.cfm.load_state_dict(state, strict=False)
        if missing.unexpected_keys or any("mel_spec" not in key for key in missing.missing_keys):
            sys.exit(f"{folder} is no {size} model: {missing}")
        self.cfm.to(device, dtype)
        self.vocos = Vocos.from_hparams(str(folder / "vocos/config.yaml")).eval()
        self.vocos.load_state_dict(load_file(folder / "vocos/model.safetensors"), strict=False)
        self.vocos.to(device)

    def seconds(self, inputs, tokens, nfe):
        reference, noise = inputs["cond_mel"].to(self.device), inputs["noise"].to(self.device)
        upstream_randn = torch.randn  # sample() draws its noise itself: hand it ours
        torch.randn = lambda *size, **options: noise.to(options.get("dtype") or torch.float32)
        try:
            start = time.perf_counter()
            with torch.inference_mode():
                mel, _ = self.cfm.sample(cond=reference[None], text=[tokens], duration=len(noise), steps=nfe,
                                         cfg_strength=2.0, sway_sampling_coef=-1.0)
                self.vocos.decode(mel[:, len(reference):].float().permute(0, 2, 1)).cpu()
            return time.perf_counter() - start
        finally:
            torch.randn = upstream_randn


def write_case(path, arguments):
    generator = torch.Generator().manual_seed(1)
    reference_frames = round(arguments.reference_seconds * FRAMES_PER_SECOND)
    frames = reference_frames + round(arguments.seconds * FRAMES_PER_SECOND)
    inputs = {"cond_mel": torch.randn(reference_frames, MEL_BANDS, generator=generator) * 2 - 4,
              "noise": torch.randn(frames, MEL_BANDS, generator=generator)}
    picks = torch.randint(0, len(ALPHABET), (frames // 6,), generator=generator).tolist()
    tokens = [ALPHABET[i] for i in picks]
    save_file(inputs, path, metadata={"tokens": json.dumps(tokens), "nfe_step": str(arguments.nfe), "cfg_strength": "2.0",
                                      "sway_sampling_coef": "-1.0"})
    return inputs, tokens


def our_seconds(folder, case, precision, arguments):
    command = [arguments.program, "case", "--model", folder, "--in", case, "--out", case.with_name("ours.safetensors"),
               "--runs", arguments.runs, "--precision", precision, "--device", arguments.device, "--json"]
    if arguments.threads:
        command += ["--threads", arguments.threads]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"ishowtts case: exit {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)["synthesis_seconds"]


def spread(values, form):
    return "/".join(format(value, form) for value in (min(values), statistics.median(values), max(values)))


def measure(folder, case, inputs, tokens, precision, arguments):
    upstream = Upstream(folder, arguments.size, arguments.device, {"fp32": torch.float32, "bf16": torch.bfloat16}[precision])
    upstream.seconds(inputs, tokens, arguments.nfe)
    theirs, ours = [], []
    for number in range(arguments.rounds):
        def python():
            theirs.append(statistics.median(upstream.seconds(inputs, tokens, arguments.nfe) for _ in range(arguments.runs)))

        def program():
            ours.append(our_seconds(folder, case, precision, arguments))

        for side in (python, program) if number % 2 == 0 else (program, python):  # neither is always first
            side()
        print(f"{precision} round {number + 1}: Python {theirs[-1]:.3f} s, ishowtts {ours[-1]:.3f} s, "
              f"ratio {theirs[-1] / ours[-1]:.2f}", flush=True)
    ratios = [a / b for a, b in zip(theirs, ours)]
    print(f"{precision}, {arguments.size}, NFE {arguments.nfe}, {arguments.reference_seconds:g} s reference + "
          f"{arguments.seconds:g} s, {arguments.rounds} rounds of {arguments.runs}, min/median/max: "
          f"Python {spread(theirs, '.3f')} s (RTF {statistics.median(theirs) / arguments.seconds:.3f}), "
          f"ishowtts {spread(ours, '.3f')} s (RTF {statistics.median(ours) / arguments.seconds:.3f}), "
          f"Python / ishowtts {spread(ratios, '.2f')}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=HERE.parent.parent / "build/release/bin/ishowtts", type=pathlib.Path)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--size", choices=["small", "base"], default="base")
    parser.add_argument("--precisions", nargs="+", choices=["fp32", "bf16"], default=["bf16", "fp32"])
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--reference-seconds", type=float, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--nfe", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0, help="of both sides; 0 = all cores")
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or pathlib.Path(temporary) / arguments.size
        if not folder.is_dir():
            subprocess.run([sys.executable, HERE / "make_reference.py", arguments.size, folder], check=True)
        case = pathlib.Path(temporary) / "case.safetensors"
        inputs, tokens = write_case(case, arguments)
        for precision in arguments.precisions:
            measure(folder, case, inputs, tokens, precision, arguments)


if __name__ == "__main__":
    main()
