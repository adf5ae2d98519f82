"""Stage "dit": the flow model. Stops at any step and goes on exactly where it was.

Begins from nothing, or with --warm from another checkpoint: of this stage, or exported weights beside their vocab.txt,
also of fewer tokens.
"""
from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch

from .batches import Speech, batch
from .keeping import Average, Log, Stopper, arithmetic, optimizer, save
from .model import ROWS, build_trainee, folded, losses, unfolded
from .settings import Work
from .speak import exported
from .tokens import write_vocabulary

SAVE_EVERY = 300  # seconds
REPORT_EVERY = 50  # steps
VALIDATE_EVERY = 500
KEEP_EVERY = 1000


def rate_at(step: int, recipe, steps: int) -> float:
    """A linear rise, then a straight line down."""
    if step < recipe.warm_up:
        return recipe.peak_rate * (step + 1) / recipe.warm_up
    left = max(0.0, 1 - (step - recipe.warm_up) / max(1, steps - recipe.warm_up))
    return recipe.last_rate + (recipe.peak_rate - recipe.last_rate) * left


class Run:
    def __init__(self, work: Work, warm: Path | None, seed: int):
        self.work, self.seed = work, seed
        work.dit.mkdir(parents=True, exist_ok=True)
        self.vocabulary = write_vocabulary(work.vocabulary)
        torch.manual_seed(seed)
        self.model = build_trainee(self.vocabulary).train()
        self.optimizer, self.names = optimizer(self.model.named_parameters(), work.recipe.peak_rate)
        self.step = self.frames = 0
        self.dice = np.random.default_rng(seed)
        self.noise = torch.Generator().manual_seed(seed)
        self.file = work.dit / "last.pt"
        self.average = Average(self.model.state_dict())
        if self.file.exists():
            self._resume()
        elif warm:
            self._warm(warm)

    def _resume(self):
        kept = torch.load(self.file, weights_only=False)
        self.model.load_state_dict(kept["model"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.average = Average(kept["average"])
        self.step, self.frames = kept["step"], kept["frames"]
        self.dice.bit_generator.state = kept["dice"]
        self.noise.set_state(kept["noise"])

    def _warm(self, file: Path):
        if file.suffix != ".safetensors":
            kept = torch.load(file, weights_only=False)
            self.model.load_state_dict(kept["model"])
            self.average = Average(kept["average"])
            return
        known, tokens = exported(file)
        state = self.model.state_dict()
        rows = unfolded(known.pop(ROWS), tokens, state, self.vocabulary)
        self.model.load_state_dict(state | known | rows)
        self.average = Average(self.model.state_dict())

    def save(self):
        save(dict(model=self.model.state_dict(), average=self.average.state, optimizer=self.optimizer.state_dict(), step=self.step,
                  frames=self.frames, dice=self.dice.bit_generator.state, noise=self.noise.get_state(), seed=self.seed), self.file)

    def keep(self):
        """The averaged weights in upstream's layout."""
        save(dict(average=folded(self.average.state, self.vocabulary), step=self.step, frames=self.frames),
             self.work.dit / f"average_{self.step:06d}.pt")

    def one_step(self, speech: Speech, steps: int):
        """(loss per row, languages, gradient norm)"""
        for group in self.optimizer.param_groups:
            group["lr"] = rate_at(self.step, self.work.recipe, steps)
        shown = batch(speech, self.work.recipe.frames_a_step, self.dice)
        with arithmetic():
            each = losses(self.model, shown, self.noise)
        each.mean().backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        if torch.isfinite(norm):
            self.optimizer.step()
        self.optimizer.zero_grad()
        self.step += 1
        self.frames += shown.mask.numel()
        self.average.follow(self.model.state_dict(), self.step)
        return each.detach(), shown.languages, norm


@torch.no_grad()
def validate(run: Run, speech: Speech, batches: int) -> dict[str, float]:
    """Mean loss by language on speech of the validation, the same every time, with the averaged weights."""
    model = build_trainee(run.vocabulary).eval()
    model.load_state_dict(run.average.state)
    dice, noise, found = np.random.default_rng(1), torch.Generator().manual_seed(1), {}
    for _ in range(batches):
        shown = batch(speech, run.work.recipe.frames_a_step, dice)
        with arithmetic():
            each = losses(model, shown, noise, drop_audio=0, drop_both=0)
        for loss, language in zip(each.tolist(), shown.languages):
            found.setdefault(language, []).append(loss)
    return {f"validation_{language}": round(float(np.mean(values)), 4) for language, values in sorted(found.items())}


def train(work: Work, warm: Path | None = None, threads: int = 1, steps: int | None = None, seed: int = 7):
    torch.set_num_threads(threads)
    steps = steps or work.recipe.steps
    stopper, log = Stopper(), None
    run = Run(work, warm, seed)
    if run.step >= steps:
        return print(f"dit: {run.step} steps are done")
    speech, unseen = Speech(work), Speech(work, validation=True)
    log = Log(work.dit / "log.jsonl")
    log.write(event="start", step=run.step, steps=steps, threads=threads, warm=str(warm or ""), seed=seed,
              hours={name: round(hours, 2) for name, hours in speech.hours().items()})
    seen, began, began_frames, saved = {}, time.time(), run.frames, time.time()
    while run.step < steps and not stopper.asked:
        each, languages, norm = run.one_step(speech, steps)
        seen.setdefault("norm", []).append(float(norm))
        for loss, language in zip(each.tolist(), languages):
            seen.setdefault(f"loss_{language}", []).append(loss)
        if run.step % REPORT_EVERY == 0 or run.step == steps:
            now = time.time()
            log.write(step=run.step, frames=run.frames, rate=round(rate_at(run.step - 1, work.recipe, steps), 7),
                      frames_a_second=round((run.frames - began_frames) / (now - began)),
                      **{name: round(float(np.mean(values)), 4) for name, values in sorted(seen.items())})
            seen, began, began_frames = {}, now, run.frames
        if run.step % VALIDATE_EVERY == 0 or run.step == steps:
            log.write(step=run.step, **validate(run, unseen, batches=8))
            began, began_frames = time.time(), run.frames
        if run.step % KEEP_EVERY == 0 or run.step == steps:
            run.keep()
        if time.time() - saved > SAVE_EVERY:
            run.save()
            saved = time.time()
    run.save()
    log.write(event="stop", step=run.step, frames=run.frames, asked=stopper.asked)
    stopper.leave_if_asked()
