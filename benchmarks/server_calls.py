"""What a call of a worksheet function costs through the server, on loopback with keep-alive.

Against the same JSON through a bare starlette route that reads it and writes it back, and, for
an array, what the catalogue itself takes. The best of alternating calls in one run, so that
what else the machine does matters less.
Run it with the Python that shk_xl is installed for: ``python benchmarks/server_calls.py``.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from shk_xl.functions.catalogue import find
from shk_xl.functions.evaluate import evaluate

ECHO = """
import json, socket, uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
async def echo(request):
    data = await request.json()
    rows = data["args"][0]
    return JSONResponse({"result": rows if data["func_name"] == "SHK_BELOPP" else rows[0]})
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
config = uvicorn.Config(
    Starlette(routes=[Route("/", echo, methods=["POST"])]), access_log=False, log_level="warning")
uvicorn.Server(config).run(sockets=[listening])
"""
CELLS = 60_000
GOAL_MS = 2.0
CALLS = (("SHK_BELOPP", 1, 400), ("SHK_BUDGETSUMMA", CELLS, 15), ("SHK_BELOPP", CELLS, 15))
"""A cell to a cell, cells to a cell, cells to as many cells; and how often."""


class Client:
    """One connection that stays open."""

    def __init__(self, port: int, path: str, key: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.path = path
        self.headers = {"Content-Type": "application/json", "Authorization": key}

    def milliseconds(self, body: bytes) -> float:
        """Make a call, and give how long it took."""
        start = time.perf_counter()
        self.connection.request("POST", self.path, body, self.headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(answer.status)
        return (time.perf_counter() - start) * 1_000


@contextmanager
def started(arguments: list[str], pattern: str) -> Iterator[re.Match[str]]:
    """Start a program and give the line that says where it listens."""
    environment = {**os.environ, "XLWINGS_LICENSE_KEY": "noncommercial", "PYTHONUNBUFFERED": "1"}
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            env=environment,
        )
        try:
            for line in process.stdout or ():
                if found := re.search(pattern, line):
                    yield found
                    break
        finally:
            process.terminate()
            process.wait()


def main() -> None:
    """Measure and print."""
    ours = r"Panel: +http://[^:]+:(\d+)/\S+nyckel=(\S+)"
    with (
        started(["-m", "shk_xl", "serve", "--port", "0"], ours) as server,
        started(["-c", ECHO], r"(\d+)") as echo,
    ):
        mine = Client(int(server[1]), "/xlwings/custom-functions-call", server[2])
        bare = Client(int(echo[1]), "/")
        print("| function | cells | server ms | echo ms | catalogue ms | beyond both | goal |")
        print("|---|---|---|---|---|---|---|")
        for name, cells, times in CALLS:
            _measure(name, cells, times, mine, bare)


def _measure(name: str, cells: int, times: int, mine: Client, bare: Client) -> None:
    rows: list[list[float | int | str | bool | None]] = [[float(n)] for n in range(cells)]
    call = {"func_name": name, "args": [rows], "runtime": "1.4", "version": "0"}
    body = json.dumps(call).encode()
    function = find(name)
    if function is None:
        raise LookupError
    ours, theirs, inner = [], [], []
    for _ in range(times):
        ours.append(mine.milliseconds(body))
        theirs.append(bare.milliseconds(body))
        start = time.perf_counter()
        evaluate(function, [rows])
        inner.append((time.perf_counter() - start) * 1_000)
    a, b, c = (min(found) for found in (ours, theirs, inner))
    numbers = " | ".join(f"{number:.2f}" for number in (a, b, c, a - b - c))
    print(f"| {name} | {cells} | {numbers} | ≤ {GOAL_MS:.0f} |")


if __name__ == "__main__":
    main()
