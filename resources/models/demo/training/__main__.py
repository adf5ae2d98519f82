"""usage: python -m training STAGE --work FOLDER [--tiny] …

Stages, in order: vocabulary, speech, durations, vocoder, dit, ear, evaluate, curve, export; "all" does every one. Each
goes on where it was stopped. Beside them: mean draws the averaged weights back to those of --warm; voices makes the
reference recordings of the folder voices; recordings makes what the speech check compares with.
"""
from __future__ import annotations

import argparse
from pathlib import Path

from .settings import FULL, FURTHER, TINY, Work

STAGES = ("vocabulary", "speech", "durations", "vocoder", "dit", "ear", "evaluate", "curve", "export")


def run(stage: str, work: Work, options):
    if stage == "vocabulary":
        from .tokens import write_vocabulary

        print(f"{len(write_vocabulary(work.vocabulary))} tokens")
    elif stage == "speech":
        from .speech import make

        make(work, options.workers)
    elif stage == "durations":
        from .durations import make

        make(work)
    elif stage == "vocoder":
        from .train_vocoder import train

        train(work, options.warm_vocoder, options.threads, options.steps)
    elif stage == "dit":
        from .train_dit import train

        train(work, options.warm, options.threads, options.steps)
    elif stage == "ear":
        from .mandarin_ear import train

        train(work, options.threads)
    elif stage == "evaluate":
        from .evaluate import make

        make(work, options.checkpoint, options.count, options.threads, options.shipped, options.nfe,
             options.languages, not options.model_only)
    elif stage == "curve":
        from .curve import make

        make(work.dit / "log.jsonl", work.folder / "curve.svg")
    elif stage == "export":
        from .export import make

        make(work, options.checkpoint)
    elif stage == "mean":
        from .mean import make

        make(work, options.warm, options.share, options.checkpoint)
    elif stage == "voices":
        from .voices import make

        make(options.out)
    elif stage == "recordings":
        from .voices import record

        record(options.out, options.count)


def main():
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=(*STAGES, "all", "mean", "voices", "recordings"))
    parser.add_argument("--work", type=Path, required=True, help="where data, checkpoints and results lie")
    parser.add_argument("--tiny", action="store_true", help="everything, in minutes and of no use: a test of the recipe")
    parser.add_argument("--workers", type=int, default=2, help="processes that make speech")
    parser.add_argument("--threads", type=int, default=1, help="of the training; one process with two, never two processes")
    parser.add_argument("--steps", type=int, help="of dit or vocoder, instead of the recipe's")
    parser.add_argument("--warm", type=Path, help="dit: a checkpoint or exported weights to begin from, with the numbers of FURTHER")
    parser.add_argument("--share", type=float, default=0.45, help="mean: of the new weights")
    parser.add_argument("--warm-vocoder", type=Path, help="vocoder: exported weights to begin from")
    parser.add_argument("--checkpoint", type=Path, help="evaluate, export: instead of the latest average")
    parser.add_argument("--count", type=int, help="evaluate, recordings: sentences a language")
    parser.add_argument("--nfe", type=int, nargs="+", default=[7])
    parser.add_argument("--shipped", action="store_true", help="evaluate: the weights of the repository")
    parser.add_argument("--languages", nargs="+", default=["en", "zh"], help="evaluate: en, zh")
    parser.add_argument("--model-only", action="store_true", help="evaluate: without the teacher's rows")
    parser.add_argument("--out", type=Path, help="voices, recordings: where they are put")
    options = parser.parse_args()
    if options.stage == "mean" and not (options.warm and 0 <= options.share <= 1):
        parser.error("mean: say with --warm FILE which exported weights, and with --share 0…1 how much of the new ones")
    if options.stage == "recordings" and not options.out:
        parser.error("recordings: say where they are put with --out FOLDER")
    work = Work(options.work, TINY if options.tiny else FURTHER if options.warm else FULL)
    for stage in STAGES if options.stage == "all" else (options.stage,):
        print(f"— {stage}", flush=True)
        run(stage, work, options)


if __name__ == "__main__":
    main()
