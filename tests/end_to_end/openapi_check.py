"""Asks `ishowtts serve` what schemathesis makes of its OpenAPI document: openapi_check.py PROGRAM [--examples N] [--seed N]

No answer may be a server error, and none may hang. The server has folders of its own that are thrown away, and the tiny
checkpoint. Needs schemathesis: pip install schemathesis==4.32.5. Left out: what is answered for ever
(/api/danmaku/stream), and what reaches Twitch (/api/danmaku/start)."""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("program")
arguments.add_argument("--examples", type=int, default=50)
arguments.add_argument("--seed", type=int, default=1)
asked = arguments.parse_args()

tree = pathlib.Path(__file__).resolve().parents[2]
with tempfile.TemporaryDirectory() as folder:
    environment = dict(os.environ, HOME=folder, OMP_WAIT_POLICY="passive")
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"):
        environment["XDG_" + name] = os.path.join(folder, name)
        os.mkdir(environment["XDG_" + name], 0o700)
    server = subprocess.Popen(
        [asked.program, "serve", "--port", "0", "--json", "--model", str(tree / "tests/data/tiny/v1")],
        env=environment, stdout=subprocess.PIPE, text=True)
    try:
        address = json.loads(server.stdout.readline())["address"]
        left_out = ["--exclude-path", "/api/danmaku/stream", "--exclude-path", "/api/danmaku/start"]
        status = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "run", address + "/openapi.json", "--checks",
             "not_a_server_error", "--phases", "examples,coverage,fuzzing", "--max-examples", str(asked.examples),
             "--seed", str(asked.seed), "--request-timeout", "60", *left_out], cwd=folder).returncode
        if server.poll() is not None:
            print(f"The server ended with {server.returncode}.", file=sys.stderr)
            status = 1
    finally:
        server.terminate()
        server.wait(30)
sys.exit(status)
