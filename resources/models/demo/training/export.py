"""Stage "export": the averaged weights in upstream's layout, as the folder that the engine reads."""
from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
import yaml
from safetensors.torch import save_file

from .settings import ARCHITECTURE, MEL, MODEL_FOLDER, Work
from .speak import PREFIX
from .tokens import read_vocabulary

LARGEST = 32 * 2**20
WEIGHTS = "model_demo.safetensors"


def _flow_model(work: Work, checkpoint: Path):
    kept = torch.load(checkpoint, weights_only=False)
    state = {PREFIX + name: (value.float() if "inv_freq" in name else value.half()).contiguous() for name, value in kept["average"].items()}
    for name, value in state.items():
        if not torch.isfinite(value).all():
            raise ValueError(f"{name} does not fit into 16 bits")
    save_file(state, work.export / WEIGHTS, metadata={"step": str(kept["step"]), "frames": str(kept["frames"])})


def _vocoder(work: Work):
    folder, kept = work.export / "vocos", work.vocoder / "last.pt"
    folder.mkdir(exist_ok=True)
    shutil.copy(MODEL_FOLDER / "vocos" / "config.yaml", folder)
    if kept.exists():
        average = torch.load(kept, weights_only=False)["average"]
        save_file({name: value.contiguous().clone() for name, value in average.items()}, folder / "model.safetensors")
    else:
        shutil.copy(MODEL_FOLDER / "vocos" / "model.safetensors", folder)


def make(work: Work, checkpoint: Path | None = None):
    checkpoint = checkpoint or work.latest
    work.export.mkdir(exist_ok=True)
    _flow_model(work, checkpoint)
    _vocoder(work)
    shutil.copy(work.vocabulary, work.export / "vocab.txt")
    shutil.copy(work.durations, work.export / "durations.json")
    assert len(read_vocabulary(work.export / "vocab.txt")) > 92
    mel = {name: value for name, value in MEL.items()}
    (work.export / "model.yaml").write_text(yaml.safe_dump(
        dict(model=dict(name="F5TTS_demo", tokenizer="custom", backbone="DiT", arch=ARCHITECTURE, mel_spec=mel)), sort_keys=False))
    manifest = json.loads((MODEL_FOLDER / "model.json").read_text())
    manifest["description"] = "A small model of the project's own, trained from speech of free synthesizers (English and Mandarin)."
    (work.export / "model.json").write_text(json.dumps(manifest, indent=2) + "\n")
    size = sum(file.stat().st_size for file in work.export.rglob("*") if file.is_file())
    print(f"{work.export}: {size / 2**20:.1f} MiB from {checkpoint.name}")
    if size > LARGEST:
        raise ValueError(f"more than {LARGEST // 2**20} MiB")
