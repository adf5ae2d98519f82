#!/usr/bin/env python3
"""Line coverage per folder, from what the tests of a coverage build left behind.

usage: coverage.py SOURCE_FOLDER BUILD_FOLDER     (cmake --build --preset coverage --target coverage_report)
"""
import collections
import json
import subprocess
import sys


def main():
    source, build = sys.argv[1:]
    report = subprocess.run(
        ["gcovr", "--root", source, "--object-directory", build, "--json-summary", "-", "--exclude-throw-branches",
         "--gcov-ignore-parse-errors",  # counts of programs that were killed on purpose
         "--filter", f"{source}/(engine|app|ui)/", build],
        check=True, capture_output=True, text=True)
    folders = collections.defaultdict(lambda: [0, 0])
    for file in json.loads(report.stdout)["files"]:
        parts = file["filename"].split("/")
        for folder in {parts[0], "/".join(parts[:2]) if len(parts) > 2 else parts[0] + " (top)"}:
            folders[folder][0] += file["line_covered"]
            folders[folder][1] += file["line_total"]
    for folder, (covered, lines) in sorted(folders.items()):
        print(f"{folder:24s} {covered:6d} of {lines:6d} lines  {100 * covered / max(lines, 1):5.1f} %")


if __name__ == "__main__":
    main()
