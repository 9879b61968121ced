"""What ``receive`` and ``resolve`` say: what came, what became of it, and what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.domain.faults import Fault
from shk_xl.exchange.intake.examine import Examined, Found
from shk_xl.exchange.intake.receive import Received
from shk_xl.exchange.intake.recognise import ledger_name
from shk_xl.exchange.intake.resolving import ResolvedBook
from shk_xl.exchange.merge.outcome import Merged, Question
from shk_xl.exchange.merge.sheets import CONFLICT_SHEET
from shk_xl.exchange.merge.tables import key_in_words
from shk_xl.exchange.records import IntakeState
from shk_xl.wording import in_words
from shk_xl.wording.intake import differences_in_words

STATES = {
    IntakeState.MERGED: "infört",
    IntakeState.WAITING: "väntar på besked",
    IntakeState.REFUSED: "går inte att använda",
    IntakeState.NO_WORKBOOK: "ingen arbetsbok",
    IntakeState.SEEN_BEFORE: "har kommit förut",
}


_INDENT = "    "
_STATES_OF_DRY_RUN = {**STATES, IntakeState.MERGED: "kan föras in"}


def tell(received: Received, drafts: Sequence[Path], book: Path, *, dry_run: bool) -> None:
    """Print what a run came to."""
    states = _STATES_OF_DRY_RUN if dry_run else STATES
    differences = received.merged.differences if received.merged else ()
    counted = Counter((one.source.party, one.source.file) for one in differences)
    for examined in received.examined:
        _tell_arrival(examined, states, counted)
    for unreadable in received.unreadable:
        click.echo(f"{unreadable.name}: {STATES[IntakeState.REFUSED]}")
        _tell_faults(unreadable.faults, unreadable.name)
    click.echo(_sum_up(received, states))
    if received.merged is not None:
        _tell_merged(received, received.merged, book)
    for fault in received.refused:
        click.echo(in_words(fault), err=True)
    if received.refused:
        click.echo(
            "Svaren är sparade men inte införda. Kör shk-xl receive igen när det är löst.", err=True
        )
    _tell_drafts(drafts)
    if dry_run:
        click.echo("Inget är skrivet (--dry-run).")


def _tell_drafts(drafts: Sequence[Path]) -> None:
    for draft in drafts:
        click.echo(f"Kvitto: {draft}")
    if drafts:
        click.echo("Kvittona är utkast. Öppna dem, läs igenom och skicka dem.")


def _tell_arrival(
    examined: Examined, states: Mapping[IntakeState, str], counted: Counter[tuple[str, str]]
) -> None:
    name = examined.record.name or ledger_name(examined.record.sha256)
    click.echo(f"{name}: {states[examined.state]}")
    _tell_faults(examined.faults, name)
    for one in examined.found:
        _tell_found(one, examined, states, counted)


def _tell_found(
    one: Found,
    examined: Examined,
    states: Mapping[IntakeState, str],
    counted: Counter[tuple[str, str]],
) -> None:
    record, indent = one.record, _INDENT
    if record.file_name != examined.record.name:
        indent += _INDENT
        before = record.state is IntakeState.MERGED and not one.merged_now
        state = IntakeState.SEEN_BEFORE if before else record.state
        click.echo(f"{_INDENT}{record.file_name}: {states[state]}")
    if one.merged_now:
        differences = differences_in_words(counted[record.party, record.file_name])
        click.echo(f"{indent}Svar från {record.party}: {differences} mot kopian.")
    if record.state is IntakeState.WAITING:
        click.echo(f"{indent}Svar {ledger_name(record.sha256)}")
    _tell_faults(one.faults, record.file_name, indent)
    for warning in one.warnings:
        click.echo(f"{indent}Varning: {_within(record.file_name, warning)}")


def _tell_faults(faults: Sequence[Fault], shown: str, indent: str = _INDENT) -> None:
    for fault in faults:
        click.echo(f"{indent}{_within(shown, fault)}")


def _within(shown: str, fault: Fault) -> str:
    """Word a fault below the name of its file, which is not said again."""
    is_there = fault.place.file == shown
    return in_words(replace(fault, place=replace(fault.place, file=None)) if is_there else fault)


def _sum_up(received: Received, states: Mapping[IntakeState, str]) -> str:
    """Count what came in: the parts sum to the whole."""
    parts = [f"{states[state]} {count}" for state, count in received.tally().items() if count]
    return f"Kommit in: {received.came_in}. {', '.join(parts).capitalize() or 'Inget'}."


def _tell_merged(received: Received, merged: Merged, book: Path) -> None:
    counts = merged.counts
    click.echo(
        f"Skillnader: {counts.came_in} = {counts.written} införda + {counts.already} fanns redan "
        f"+ {counts.conflicts} i konflikter + {counts.proposals} i förslag "
        f"+ {counts.notices} bara upplysningar."
    )
    for remark in received.remarks:
        click.echo(f"Notera: {in_words(remark)}")
    _tell_open(received.questions.questions if received.questions else (), book)


def _tell_open(questions: Sequence[Question], book: Path) -> None:
    """Say how many questions wait, and where they are answered."""
    if not questions:
        return
    conflicts = sum(question.is_conflict for question in questions)
    click.echo(
        f"Väntar på ert val: {_counted(conflicts, 'konflikt', 'konflikter')} och "
        f"{len(questions) - conflicts} förslag. Öppna arbetsboken, välj på bladet "
        f"{CONFLICT_SHEET}, spara och stäng, och kör: shk-xl resolve {show.in_shell(book)}"
    )


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def tell_resolved(done: ResolvedBook, drafts: Sequence[Path], book: Path) -> None:
    """Print what became of the choices."""
    for answer in done.answers:
        question = answer.question
        key = key_in_words(question.key_values)
        titles = ", ".join(question.titles)
        click.echo(f"{question.sheet}, {key}, {titles}: {answer.option.label}")
    click.echo(f"Avgjorda: {len(done.answers)}.")
    if done.closed:
        click.echo(f"Redan lösta i arbetsboken: {done.closed}.")
    for fault in done.faults:
        click.echo(in_words(fault), err=True)
    for remark in done.remarks:
        click.echo(f"Notera: {in_words(remark)}")
    _tell_drafts(drafts)
    _tell_open(done.open, book)


def for_json(received: Received, drafts: Sequence[Path]) -> dict[str, object]:
    """Give a run as data for a machine."""
    merged, questions = received.merged, received.questions
    return {
        "came_in": received.came_in,
        "states": {state.value: count for state, count in received.tally().items()},
        "items": [*_items(received)],
        "merge": received.number if merged else None,
        "counts": asdict(merged.counts) if merged else None,
        "questions": [_question(q) for q in questions.questions] if questions else None,
        "remarks": [in_words(remark) for remark in received.remarks],
        "refused": [in_words(fault) for fault in received.refused],
        "receipts": [str(draft) for draft in drafts],
    }


def resolved_for_json(done: ResolvedBook, drafts: Sequence[Path]) -> dict[str, object]:
    """Give the outcome of choices as data for a machine."""
    return {
        "merge": done.number,
        "answered": [
            {**_question(answer.question), "choice": answer.option.label} for answer in done.answers
        ],
        "closed": done.closed,
        "open": [_question(question) for question in done.open],
        "faults": [in_words(fault) for fault in done.faults],
        "remarks": [in_words(remark) for remark in done.remarks],
        "receipts": [str(draft) for draft in drafts],
    }


def _items(received: Received) -> Iterator[dict[str, object]]:
    for examined in received.examined:
        yield {
            "name": examined.record.name,
            "sha256": examined.record.sha256,
            "sender": examined.record.sender,
            "state": examined.state.value,
            "messages": [in_words(fault) for fault in examined.faults],
            "files": [_file(one) for one in examined.found],
            "others": [*examined.others],
        }
    for unreadable in received.unreadable:
        yield {
            "name": unreadable.name,
            "sha256": None,
            "sender": "",
            "state": IntakeState.REFUSED.value,
            "messages": [in_words(fault) for fault in unreadable.faults],
            "files": [],
            "others": [],
        }


def _file(one: Found) -> dict[str, object]:
    return {
        "name": one.record.file_name,
        "sha256": one.record.sha256,
        "party": one.record.party or None,
        "state": one.record.state.value,
        "messages": [in_words(fault) for fault in (*one.faults, *one.warnings)],
    }


def _question(question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "what": question.asked.value,
        "sheet": question.sheet,
        "key": key_in_words(question.key_values),
        "columns": [*question.titles],
        "choices": [option.label for option in question.options],
        "suggested": question.suggested or None,
    }
