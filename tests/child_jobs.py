"""Jobs for a child process that do what no file may make it do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Place, refuse
from shk_xl.workbook.child.child import Ends, Kind
from shk_xl.workbook.child.messages import Message
from shk_xl.workbook.child.serve import Job

MEMORY = 200_000_000
KIND: Final = Kind(
    jobs="child_jobs",
    memory=MEMORY,
    ends=Ends("reading_too_slow", "reading_out_of_memory", "reading_ended", "reading_not_started"),
)


def _echo(message: Message) -> Message:
    return Message({"said": message.head["say"], "process": os.getpid()}, message.data)


def _refuse(_message: Message) -> Message:
    raise refuse("file_empty", Place("blad\ud83d.xlsx"))


def _connect(message: Message) -> Message:
    socket.create_connection(("127.0.0.1", message.head["port"]), timeout=2)
    return Message({})


def _look_up(_message: Message) -> Message:
    return Message({"found": socket.getaddrinfo("localhost", 80)})


def _write(message: Message) -> Message:
    Path(message.head["path"]).write_bytes(b"x")
    return Message({})


def _write_by_system(message: Message) -> Message:
    os.close(os.open(message.head["path"], os.O_CREAT | os.O_WRONLY))
    return Message({})


def _delete(message: Message) -> Message:
    Path(message.head["path"]).unlink()
    return Message({})


def _start(_message: Message) -> Message:
    return Message({"code": subprocess.run([sys.executable, "-V"], check=False).returncode})


def _shell(_message: Message) -> Message:
    return Message({"code": os.system("exit 0")})  # noqa: S605 - it must be refused


def _fill(_message: Message) -> Message:
    return Message({"size": len(bytearray(3 * MEMORY))})


def _sleep(_message: Message) -> Message:
    time.sleep(60)
    return Message({})


def _compute(_message: Message) -> Message:
    return Message({"all": all(iter(int, 1)) or any(iter(int, 1))})


def _end(_message: Message) -> Message:
    os._exit(3)


def _babble(message: Message) -> Message:
    sys.stdout.write("something on standard output\n")
    return _echo(message)


def _recurse(message: Message) -> Message:
    return _recurse(message)


JOBS: Final[Mapping[str, Job]] = {
    "echo": _echo,
    "refuse": _refuse,
    "connect": _connect,
    "look up": _look_up,
    "write": _write,
    "write by system": _write_by_system,
    "delete": _delete,
    "start": _start,
    "shell": _shell,
    "fill": _fill,
    "sleep": _sleep,
    "compute": _compute,
    "end": _end,
    "babble": _babble,
    "recurse": _recurse,
}
