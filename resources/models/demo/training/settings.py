"""What is trained, and on how much: one place for the numbers of the recipe."""
from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[3]
MODEL_FOLDER = HERE.parent
TEST_FOLDER = REPOSITORY / "tests" / "end_to_end"

SAMPLE_RATE = 24000
HOP = 256
BANDS = 100
FRAMES_A_SECOND = SAMPLE_RATE / HOP

# Silence kept around an utterance, in frames. engine/duration_plan.cpp counts with the same lead and with SPOKEN_TAIL.
LEAD = 4.7
TAIL = 8.4
SILENCE = LEAD + TAIL
SPOKEN_TAIL = 12.0  # behind new speech

# Arguments of upstream's DiT (f5_tts.model.DiT).
ARCHITECTURE = dict(dim=256, depth=8, heads=4, dim_head=64, ff_mult=2, text_dim=256, conv_layers=4, text_mask_padding=True,
                    text_embedding_average_upsampling=True, qk_norm=None, pe_attn_head=None, attn_backend="torch",
                    attn_mask_enabled=False, dropout=0.0)
MEL = dict(target_sample_rate=SAMPLE_RATE, n_mel_channels=BANDS, hop_length=HOP, win_length=1024, n_fft=1024,
           mel_spec_type="vocos")


@dataclass(frozen=True)
class SpeechSet:
    """Utterances of one kind of teacher, and how often the training draws from them."""
    name: str
    language: str
    utterances: int
    share: float


@dataclass(frozen=True)
class Recipe:
    sets: tuple[SpeechSet, ...]
    utterances_a_shard: int = 192
    # the flow model
    frames_a_step: int = 1600
    steps: int = 30000
    warm_up: int = 300
    peak_rate: float = 1e-3
    last_rate: float = 1e-5
    # the vocoder
    vocoder_steps: int = 12000
    vocoder_rate: float = 1e-3
    # the recogniser of Mandarin
    ear_steps: int = 2000
    check_sentences: int = 100


FULL = Recipe(sets=(SpeechSet("flite", "en", 12288, 0.40), SpeechSet("festival", "en", 3840, 0.12),
                    SpeechSet("espeak_en", "en", 3840, 0.10), SpeechSet("espeak_zh", "zh", 9600, 0.38)))
# To go on from other weights (--warm): the last steps of the shipped ones.
FURTHER = replace(FULL, steps=3600, warm_up=200, peak_rate=5e-4,
                  sets=tuple(replace(one, share=share) for one, share in zip(FULL.sets, (0.42, 0.10, 0.06, 0.42))))
TINY = Recipe(sets=(SpeechSet("flite", "en", 24, 0.40), SpeechSet("festival", "en", 12, 0.12),
                    SpeechSet("espeak_en", "en", 12, 0.10), SpeechSet("espeak_zh", "zh", 24, 0.38)),
              utterances_a_shard=12, frames_a_step=700, steps=12, warm_up=4, vocoder_steps=6, ear_steps=8, check_sentences=2)


@dataclass(frozen=True)
class Work:
    """Where everything lies."""
    folder: Path
    recipe: Recipe

    @property
    def speech(self) -> Path:
        return self.folder / "speech"

    @property
    def vocabulary(self) -> Path:
        return self.folder / "vocab.txt"

    @property
    def durations(self) -> Path:
        return self.folder / "durations.json"

    @property
    def dit(self) -> Path:
        return self.folder / "dit"

    @property
    def latest(self) -> Path:
        """The last averaged weights that the stage "dit" kept."""
        return sorted(self.dit.glob("average_*.pt"))[-1]

    @property
    def vocoder(self) -> Path:
        return self.folder / "vocoder"

    @property
    def ear(self) -> Path:
        return self.folder / "ear.pt"

    @property
    def export(self) -> Path:
        return self.folder / "export"
