#!/usr/bin/env python3
"""Random weights in every layout in which F5-TTS checkpoints are published, at their full size: v1 and v0, Base and Small,
.safetensors and .pt, with Vocos as pytorch_model.bin and as model.safetensors. Each is made with upstream's own classes
and configuration, loaded by `ishowtts case`, compared with upstream's result (fp32), and measured: how long the whole run
and the loading took from a warm disk, and how much memory the process had at most, in bf16. Each a second time without
upstream's YAML, as the files lie on Hugging Face: then the flags follow from what the weights are, or their name.

    python3 official_layouts.py --program ../../build/release/bin/ishowtts
    python3 official_layouts.py --names F5TTS_v1_Base --folder FOLDER       keeps what it makes
    python3 official_layouts.py --names F5TTS_v1_Base --measure-only --folder FOLDER

Exit 1 when one differs from upstream (as parity.py), or when a Base in bf16 loads in more than 5 s or takes more memory
than its files and 400 MB. Needs what make_reference.py needs. Base takes 2.8 GB of disk and 6 GB of memory.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import torch
import yaml
from safetensors.torch import load_file, save_file

from make_reference import build_cfm, differences, randomize, run_case, write_vocos

HERE = pathlib.Path(__file__).resolve().parent
NAMES = {"F5TTS_v1_Base": 1250000, "F5TTS_Base": 1200000, "F5TTS_v1_Small": 1250000, "F5TTS_Small": 1200000}
SHAPE = (60, 120, 5, 2.0, -1.0)  # reference frames, frames, NFE, CFG, sway
KEEP_BELOW = 5.0  # seconds
BESIDES = 400e6  # bytes


def make(folder, name):
    """The checkpoint as both kinds of file, both vocoder files, and a case with upstream's answer."""
    import f5_tts

    upstream = pathlib.Path(list(f5_tts.__path__)[0])
    config = upstream / "configs" / f"{name}.yaml"
    arch = yaml.safe_load(config.read_text())["model"]["arch"]
    arch = {key: value for key, value in arch.items() if key not in ("attn_backend", "attn_mask_enabled", "checkpoint_activations")}
    vocabulary_file = upstream / "infer" / "examples" / "vocab.txt"
    vocabulary = vocabulary_file.read_text().split("\n")[:-1]
    cfm = build_cfm(arch, vocabulary)
    randomize(cfm.transformer, 11, 1.0)
    state = {"ema_model." + key: value.contiguous() for key, value in cfm.state_dict().items()}
    state |= {"initted": torch.tensor(True), "step": torch.tensor(NAMES[name])}
    if name == "F5TTS_Base":  # of 2024: with what torchaudio's mel keeps; so it is as long as the official file, to the byte
        state["ema_model.mel_spec.mel_stft.spectrogram.window"] = torch.zeros(1024)
        state["ema_model.mel_spec.mel_stft.mel_scale.fb"] = torch.zeros(513, 100)
    folder.mkdir(parents=True)
    save_file(state, folder / "model.safetensors")
    torch.save({"ema_model_state_dict": state}, folder / "model.pt")
    write_vocos(str(folder / "vocos"), 512, 8, 12, True)
    vocos = write_vocos(str(folder / "vocos"), 512, 8, 12, False)
    # As the official vocabulary: lines end in CR LF.
    (folder / "vocab.txt").write_bytes(vocabulary_file.read_bytes().replace(b"\n", b"\r\n"))
    shutil.copy(config, folder / config.name)
    inputs, metadata, outputs, _ = run_case(cfm, vocos, vocabulary, SHAPE, 13)
    save_file(inputs, folder / "case.safetensors", metadata=metadata)
    save_file(outputs, folder / "reference.safetensors")


def lay_out(folder, name, weights, vocoder, where, bare):
    """A model folder of ours with links to one kind of each file; bare: without upstream's YAML, as on Hugging Face."""
    (where / "vocos").mkdir(parents=True)
    step = NAMES[name]
    os.symlink(folder / f"model.{weights}", where / f"model_{step}.{weights}")
    os.symlink(folder / "vocab.txt", where / "vocab.txt")
    if not bare:
        os.symlink(folder / f"{name}.yaml", where / f"{name}.yaml")
    os.symlink(folder / "vocos" / "config.yaml", where / "vocos" / "config.yaml")
    os.symlink(folder / "vocos" / vocoder, where / "vocos" / vocoder)
    return sum(file.stat().st_size for file in where.rglob("*") if file.is_file())


