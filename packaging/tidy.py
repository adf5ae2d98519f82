#!/usr/bin/env python3
"""clang-tidy over our own files that do not see LibTorch (those take a minute each and say little more).

usage: tidy.py BUILD_FOLDER [PATH_PART ...]     only files whose path contains one of the parts
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("app", "engine", "ui")
# What g++ knows and clang does not, or what would only repeat the compiler's own warnings as errors.
DROPPED = {"-Werror", "-fpch-preprocess", "-Winvalid-pch", "--coverage", "-fprofile-abs-path"}


def compiled(build):
    """The entries of the build's database, those of files that are compiled together as one for each."""
    for entry in json.loads((build / "compile_commands.json").read_text()):
        together = pathlib.Path(entry["directory"], entry["file"])
        if together.parent.name != "Unity":
            yield entry
            continue
        for file in re.findall(r'^#include "(.*)"$', together.read_text(), re.MULTILINE):
            yield {**entry, "file": file, "command": entry["command"].replace(entry["file"], file)}


def own_commands(build, parts):
    for entry in compiled(build):
        words = shlex.split(entry["command"])
        try:
            path = pathlib.Path(entry["directory"], entry["file"]).resolve().relative_to(ROOT)
        except ValueError:
            continue
        if path.parts[0] not in FOLDERS or any("/torch/csrc" in word for word in words):
            continue
        if parts and not any(part in str(path) for part in parts):
            continue
        compiler = next(i for i, word in enumerate(words) if pathlib.Path(word).name in ("c++", "g++", "clang++"))
        arguments = [word for word in words[compiler:] if word not in DROPPED]
        yield {"directory": entry["directory"], "file": entry["file"], "arguments": arguments}


def check(folder, path):
    run = subprocess.run(["clang-tidy", "--quiet", "-p", folder, path], capture_output=True, text=True)
    return path, run.returncode, run.stdout


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    commands = list(own_commands(build, sys.argv[2:]))
    if not commands:
        sys.exit("tidy: no file to check")
    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(commands))
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, status, output in pool.map(lambda c: check(folder, c["file"]), commands):
            if status:
                failed += 1
                print(output, flush=True)
    print(f"clang-tidy: {len(commands)} files, {failed} with findings")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
