"""From a portfolio to its Word documents in a folder.

Rules: everything that can be refused is refused before the first document is written:
templates, names, locks, the folder. The documents are made in order, by one process or by
several, and it can't be seen by how many.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from shk_xl.documents.changes import Earlier
from shk_xl.documents.kinds import DocumentKind, Layout
from shk_xl.documents.making import Order, Prepared, Produced
from shk_xl.documents.overwrite import write_faults
from shk_xl.documents.stamp import SourceStamp
from shk_xl.domain.faults import Fault, Refused
from shk_xl.domain.portfolio import Portfolio
from shk_xl.ooxml.user_file import make_folder

_ENOUGH_FOR_PROCESSES: Final = 1_000
"""Fewer are made almost as soon by one: the others first have to start and prepare."""

Progress = Callable[[int, int, Path], None]


def produce_documents(  # noqa: PLR0913 - the choices of one command
    portfolio: Portfolio,
    target_dir: Path,
    *,
    source: SourceStamp,
    today: date,
    kinds: Collection[DocumentKind] | None = None,
    initiatives: Collection[str] | None = None,
    layout: Layout = Layout.HEADINGS,
    earlier: Earlier | None = None,
    templates_dir: Path | None = None,
    progress: Progress | None = None,
    jobs: int | None = 1,
) -> list[Produced]:
    """Make the documents of a portfolio.

    Args:
        portfolio: What they tell of.
        target_dir: The folder to put them in; made if it is missing.
        source: The workbook that the portfolio was read from.
        today: The date of documents that are new or changed.
        kinds: Only these kinds; None for all but those ``ON_REQUEST``.
        initiatives: Only the decision bases of these codes; None for all documents.
        layout: How the decision bases are set out.
        earlier: The version since which changes are told; None for no such document.
        templates_dir: The team's own templates; None for the built-in ones.
        progress: Called after each document with how many are done, of how many, and its path.
        jobs: How many processes make them; None for as many as make them soonest. The documents
            are the same, and so is what is told of them.

    Returns:
        Every document and what became of it, in order: the proposal, the decision bases in
        the portfolio's order, the minutes by date.

    Raises:
        Refused: Everything that stands in the way; nothing was written then.
    """
    _refuse_unknown(portfolio, initiatives)
    order = Order(
        portfolio,
        target_dir,
        source,
        today,
        kinds,
        initiatives,
        layout,
        earlier,
        templates_dir,
    )
    prepared = Prepared.of(order)
    count = len(prepared.wanted)
    make_folder(target_dir)
    faults = [fault for _, path in prepared.wanted for fault in write_faults(path)]
    if faults:
        raise Refused(faults)
    produced: list[Produced] = []
    for one in _each(prepared, jobs_for(count) if jobs is None else min(jobs, count)):
        produced.append(one)
        if progress is not None:
            progress(len(produced), count, one.path)
    return produced


def jobs_for(count: int) -> int:
    """Say how many processes make so many documents soonest."""
    if count < _ENOUGH_FOR_PROCESSES:
        return 1
    from shk_xl.workbook.batch.batch import processors  # noqa: PLC0415 - as below

    return processors()


def _each(prepared: Prepared, jobs: int) -> Iterator[Produced]:
    numbers = range(len(prepared.wanted))
    if jobs <= 1:
        return prepared.made(numbers)
    # Not every Python has several processes, and few documents need them.
    from shk_xl.documents.processes import made_by_processes  # noqa: PLC0415

    return made_by_processes(prepared.order, numbers, jobs)


def _refuse_unknown(portfolio: Portfolio, codes: Collection[str] | None) -> None:
    known = portfolio.initiative_by_code
    faults: list[Fault] = []
    for code in codes or ():
        if code not in known:
            near = difflib.get_close_matches(code, known, n=1, cutoff=0.5)
            values = {"initiative": code, "near": near[0] if near else ", ".join(known)}
            faults.append(Fault("initiative_unknown", values=values))
    if faults:
        raise Refused(faults)