# A child's largest resident set counts that of the process it was started from: so not from this one, which has PyTorch.
WATCH = """
import json, os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
told = child.stdout.read()
_, status, usage = os.wait4(child.pid, 0)
sys.stdout.write(json.dumps([told.decode(), os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024]))
"""


def run(command):
    """What it printed as JSON, and its largest resident set in bytes."""
    done = subprocess.run([sys.executable, "-S", "-c", WATCH, *map(str, command)], capture_output=True, text=True, check=True)
    told, code, memory = json.loads(done.stdout)
    if code != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {code}\n{done.stderr}")
    return json.loads(told), memory


def compare(arguments, model, folder):
    out = folder / "ours.safetensors"
    run([arguments.program, "case", "--model", model, "--in", folder / "case.safetensors", "--out", out, "--precision",
         "fp32", "--device", "cpu", "--json"])
    largest, mean, snr, equal = differences(out, folder / "reference.safetensors")
    out.unlink()
    return f"{largest:9.1e} {mean:9.1e} {snr:7.1f}", equal


def flags_of(arguments, model):
    """Where the program says that it has the flags from."""
    with tempfile.TemporaryDirectory() as data:
        (pathlib.Path(data) / "models").mkdir()
        os.symlink(model, pathlib.Path(data) / "models" / "bare")
        told = subprocess.run([arguments.program, "models", "--json"], capture_output=True, text=True, check=True,
                              env={**os.environ, "ISHOWTTS_DATA": data})
        return next(one["flags"]["source"] for one in json.loads(told.stdout) if one["name"] == "bare")


def measure(arguments, model, voice):
    """Seconds of loading (the second time, so that the disk is warm) and the largest resident set, in bf16."""
    with tempfile.TemporaryDirectory() as temporary:
        command = [arguments.program, "say", "--text", "One.", "--model", model, "--precision", "bf16", "--device", "cpu",
                   "--nfe", "1", "--voice", voice, "--out", f"{temporary}/one.wav", "--no-keep", "--json"]
        run(command)
        told, memory = run(command)
        return told["load_seconds"], memory


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=HERE.parent.parent / "build/release/bin/ishowtts", type=pathlib.Path)
    parser.add_argument("--names", nargs="+", choices=NAMES, default=list(NAMES))
    parser.add_argument("--folder", type=pathlib.Path, help="keep the checkpoints here, and use those that are there")
    parser.add_argument("--voice", default="slt")
    parser.add_argument("--measure-only", action="store_true", help="no comparison with upstream")
    arguments = parser.parse_args()

    data = tempfile.TemporaryDirectory()
    os.environ["ISHOWTTS_DATA"] = data.name
    for name in ("F5TTS_v1_Base", "F5TTS_Base"):  # these are as long as the official weights, and count as them
        subprocess.run([arguments.program, "models", "licence", name, "--accept-licence"], check=True, capture_output=True)

    print(f"{'layout':50} {'max |dmel|':>9} {'mean':>9} {'SNR dB':>7}  {'load s':>6} {'peak MB':>8} {'files MB':>8}", flush=True)
    good = True
    for name in arguments.names:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (arguments.folder or pathlib.Path(temporary)).resolve() / name
            if not folder.is_dir():
                make(folder, name)
            layouts = [("safetensors", "pytorch_model.bin"), ("pt", "model.safetensors")]
            for weights, vocoder, bare in [(*one, bare) for bare in (False, True) for one in layouts]:
                model = pathlib.Path(temporary) / f"{weights}{bare}" / name
                size = lay_out(folder, name, weights, vocoder, model, bare)
                row, equal = ("", True) if arguments.measure_only else compare(arguments, model, folder)
                if bare:
                    good = good and equal
                    print(f"{name + ' .' + weights + ', no YAML: ' + flags_of(arguments, model):78} {row}"
                          f"{'' if equal else ' DIFFERENT'}", flush=True)
                    continue
                seconds, memory = measure(arguments, model, arguments.voice)
                small = "Base" not in name or (seconds <= KEEP_BELOW and memory <= size + BESIDES)
                good = good and equal and small
                verdict = ("" if equal else " DIFFERENT") + ("" if small else " TOO MUCH")
                print(f"{name + ' .' + weights + ', ' + vocoder:50} {row:27}  {seconds:6.2f} {memory / 1e6:8.0f} "
                      f"{size / 1e6:8.0f}{verdict}", flush=True)
    print("all layouts load and equal upstream" if good else "NOT all as it should be")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
