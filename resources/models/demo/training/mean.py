"""Stage "mean": averaged weights drawn back towards the exported ones that their training went on from."""
from __future__ import annotations

from pathlib import Path

import torch

from .keeping import save
from .model import ROWS
from .settings import Work
from .speak import exported
from .tokens import read_vocabulary


def make(work: Work, before: Path, share: float, checkpoint: Path | None = None):
    """share: of the averaged weights, 0…1. Rows of tokens that `before` does not know stay as they are."""
    kept = torch.load(checkpoint or work.latest, weights_only=False)
    known, tokens = exported(before)
    if read_vocabulary(work.vocabulary)[: len(tokens)] != tokens:
        raise ValueError(f"the tokens beside {before} are not the first ones of {work.vocabulary}")
    for name, value in known.items():
        rows = kept["average"][name][: len(value)] if name == ROWS else kept["average"][name]
        rows.copy_(share * rows + (1 - share) * value)
    file = work.dit / f"mean_{kept['step']:06d}.pt"
    save(kept, file)
    print(f"{file}: use it with --checkpoint")
