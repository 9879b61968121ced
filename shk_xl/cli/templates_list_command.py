"""``shk-xl templates list``: the fields of each template, how they are written, an example."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.options import JSON
from shk_xl.documents.kinds import TEMPLATES
from shk_xl.documents.templates.examples import documented
from shk_xl.documents.templates.titles import template_in_words

_BY_NAME = {Path(template).stem: template for template in TEMPLATES}


@click.command(
    "list",
    help=(
        "Visar fälten i varje slags mall, med hur de skrivs och ett exempel.\n\n"
        "Exemplen kommer från exempelportföljen. Anges KIND visas bara den."
    ),
)
@click.argument("kinds", metavar="[KIND]...", nargs=-1, type=click.Choice(list(_BY_NAME)))
@JSON
def command(kinds: Sequence[str], *, for_machine: bool) -> None:
    """Print the fields."""
    templates = [_BY_NAME[kind] for kind in kinds or _BY_NAME]
    if for_machine:
        show.as_json([for_json(template) for template in templates])
    else:
        click.echo("\n".join(line for template in templates for line in field_lines(template)))


def field_lines(template: str) -> list[str]:
    """Explain the fields of a template, two or three lines a field."""
    title = f"{template_in_words(template)} ({template})"
    listed = ["", title, "-" * len(title)]
    for field in documented(template):
        indent = "    " * field.depth
        listed.append(f"{indent}{field.written}")
        listed.append(f"{indent}    {field.spec.shape.value}: {field.spec.help}")
        if field.example:
            listed.append(f"{indent}    Exempel: {field.example}")
    return listed


def for_json(template: str) -> dict[str, object]:
    """Give the fields of a template as data for a machine."""
    return {
        "template": template,
        "name": template_in_words(template),
        "fields": [
            {
                "name": field.spec.name,
                "shape": field.spec.shape.value,
                "depth": field.depth,
                "written": field.written,
                "help": field.spec.help,
                "example": field.example or None,
            }
            for field in documented(template)
        ],
    }
