"""``shk-xl log``: the versions of a workbook that are kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import BOOK, JSON
from shk_xl.exchange.archive import sha256_of
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.records import Version
from shk_xl.ooxml.user_file import read_user_file
from shk_xl.wording.writing import VERSIONS

_SHORT: Final = 12


@click.command("log", help="Visar arbetsbokens sparade versioner, den senaste sist.")
@BOOK
@JSON
def command(book: Path, *, for_machine: bool) -> int:
    """List the versions, and say which one the workbook is now."""
    sha256 = sha256_of(read_user_file(book)) if book.exists() else ""
    with Ledger.peek(folder_of(book)) as ledger:
        versions = ledger.select(Version)
        current = max((v.number for v in versions if v.sha256 == sha256), default=0)
        listed = [_as_data(v, current, ledger.kept_versions) for v in versions]
    if for_machine:
        show.as_json(listed)
    elif not listed:
        click.echo(
            f"{book} har inga sparade versioner än. De sparas när program ändrar i arbetsboken."
        )
    else:
        click.echo(_table(listed))
        if sha256 and not current:
            click.echo("\nArbetsboken har ändrats sedan den senaste versionen sparades.")
        click.echo(f"\nTa tillbaka en version: shk-xl restore {show.in_shell(book)} NUMMER")
    return ExitCode.DONE


def _as_data(version: Version, current: int, folder: Path) -> dict[str, Any]:
    """Give a version as data for a machine."""
    return {
        "number": version.number,
        "at": version.at,
        "sha256": version.sha256,
        "reason": version.reason,
        "merge": version.merge,
        "current": version.number == current,
        "path": str(folder / f"{version.sha256}{version.ending}"),
    }


def _table(listed: list[dict[str, Any]]) -> str:
    rows = [
        (
            str(one["number"]),
            datetime.fromisoformat(one["at"]).astimezone().strftime("%Y-%m-%d %H:%M"),
            one["sha256"][:_SHORT],
            VERSIONS[one["reason"]] + (" (arbetsboken nu)" if one["current"] else ""),
        )
        for one in listed
    ]
    return show.table(("Nummer", "När", "Beteckning", "Vad"), rows, right=[0])
