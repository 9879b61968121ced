"""``shk-xl templates check``: what is wrong in templates, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import JSON
from shk_xl.cli.templates_list_command import field_lines
from shk_xl.documents.templates.checking import Checked, check_file, check_folder, level_of, lines
from shk_xl.documents.templates.files import built_in_folder
from shk_xl.domain.findings import Level
from shk_xl.wording import place_in_words, what_and_remedy

_FIELD_FAULTS = frozenset({"template_unknown_field", "template_unknown_field_near"})


@click.command(
    "check",
    help=(
        "Kontrollerar mallarna i mapparna och filerna PATH, utan att skriva något.\n\n"
        "Anges inget kontrolleras de inbyggda mallarna. Är ett fält okänt visas vilka fält som "
        "finns, med ett exempel på vart och ett."
    ),
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@JSON
def command(paths: Sequence[Path], *, for_machine: bool) -> int:
    """Print what was found; something that must be mended gives exit code 1."""
    checked = [one for path in paths or [built_in_folder()] for one in check(path)]
    if for_machine:
        show.as_json([for_json(one) for one in checked])
    else:
        click.echo("\n".join([*lines(checked), *fields_in_words(checked), count_in_words(checked)]))
    return ExitCode.TO_SETTLE if any(one.stops for one in checked) else ExitCode.DONE


def check(path: Path) -> list[Checked]:
    """Check a folder or a file."""
    return check_folder(path) if path.is_dir() else [check_file(path)]


def fields_in_words(checked: Iterable[Checked]) -> list[str]:
    """List the fields of the templates where somebody asked for one that does not exist."""
    asked = (one.template for one in checked if {f.code for f in one.found} & _FIELD_FAULTS)
    return [line for template in dict.fromkeys(asked) for line in field_lines(template)]


def for_json(checked: Checked) -> dict[str, object]:
    """Give a template as data for a machine."""
    return {
        "path": str(checked.path),
        "template": checked.template or None,
        "found": [
            {
                "level": level_of(fault).value,
                "code": fault.code,
                "where": place_in_words(fault),
                "message": what_and_remedy(fault),
            }
            for fault in checked.found
        ],
    }


def count_in_words(checked: Sequence[Checked]) -> str:
    """Count the templates and what was found.

    >>> count_in_words([])
    '0 mallar: inget att åtgärda.'
    """
    levels = [level_of(fault) for one in checked for fault in one.found]
    stops, warnings = levels.count(Level.STOP), levels.count(Level.WARN)
    mallar = "1 mall" if len(checked) == 1 else f"{len(checked)} mallar"
    if not stops and not warnings:
        return f"{mallar}: inget att åtgärda."
    return f"{mallar}: {stops} fel, {warnings} {'varning' if warnings == 1 else 'varningar'}."
