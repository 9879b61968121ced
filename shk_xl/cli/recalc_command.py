"""``shk-xl recalc``: batch recalculation of workbooks, without Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, Final

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import JSON
from shk_xl.workbook.batch.batch import Batch, processors
from shk_xl.workbook.batch.messages import Options

if TYPE_CHECKING:  # loaded while the process that computes starts
    from shk_xl.workbook.batch.find import Found
    from shk_xl.workbook.batch.outcome import Outcome

REPORTS: Final = (".xlsx", ".csv", ".html", ".json")
_ROUND: Final = 1.0
"""Seconds between looks at what is watched."""
_PATH: Final = click.Path(path_type=Path)


def _moment(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
    """Read a moment; with an offset from UTC it is taken to this computer's time."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"{text} är ingen tidpunkt. Skriv till exempel 2027-04-13 eller 2027-04-13T09:30."
        ) from None
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment


def _report(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    if path is not None and path.suffix.lower() not in REPORTS:
        raise click.BadParameter(f"Rapporten ska heta något på {', '.join(REPORTS)}.")
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What stands on the command line."""

    paths: Sequence[Path]
    out: Path | None
    jobs: int
    full: bool
    engine_wins: bool
    now: datetime | None
    only_check: bool
    backup: bool
    report: Path | None
    watch: bool
    for_machine: bool

    def refuse_contradictions(self) -> None:
        """Refuse options that cannot be had together."""
        if self.only_check and (self.out or self.backup or self.watch):
            raise click.UsageError("--check skriver inget: ta bort --out, --backup och --watch.")
        if self.watch and (self.report or self.for_machine):
            raise click.UsageError("--watch slutar aldrig: ta bort --report och --json.")

    @property
    def options(self) -> Options:
        """What the computing process needs to know."""
        return Options(
            full=self.full,
            engine_wins=self.engine_wins,
            now=self.now,
            summary=bool(self.report),
            write=not self.only_check,
        )


@click.command(
    "recalc",
    help=(
        "Räknar om arbetsböcker utan Excel. PATHS är filer, mappar med filer, eller mönster "
        'som "mapp/*.xlsx".'
    ),
)
@click.argument("paths", nargs=-1, required=True, type=_PATH)
@click.option("--out", type=_PATH, help="Skriver resultatet till en mapp i stället för i filen.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=processors,
    help="Antal arbetsböcker samtidigt. Annars ett för varje processorkärna.",
)
@click.option("--full", is_flag=True, help="Räknar om allt, också det som Excel har räknat.")
@click.option(
    "--engine-wins",
    is_flag=True,
    help="Skriver vår motors svar också där det kan skilja sig från Excels.",
)
@click.option("--now", callback=_moment, help="Tidpunkten för IDAG och NU. Annars klockan.")
@click.option(
    "--check", "only_check", is_flag=True, help="Skriver inget; kod 1 om något värde är gammalt."
)
@click.option("--backup", is_flag=True, help="Sparar en kopia (.bak) av varje fil som ändras.")
@click.option(
    "--report",
    type=_PATH,
    callback=_report,
    help=f"Skriver en rapport med en rad för varje arbetsbok ({', '.join(REPORTS)}).",
)
@click.option("--watch", is_flag=True, help="Räknar om det som ändras, tills du trycker Ctrl-C.")
@JSON
def command(**given: Any) -> int:  # noqa: ANN401 - Wishes tells what they are
    """Recalculate every workbook; one bad file does not stop the rest."""
    wishes = Wishes(**given)
    wishes.refuse_contradictions()
    with Batch(wishes.jobs, wishes.options, backup=wishes.backup) as batch:
        if wishes.watch:
            return _watch(batch, wishes)
        from shk_xl.ooxml.file_lock import sweep  # noqa: PLC0415 - the same
        from shk_xl.workbook.batch.find import find  # noqa: PLC0415 - see Batch

        found = find(wishes.paths, out=wishes.out, report=wishes.report)
        for leftover in () if wishes.only_check else found.left_over:
            sweep(leftover)
        return _recalculate(batch, found, wishes)


def _recalculate(batch: Batch, found: Found, wishes: Wishes) -> int:
    """Recalculate what was found, and say and report what became of it."""
    from shk_xl.cli import recalc_words  # noqa: PLC0415 - see Batch

    outcomes: dict[int, Outcome] = {}
    stopped = False
    try:
        with show.progress("Räknar om", quiet=wishes.for_machine) as advance:
            for place, outcome in batch.run(found.books):
                outcomes[place] = outcome
                if not wishes.for_machine:
                    recalc_words.tell(outcome, only_check=wishes.only_check)
                advance(len(outcomes), len(found.books), outcome.path.name)
    except KeyboardInterrupt:
        outcomes, stopped = batch.stop(), True
    done = [outcomes[place] for place in sorted(outcomes)]
    if wishes.for_machine:
        show.as_json([outcome.report for outcome in done])
    elif len(found.books) > 1:
        click.echo(recalc_words.sum_up(done, only_check=wishes.only_check))
    if found.passed_over:
        click.echo(recalc_words.passed_over(found.passed_over), err=True)
    if wishes.report:
        from shk_xl.workbook.batch.report import write_report  # noqa: PLC0415 - pandas

        write_report(wishes.report, done, only_check=wishes.only_check)
    if stopped:
        left = [book.path for place, book in enumerate(found.books) if place not in outcomes]
        click.echo(recalc_words.interrupted(done, left), err=True)
        return ExitCode.INTERRUPTED
    return _code(done, only_check=wishes.only_check)


def _code(done: Sequence[Outcome], *, only_check: bool) -> ExitCode:
    if any(outcome.faults for outcome in done):
        return ExitCode.REFUSED
    stale = only_check and any(outcome.changed for outcome in done)
    return ExitCode.TO_SETTLE if stale else ExitCode.DONE


def _watch(batch: Batch, wishes: Wishes) -> int:
    """Recalculate what changes until Ctrl-C."""
    from shk_xl.cli import recalc_words  # noqa: PLC0415 - see Batch
    from shk_xl.workbook.batch.watch import Watch  # noqa: PLC0415 - the same

    watch = Watch(wishes.paths, out=wishes.out)
    click.echo("Bevakar. Avsluta med Ctrl-C.")
    try:
        while True:
            for _, outcome in batch.run(watch.ready()):
                watch.settled(outcome)
                recalc_words.tell(outcome)
            sleep(_ROUND)
    except KeyboardInterrupt:
        for outcome in batch.stop().values():
            watch.settled(outcome)
    click.echo("Bevakningen är avslutad. Alla filer är hela.")
    return ExitCode.DONE
