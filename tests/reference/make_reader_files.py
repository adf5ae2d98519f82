#!/usr/bin/env python3
"""Writes tests/data/readers: checkpoints as torch and safetensors really write them, and some that must be refused.

Needs torch 2.11, safetensors and numpy: PYTHON tests/reference/make_reader_files.py [FOLDER]
expected.safetensors, written by the official library, holds what the good files must give.
"""
import collections
import io
import os
import pathlib
import sys
import warnings
import zipfile

import torch
from safetensors.torch import save_file

warnings.filterwarnings("ignore")
folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "data" / "readers")
folder.mkdir(parents=True, exist_ok=True)
torch.manual_seed(3)

tensors = {
    "ema_model.transformer.proj.weight": torch.randn(3, 5),
    "ema_model.transformer.proj.bias": torch.randn(3).half(),
    "ema_model.transformer.norm": torch.randn(2, 1, 4).bfloat16(),
    "ema_model.double": torch.randn(3).double(),
    "ema_model.scalar": torch.tensor(1.5),
    "ema_model.empty": torch.zeros(0, 4),
    "initted": torch.tensor(True),
    "step": torch.tensor(1234567890123),
    "small": torch.tensor([-2, 3], dtype=torch.int8),
    "bytes": torch.tensor([0, 255], dtype=torch.uint8),
    "short": torch.tensor([-30000, 7], dtype=torch.int16),
    "int": torch.tensor([-2000000000, 7], dtype=torch.int32),
}
save_file(tensors, folder / "expected.safetensors", metadata={"format": "pt", "note": "héllo"})


def training_checkpoint():
    """As f5_tts/model/trainer.py writes it: weights, average, optimizer and schedule in one file."""
    model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.BatchNorm1d(3))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    warmup = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1e-8, end_factor=1.0, total_iters=5)
    decay = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1.0, end_factor=1e-8, total_iters=5)
    schedule = torch.optim.lr_scheduler.SequentialLR(optimizer, [warmup, decay], milestones=[5])
    for _ in range(2):
        model(torch.randn(6, 4)).sum().backward()
        optimizer.step()
        schedule.step()
    return {
        "model_state_dict": model.state_dict(),
        "optimizer_state_dict": optimizer.state_dict(),
        "ema_model_state_dict": collections.OrderedDict(tensors),
        "scheduler_state_dict": schedule.state_dict(),
        "update": 1250000,
    }


# Read.
torch.save(tensors, folder / "state_dict.pt")
torch.save(training_checkpoint(), folder / "training.pt")
torch.save({"model_state_dict": tensors, "update": 3}, folder / "model_state_dict.pt")
torch.save({"state_dict": tensors}, folder / "pytorch_model.bin")
torch.save({name: torch.nn.Parameter(t, requires_grad=False) for name, t in tensors.items()}, folder / "parameters.pt")
base = torch.arange(10, dtype=torch.float32)
torch.save({"first": base[:4], "second": base[4:8], "third": base[8:].clone()}, folder / "shared_storage.pt")

# Refused.
torch.save({"w": torch.randn(3, 5).t()}, folder / "transposed.pt")
torch.save({"w": torch.randn(1, 4).expand(3, 4)}, folder / "expanded.pt")
torch.save({"w": torch.randn(3)}, folder / "legacy.pt", _use_new_zipfile_serialization=False)
torch.save(torch.nn.Linear(2, 2), folder / "module.pt")
torch.save({"w": torch.randn(3)}, folder / "protocol4.pt", pickle_protocol=4)
torch.save({"w": torch.randn(3).to(torch.complex64)}, folder / "complex.pt")
torch.save({"w": torch.randn(4).to_sparse()}, folder / "sparse.pt")
torch.save([torch.randn(3)], folder / "list.pt")
torch.save({"update": 3, "lr": 0.5}, folder / "no_tensors.pt")
torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), folder / "torchscript.pt")


class RunsAProgram:
    def __reduce__(self):
        return os.system, ("echo this must never run",)


torch.save({"w": torch.randn(3), "evil": RunsAProgram()}, folder / "os_system.pt")

good = zipfile.ZipFile(io.BytesIO((folder / "state_dict.pt").read_bytes()))
with zipfile.ZipFile(folder / "compressed.pt", "w", zipfile.ZIP_DEFLATED) as out:
    for entry in good.namelist():
        out.writestr(entry, good.read(entry))
with zipfile.ZipFile(folder / "rezipped.pt", "w", zipfile.ZIP_STORED) as out:  # stored again by another program: read
    for entry in good.namelist():
        out.writestr(entry, good.read(entry))
with zipfile.ZipFile(folder / "big_endian.pt", "w", zipfile.ZIP_STORED) as out:
    for entry in good.namelist():
        out.writestr(entry, b"big" if entry.endswith("byteorder") else good.read(entry))
with zipfile.ZipFile(folder / "twice.pt", "w", zipfile.ZIP_STORED) as out:
    for entry in good.namelist() + [n for n in good.namelist() if n.endswith("data/0")]:
        out.writestr(entry, good.read(entry))
with zipfile.ZipFile(folder / "photos.zip", "w", zipfile.ZIP_STORED) as out:
    out.writestr("photos/one.txt", "no checkpoint")

total = sum(f.stat().st_size for f in folder.iterdir())
print(f"{len(list(folder.iterdir()))} files, {total} bytes in {folder}")
