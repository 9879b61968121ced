"""The process that reads and computes workbooks, under limits, and writes nothing to disk.

Rules: requests come on standard input, answers go out on standard output, and nothing else
does. What a workbook makes go wrong here (no memory, a crash of the engine, an exception)
ends the process, and with it that one workbook; the parent starts another.
"""

from __future__ import annotations

import hashlib
import os
import sys
from typing import Any, BinaryIO, cast

from shk_xl.domain.faults import Refused, placed
from shk_xl.domain.summary import summary
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.user_file import read_user_file
from shk_xl.workbook.batch.messages import (
    MOST_LOOKED_FOR,
    READY,
    Answer,
    Request,
    Written,
    receive_request,
    send_answer,
)
from shk_xl.workbook.batch.process_limits import limit_this_process, limit_time
from shk_xl.workbook.batch.time_limit import seconds_for
from shk_xl.workbook.recalculation.recalculate import Recalculation, recalculate


def serve() -> None:
    """Answer requests until there are no more."""
    limit_this_process()
    answers = _answers_only()
    answers.write(READY)
    answers.flush()
    while (request := receive_request(sys.stdin.buffer)) is not None:
        send_answer(answered(request), answers)


def answered(request: Request) -> Answer:
    """Read, guard and compute a workbook.

    Args:
        request: Which one, and how.
    """
    digest = ""
    try:
        data = read_user_file(request.path)
        digest = hashlib.sha256(data).hexdigest()
        limit_time(seconds_for(len(data)))
        check_package(data, file=str(request.path))
        with placed(file=str(request.path)):
            options = request.options
            result = recalculate(
                data, now=options.now, full=options.full, engine_wins=options.engine_wins
            )
    except Refused as refused:
        return Answer(digest=digest, faults=refused.faults)
    report = result.report(str(request.path))
    counted = _summary(result.data, request)
    remarks = result.reports
    if result.data is data or not options.write:
        return Answer(report, digest, (), remarks, summary=counted)
    return Answer(report, digest, (), remarks, _written(result), counted, result.data)


def _answers_only() -> BinaryIO:
    """Keep standard output for answers; whatever else prints, prints to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return cast("BinaryIO", answers)


def _written(result: Recalculation) -> list[Written]:
    """Give the cells to look for in the new file: all, or so many spread evenly, and the last."""
    changes = result.changes()
    step = -(-len(changes) // MOST_LOOKED_FOR)
    chosen = changes if step <= 1 else [*changes[:-1:step], changes[-1]]
    return [Written(change.sheet, change.address, change.new) for change in chosen]


def _summary(data: bytes, request: Request) -> dict[str, Any] | None:
    """Count the portfolio; None when it is not asked for, or the workbook is no portfolio."""
    if not request.options.summary:
        return None
    # Only a report needs what reads portfolios.
    from shk_xl.workbook.reading.read import read_portfolio_bytes  # noqa: PLC0415

    try:
        portfolio = read_portfolio_bytes(data, file=str(request.path)).portfolio
    except Refused:
        return None
    return dict(summary(portfolio))
