"""The child's own side: it does jobs until nobody asks for more.

Rules: requests come on standard input, answers go out on standard output, and nothing else
does. An exception that no job expects ends the process, and with it that one file; the parent
starts another.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import BinaryIO, TypeAlias, cast

from shk_xl.domain.faults import Refused
from shk_xl.workbook.child.confinement import confine_this_process
from shk_xl.workbook.child.limits import limit_this_process, limit_time
from shk_xl.workbook.child.messages import (
    JOB,
    READY,
    REFUSED,
    SECONDS,
    Message,
    faults_as_json,
    receive,
    send,
)

Job: TypeAlias = Callable[[Message], Message]
"""What is done with a request; may raise ``Refused``."""


def serve(module: str, memory: int) -> None:
    """Do jobs until there are no more.

    Args:
        module: Its ``JOBS`` are the jobs, by name.
        memory: Bytes that the process may use.
    """
    limit_this_process(memory)
    answers = _answers_only()
    jobs: Mapping[str, Job] = import_module(module).JOBS
    confine_this_process()
    answers.write(READY)
    answers.flush()
    while True:
        try:
            request = receive(sys.stdin.buffer, Message._make)
        except EOFError:
            return
        limit_time(request.head[SECONDS])
        send(_done(jobs[request.head[JOB]], request), answers)


def _done(job: Job, request: Message) -> Message:
    try:
        return job(request)
    except Refused as refused:
        return Message({REFUSED: faults_as_json(refused.faults)})


def _answers_only() -> BinaryIO:
    """Keep standard output for answers; whatever else prints, prints to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return cast("BinaryIO", answers)
