"""The real server in a process of its own, as a person starts it, and requests to it."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from shk_xl.functions.cell_values import MISSING, Argument, CellError, CellValue

OFFICE_ERRORS = {
    CellError.NULL: "Null",
    CellError.DIV0: "Div0",
    CellError.VALUE: "Value",
    CellError.REF: "Ref",
    CellError.NAME: "Name",
    CellError.NUM: "Num",
    CellError.NA: "NotAvailable",
}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Server:
    """A running server.

    Args:
        task_pane: The address of its task pane, key included.
        log: Everything that it has printed.
    """

    task_pane: str
    log: Path
    process: subprocess.Popen[bytes]
    requests: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        return urlsplit(self.task_pane).netloc

    @property
    def root(self) -> str:
        return f"http://{self.host}"

    @property
    def key(self) -> str:
        return urlsplit(self.task_pane).query.removeprefix("nyckel=")

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request just as it is: the path is not tidied up."""
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.putrequest(
                method, path, skip_host="Host" in (headers or {}), skip_accept_encoding=True
            )
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders(body)
            self.requests.append(f"{method} {path}")
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, data: object, headers: Mapping[str, str] | None = None) -> Answer:
        """Post as the task pane does."""
        given = {"Authorization": self.key, "Origin": self.root} if headers is None else headers
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/json", **given})

    def call(self, function: str, *values: object, runtime: str = "1.4") -> Answer:
        """Call a function with arguments as Office.js spells them."""
        return self.post(
            "/xlwings/custom-functions-call",
            {
                "client": "Office.js",
                "func_name": function,
                "args": list(values),
                "caller_address": "[Portfölj.xlsx]Initiativ!E2",
                "session_id": "test",
                "culture_info_name": "sv-SE",
                "date_format": "yyyy-MM-dd",
                "version": "0.37.8",
                "runtime": runtime,
            },
        )

    def press(self, script: str, payload: object) -> Answer:
        """Press a button on a workbook."""
        return self.post(f"/xlwings/custom-scripts-call/{script}", payload)


@contextmanager
def running(started_in: Path | None = None, **environment: str) -> Iterator[Server]:
    """Start ``shk-xl serve`` on a free port, and stop it afterwards."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("XLWINGS_")}
    kept |= {"XLWINGS_LICENSE_KEY": "noncommercial", "PYTHONUNBUFFERED": "1", **environment}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "shk_xl", "serve", "--port", "0"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                cwd=started_in or folder,
                env=kept,
            )
        assert process.stdout is not None
        try:
            yield Server(_task_pane(process.stdout, log), log, process)
        finally:
            process.terminate()
            process.wait(10)
            process.stdout.close()
            if process.stdin:
                process.stdin.close()


def _task_pane(lines: Any, log: Path) -> str:
    for line in lines:
        found = re.search(r"Panel: +(\S+)", line.decode())
        if found:
            return found[1]
    raise AssertionError(log.read_text())


def to_office(argument: Argument) -> Any:
    """Spell an argument as Office.js does: rows of cells, or null when it is left out."""
    if argument is MISSING:
        return None
    rows = argument if isinstance(argument, list) else [[argument]]
    return [[_cell_to_office(cell) for cell in row] for row in rows]


def _cell_to_office(cell: Any) -> Any:
    if isinstance(cell, CellError):
        return {
            "type": "Error",
            "errorType": OFFICE_ERRORS[cell],
            "basicType": "Error",
            "basicValue": cell.value,
        }
    return cell


def from_office(rows: list[list[Any]]) -> CellValue | list[list[CellValue]]:
    """Read a result: one cell as its value."""
    by_name = {name: error for error, name in OFFICE_ERRORS.items()}
    cells = [[by_name[c["errorType"]] if isinstance(c, dict) else c for c in r] for r in rows]
    return cells[0][0] if len(cells) == 1 and len(cells[0]) == 1 else cells
