"""Training that may be stopped at any moment: checkpoints with everything, a log of one JSON object a line."""
from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import torch


class Stopper:
    """SIGTERM and SIGINT ask for an end after the step in hand."""

    def __init__(self):
        self.asked = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._ask)

    def _ask(self, *_):
        self.asked = True

    def leave_if_asked(self):
        if self.asked:
            raise SystemExit("stopped; the same command goes on from here")


def arithmetic() -> torch.autocast:
    """bfloat16 where the processor computes with it; elsewhere it is ten times slower than 32 bits."""
    try:
        flags = Path("/proc/cpuinfo").read_text().split("flags", 1)[1].split("\n", 1)[0].split()
    except (OSError, IndexError):
        flags = []
    return torch.autocast("cpu", torch.bfloat16, enabled="avx512_bf16" in flags or "amx_bf16" in flags)


class Log:
    def __init__(self, file: Path):
        self._file = file.open("a", encoding="utf-8")

    def write(self, **entry):
        line = json.dumps({"at": round(time.time()), **entry})
        self._file.write(line + "\n")
        self._file.flush()
        print(line, flush=True)


def save(content: dict, file: Path):
    temporary = file.with_suffix(".tmp")
    torch.save(content, temporary)
    temporary.replace(file)


class Average:
    """Exponential moving average of a state."""

    def __init__(self, state: dict, decay: float = 0.999):
        self.state = {name: value.detach().clone() for name, value in state.items()}
        self.decay = decay

    @torch.no_grad()
    def follow(self, state: dict, step: int):
        names = [name for name, value in self.state.items() if value.is_floating_point()]
        weight = 1 - min(self.decay, (1 + step) / (10 + step))
        torch._foreach_lerp_([self.state[name] for name in names], [state[name] for name in names], weight)


def optimizer(named_parameters, rate: float, betas=(0.9, 0.98), decay=0.01) -> tuple[torch.optim.AdamW, list[str]]:
    """AdamW without decay for biases and gains, and the names in the order of its state."""
    named = [(name, value) for name, value in named_parameters if value.requires_grad]
    groups = [[one for one in named if one[1].ndim >= 2], [one for one in named if one[1].ndim < 2]]
    adam = torch.optim.AdamW([{"params": [value for _, value in groups[0]], "weight_decay": decay},
                              {"params": [value for _, value in groups[1]], "weight_decay": 0.0}], lr=rate, betas=betas, fused=True)
    return adam, [name for group in groups for name, _ in group]
