"""Stage "vocoder": Vocos from mels to samples, by the distance of spectra alone. Stops and resumes like the flow model."""
from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from f5_tts.model.modules import get_vocos_mel_spectrogram
from safetensors.torch import load_file
from vocos.pretrained import Vocos

from .keeping import Average, Log, Stopper, arithmetic, optimizer, save
from .settings import HOP, MODEL_FOLDER, Work

CONFIGURATION = MODEL_FOLDER / "vocos" / "config.yaml"
WINDOWS = (128, 256, 512, 1024, 2048)
FRAMES, ROWS = 64, 8
SAVE_EVERY = 300


def build(state: dict | None = None) -> Vocos:
    vocoder = Vocos.from_hparams(str(CONFIGURATION))
    if state:
        vocoder.load_state_dict(state)
    return vocoder


def load(file: Path) -> Vocos:
    """From a checkpoint of this stage or exported weights."""
    state = load_file(file) if file.suffix == ".safetensors" else torch.load(file, weights_only=False)["average"]
    return build({name: value.float() if value.is_floating_point() else value for name, value in state.items()}).eval()


def spectral_distance(made, wanted):
    total = 0
    for size in WINDOWS:
        window = torch.hann_window(size)
        a, b = (torch.stft(y, size, size // 4, size, window, return_complex=True).abs().clamp(min=1e-4) for y in (made, wanted))
        total = total + F.l1_loss(a.log(), b.log()) + (a - b).norm() / b.norm()
    return total / len(WINDOWS)


class Samples:
    """Pieces of the training speech, some quieter than others."""

    def __init__(self, work: Work):
        of_set = [sorted(work.speech.glob(f"{one.name}_*.wav.npy")) for one in work.recipe.sets]
        self.files = [np.load(file, mmap_mode="r") for files in of_set for file in (files[1:] or files)]

    def piece(self, dice) -> torch.Tensor:
        length, rows = (FRAMES - 1) * HOP, []
        while len(rows) < ROWS:
            file = self.files[dice.integers(len(self.files))]
            at = dice.integers(max(1, len(file) - length))
            samples = np.asarray(file[at : at + length], np.float32) / 32767
            if len(samples) == length and np.sqrt(np.mean(samples**2)) > 0.01:
                rows.append(samples * dice.uniform(0.5, 1.15))
        return torch.from_numpy(np.stack(rows).astype(np.float32))


def train(work: Work, warm: Path | None = None, threads: int = 1, steps: int | None = None, seed: int = 11):
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    steps = steps or work.recipe.vocoder_steps
    work.vocoder.mkdir(parents=True, exist_ok=True)
    file = work.vocoder / "last.pt"
    vocoder = build({name: value.float() for name, value in load_file(warm).items()} if warm and not file.exists() else None).train()
    adam, _ = optimizer(vocoder.named_parameters(), work.recipe.vocoder_rate, betas=(0.8, 0.95))
    peak = work.recipe.vocoder_rate * (0.3 if warm else 1.0)  # weights that are good already are not shaken as much
    average, step, dice = Average(vocoder.state_dict()), 0, np.random.default_rng(seed)
    if file.exists():
        kept = torch.load(file, weights_only=False)
        vocoder.load_state_dict(kept["model"])
        adam.load_state_dict(kept["optimizer"])
        average, step, dice.bit_generator.state = Average(kept["average"]), kept["step"], kept["dice"]
    if step >= steps:
        return print(f"vocoder: {step} steps are done")
    stopper, log, samples = Stopper(), Log(work.vocoder / "log.jsonl"), Samples(work)
    log.write(event="start", step=step, steps=steps, warm=str(warm or ""), seed=seed)
    keep = lambda: save(dict(model=vocoder.state_dict(), average=average.state, optimizer=adam.state_dict(), step=step,
                             dice=dice.bit_generator.state), file)
    seen, saved = [], time.time()
    while step < steps and not stopper.asked:
        rate = peak * min(1, (step + 1) / 100) * max(0.02, 1 - step / steps)
        for group in adam.param_groups:
            group["lr"] = rate
        wanted = samples.piece(dice)
        mel = get_vocos_mel_spectrogram(wanted)
        with arithmetic():
            hidden = vocoder.backbone(mel)
        made = vocoder.head(hidden.float())
        mel_loss, spectral = F.l1_loss(get_vocos_mel_spectrogram(made), mel), spectral_distance(made, wanted)
        adam.zero_grad()
        (mel_loss + spectral).backward()
        norm = torch.nn.utils.clip_grad_norm_(vocoder.parameters(), 1.0)
        if torch.isfinite(norm):
            adam.step()
        step += 1
        average.follow(vocoder.state_dict(), step)
        seen.append((mel_loss.item(), spectral.item()))
        if step % 50 == 0 or step == steps:
            mel_mean, spectral_mean = np.mean(seen, 0)
            log.write(step=step, loss_mel=round(float(mel_mean), 4), loss_spectra=round(float(spectral_mean), 4), rate=round(rate, 7))
            seen = []
        if time.time() - saved > SAVE_EVERY:
            keep()
            saved = time.time()
    keep()
    log.write(event="stop", step=step, asked=stopper.asked)
    stopper.leave_if_asked()
