"""Asks `ishowtts serve` what schemathesis makes of its OpenAPI document: openapi_check.py PROGRAM [--examples N] [--seed N]

Every route is asked. No answer may be a server error or hang, and each must be one that the document tells of: its
status, its type, its headers and its body. The server has folders of its own that are thrown away, and the tiny
checkpoint; for Twitch stands a port where nobody is. Needs schemathesis, in the version of openapi_check.txt:
    build/python/bin/python -m pip install -r tests/end_to_end/openapi_check.txt
"""

import argparse
import json
import os
import pathlib
import select
import socket
import subprocess
import sys
import tempfile
import threading

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("program")
arguments.add_argument("--examples", type=int, default=50)
arguments.add_argument("--seed", type=int, default=1)
arguments.add_argument("--phases", default="examples,coverage,fuzzing")
asked = arguments.parse_args()

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance," \
         "response_schema_conformance,missing_required_header,unsupported_method"
CONFIGURATION = """
[[operations]]  # as the original has it: 501 for YouTube, 502 while a chat is read
include-name = "POST /api/danmaku/start"
checks.not_a_server_error.expected-statuses = ["2xx", "4xx", 501, 502]

[[operations]]
include-name = "POST /api/danmaku/stop"
checks.not_a_server_error.expected-statuses = ["2xx", "4xx", 501]
"""
QUIET = 0.3  # s without a byte of an event stream: what was to come has come


class Proxy:
    """Between schemathesis, which reads answers to their end, and the server, whose event streams have none: ends them."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.server = None
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        with client, socket.create_connection(("127.0.0.1", self.server)) as server:
            seen, events = b"", False
            while True:
                ready, _, _ = select.select([client, server], [], [], QUIET if events else None)
                if not ready:
                    client.sendall(b"0\r\n\r\n")
                    return
                for one in ready:
                    try:
                        data = one.recv(65536)
                        (client if one is server else server).sendall(data)
                    except OSError:
                        return
                    if not data:
                        return
                    if one is server and not events:
                        seen = (seen + data)[-4096:]
                        events = b"Content-Type: text/event-stream\r\n" in seen and b"speech.audio" not in seen \
                            and b"X-Voice-Id" not in seen


tree = pathlib.Path(__file__).resolve().parents[2]
with tempfile.TemporaryDirectory() as folder:
    proxy = Proxy()
    environment = dict(os.environ, HOME=folder, OMP_WAIT_POLICY="passive", ISHOWTTS_TWITCH_HOST="127.0.0.1",
                       ISHOWTTS_TWITCH_PORT="9", ISHOWTTS_TWITCH_TLS="0")
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"):
        environment["XDG_" + name] = os.path.join(folder, name)
        os.mkdir(environment["XDG_" + name], 0o700)
    server = subprocess.Popen(
        [asked.program, "serve", "--port", "0", "--json", "--model", str(tree / "tests/data/tiny/v1"),
         "--host", f"127.0.0.1:{proxy.port}"], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        proxy.server = json.loads(server.stdout.readline())["port"]
        configuration = pathlib.Path(folder, "schemathesis.toml")
        configuration.write_text(CONFIGURATION, encoding="utf-8")
        status = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration), "run", f"http://127.0.0.1:{proxy.port}/openapi.json",
             "--url", f"http://127.0.0.1:{proxy.port}", "--checks", CHECKS, "--phases", asked.phases,
             "--max-examples", str(asked.examples), "--seed", str(asked.seed), "--request-timeout", "60",
             "--continue-on-failure"], cwd=folder).returncode
        if server.poll() is not None:
            print(f"The server ended with {server.returncode}.", file=sys.stderr)
            status = 1
    finally:
        server.terminate()
        server.wait(30)
sys.exit(status)
