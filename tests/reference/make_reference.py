#!/usr/bin/env python3
"""Cases that prove equality with upstream F5-TTS: model folders with random weights, inputs, and upstream's outputs.

    python3 make_reference.py tiny  FOLDER     dim 64, depth 2: committed under tests/data/tiny
    python3 make_reference.py small FOLDER     dim 768, depth 18 (F5TTS_v1_Small)
    python3 make_reference.py base  FOLDER     dim 1024, depth 22 (F5TTS_v1_Base)
    python3 make_reference.py compare CASE_OUT.safetensors REFERENCE.safetensors   prints and checks the differences

Needs PyPI f5-tts 1.1.22 and vocos 0.1.0 (pip install --no-deps), torch 2.11.0, and what their inference imports; an empty
wandb.py on PYTHONPATH is enough for the trainer's import. CONTRIBUTING.md, "Goldens", has the commands.
"""

import argparse
import json
import os
import sys
import time

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

MEL_BANDS = 100

SIZES = {
    "tiny": dict(dim=64, depth=2, heads=2, dim_head=32, ff_mult=2, text_dim=32, conv_layers=2),
    "small": dict(dim=768, depth=18, heads=12, dim_head=64, ff_mult=2, text_dim=512, conv_layers=4),
    "base": dict(dim=1024, depth=22, heads=16, dim_head=64, ff_mult=2, text_dim=512, conv_layers=4),
}
# Every flag that changes the arithmetic is met by one tiny model; v1 is the plain one.
TINY_VARIANTS = {
    "v1": dict(text_mask_padding=True),
    "v0": dict(text_mask_padding=False, pe_attn_head=1),
    "average": dict(text_mask_padding=True, text_embedding_average_upsampling=True),
    "norm": dict(text_mask_padding=True, qk_norm="rms_norm"),
}
# (reference frames, frames, nfe, cfg, sway): EPSS and uniform counts, guidance on and off.
# The number formats of checkpoints in the wild; the model computes with the rounded weights.
TINY_FORMATS = {"v1": torch.float32, "v0": torch.float32, "average": torch.float16, "norm": torch.bfloat16}
TINY_CASES = [(40, 110, 7, 2.0, -1.0), (33, 96, 8, 2.0, -1.0), (25, 70, 5, 0.0, 0.0), (50, 120, 16, 1.5, -0.5)]
LARGE_CASES = {"small": [(150, 300, 7, 2.0, -1.0)], "base": [(150, 300, 7, 2.0, -1.0)]}

ALPHABET = " " + "!\"'(),-.0123456789:?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def randomize(module, seed, scale):
    """Weights that make every part matter: upstream initialises the output and modulation layers with zeros."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(module.named_parameters()):
            fan_in = parameter[0].numel() if parameter.ndim > 1 else parameter.numel()
            values = torch.randn(parameter.shape, generator=generator)
            if parameter.ndim > 1 and "grn" not in name:
                parameter.copy_(values * scale / fan_in**0.5)
            elif name.endswith("norm.weight") or name.endswith("gamma") and "grn" not in name:
                parameter.copy_(1 + 0.1 * values)
            else:
                parameter.copy_(0.1 * values)


def build_cfm(arch, vocabulary):
    from f5_tts.model import CFM, DiT

    arch = {"attn_backend": "torch", "attn_mask_enabled": False, "dropout": 0.0, **arch}
    transformer = DiT(**arch, text_num_embeds=len(vocabulary), mel_dim=MEL_BANDS)
    mel = dict(n_fft=1024, hop_length=256, win_length=1024, n_mel_channels=MEL_BANDS, target_sample_rate=24000,
               mel_spec_type="vocos")
    return CFM(transformer=transformer, mel_spec_kwargs=mel, vocab_char_map={t: i for i, t in enumerate(vocabulary)}).eval()


def write_yaml(path, arch):
    lines = ["model:", "  name: reference", "  tokenizer: custom", "  backbone: DiT", "  arch:"]
    lines += [f"    {key}: {json.dumps(value)}" for key, value in arch.items()]
    lines += ["  mel_spec:", "    target_sample_rate: 24000", "    n_mel_channels: 100", "    hop_length: 256",
              "    win_length: 1024", "    n_fft: 1024", "    mel_spec_type: vocos", ""]
    with open(path, "w") as out:
        out.write("\n".join(lines))


def write_vocos(folder, dim, layers, seed, as_torch_zip):
    from vocos.pretrained import Vocos

    os.makedirs(folder, exist_ok=True)
    config = f"""feature_extractor:
  class_path: vocos.feature_extractors.MelSpectrogramFeatures
  init_args: {{sample_rate: 24000, n_fft: 1024, hop_length: 256, n_mels: 100, padding: center}}
backbone:
  class_path: vocos.models.VocosBackbone
  init_args: {{input_channels: 100, dim: {dim}, intermediate_dim: {3 * dim}, num_layers: {layers}}}
head:
  class_path: vocos.heads.ISTFTHead
  init_args: {{dim: {dim}, n_fft: 1024, hop_length: 256, padding: center}}
