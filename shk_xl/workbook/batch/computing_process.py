"""What the child process does for a batch: it reads and computes a workbook.

Rules: nothing is written to disk here. What was computed is told with the values that the new
file must hold, so that the parent can look for them itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from shk_xl.domain.faults import Refused, placed
from shk_xl.domain.summary import summary
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.user_file import read_user_file
from shk_xl.workbook.batch.messages import MOST_LOOKED_FOR, Answer, Request, Written
from shk_xl.workbook.child.messages import Message
from shk_xl.workbook.child.serve import Job
from shk_xl.workbook.recalculation.recalculate import Recalculation, recalculate


def answered(request: Request) -> Answer:
    """Read, guard and compute a workbook.

    Args:
        request: Which one, and how.

    Raises:
        Refused: It can't be read, isn't safe, or can't be computed.
    """
    data = read_user_file(request.path)
    digest = hashlib.sha256(data).hexdigest()
    check_package(data, file=str(request.path))
    with placed(file=str(request.path)):
        options = request.options
        result = recalculate(
            data, now=options.now, full=options.full, engine_wins=options.engine_wins
        )
    report = result.report(str(request.path))
    counted = _summary(result.data, request)
    remarks = result.reports
    if result.data is data or not options.write:
        return Answer(report, digest, remarks, summary=counted)
    return Answer(report, digest, remarks, _written(result), counted, result.data)


def _recalculate(message: Message) -> Message:
    return answered(Request.read(message)).message


JOBS: Final[Mapping[str, Job]] = {"recalculate": _recalculate}


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