"""
    with open(f"{folder}/config.yaml", "w") as out:
        out.write(config)
    vocos = Vocos.from_hparams(f"{folder}/config.yaml").eval()
    randomize(vocos.backbone, seed, 1.0)
    randomize(vocos.head.out, seed + 1, 0.5)
    state = {key: value.contiguous() for key, value in vocos.state_dict().items() if not key.endswith("mel_scale.fb")}
    if as_torch_zip:  # as the official checkpoint
        torch.save(state, f"{folder}/pytorch_model.bin")
    else:
        save_file(state, f"{folder}/model.safetensors")
    return vocos


def run_case(cfm, vocos, vocabulary, shape, seed):
    reference_frames, frames, nfe, cfg, sway = shape
    generator = torch.Generator().manual_seed(seed)
    reference = torch.randn(reference_frames, MEL_BANDS, generator=generator) * 2 - 4
    noise = torch.randn(frames, MEL_BANDS, generator=generator)
    count = min(frames - 10, 12 + frames // 5)
    picks = torch.randint(0, len(vocabulary) + 2, (count,), generator=generator).tolist()
    tokens = [vocabulary[i] if i < len(vocabulary) else "\u4e2d" for i in picks]  # some unknown ones

    upstream_randn = torch.randn  # sample() draws its noise itself: hand it ours
    torch.randn = lambda *size, **options: noise.clone().to(options.get("dtype") or torch.float32)
    try:
        start = time.perf_counter()
        with torch.inference_mode():
            mel, _ = cfm.sample(cond=reference[None], text=[tokens], duration=frames, steps=nfe, cfg_strength=cfg,
                                sway_sampling_coef=sway)
            wave = vocos.decode(mel[:, reference_frames:].permute(0, 2, 1))
        seconds = time.perf_counter() - start
    finally:
        torch.randn = upstream_randn
    metadata = {"tokens": json.dumps(tokens, ensure_ascii=False), "nfe_step": str(nfe), "cfg_strength": str(cfg),
                "sway_sampling_coef": str(sway)}
    inputs = {"cond_mel": reference.contiguous(), "noise": noise.contiguous()}
    return inputs, metadata, {"mel": mel[0].float().contiguous(), "wave": wave[0].float().contiguous()}, seconds


def make_model(folder, arch, cases, seed, vocos_dim, vocos_layers, torch_zip, dtype=torch.float32):
    os.makedirs(folder, exist_ok=True)
    vocabulary = list(ALPHABET)
    with open(f"{folder}/vocab.txt", "w") as out:
        out.write("".join(token + "\n" for token in vocabulary))
    write_yaml(f"{folder}/model.yaml", arch)
    cfm = build_cfm(arch, vocabulary)
    randomize(cfm.transformer, seed, 1.0)
    for parameter in cfm.transformer.parameters():
        parameter.data = parameter.data.to(dtype).float()
    parameters = {name for name, _ in cfm.named_parameters()}
    state = {"ema_model." + key: value.to(dtype if key in parameters else value.dtype).contiguous()
             for key, value in cfm.state_dict().items() if not key.endswith("mel_scale.fb")}  # large, and left out on reading
    if torch_zip:
        torch.save({"ema_model_state_dict": {**state, "initted": torch.tensor(True), "step": torch.tensor(1)}},
                   f"{folder}/model_reference.pt")
    else:
        save_file(state, f"{folder}/model_reference.safetensors")
    vocos = write_vocos(f"{folder}/vocos", vocos_dim, vocos_layers, seed, torch_zip)
    os.makedirs(f"{folder}/cases", exist_ok=True)
    for index, shape in enumerate(cases):
        inputs, metadata, outputs, seconds = run_case(cfm, vocos, vocabulary, shape, seed + index)
        save_file(inputs, f"{folder}/cases/case_{index}.safetensors", metadata=metadata)
        save_file(outputs, f"{folder}/cases/reference_{index}.safetensors")
        print(f"{folder}/case_{index}: {shape}, upstream took {seconds:.2f} s", flush=True)


def differences(ours, reference):
    """(max |dmel|, mean |dmel|, wave SNR in dB, whether that counts as equal) of two result files."""
    a, b = load_file(ours), load_file(reference)
    difference = (a["mel"] - b["mel"]).abs()
    noise = (a["wave"] - b["wave"]).square().sum().item()
    snr = 10 * torch.log10(b["wave"].square().sum() / max(noise, 1e-30)).item()
    largest, mean = difference.max().item(), difference.mean().item()
    return largest, mean, snr, largest <= 1e-3 and mean <= 1e-5 and snr >= 60


def compare(ours, reference):
    largest, mean, snr, good = differences(ours, reference)
    print(f"{'equal' if good else 'DIFFERENT'}: max |dmel| {largest:.2e} (<= 1e-3), mean {mean:.2e} (<= 1e-5), "
          f"wave SNR {snr:.1f} dB (>= 60)")
    return 0 if good else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["tiny", "small", "base", "compare"])
    parser.add_argument("paths", nargs="+")
    arguments = parser.parse_args()
    if arguments.what == "compare":
        sys.exit(compare(*arguments.paths))
    folder = arguments.paths[0]
    if arguments.what == "tiny":
        for index, (name, flags) in enumerate(TINY_VARIANTS.items()):
            cases = TINY_CASES if name == "v1" else TINY_CASES[:1]
            make_model(f"{folder}/{name}", {**SIZES["tiny"], **flags}, cases, 10 * index + 1, 16, 2, name == "v0",
                       TINY_FORMATS[name])
    else:
        make_model(folder, {**SIZES[arguments.what], **TINY_VARIANTS["v1"]}, LARGE_CASES[arguments.what], 7, 512, 8, False)


if __name__ == "__main__":
    main()
