"""``shk-xl templates new``: a folder of templates to edit."""

from __future__ import annotations

from pathlib import Path

import click

from shk_xl.documents.templates.starting import copy_templates


@click.command(
    "new",
    help="Lägger de inbyggda mallarna i mappen FOLDER. Finns en av dem redan skrivs inget.",
)
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Copy the templates, and say what comes next."""
    for path in copy_templates(folder):
        click.echo(path)
    click.echo(
        f"Ändra dem i Word. Kontrollera dem med: shk-xl templates check {folder}\n"
        f"Använd dem med: shk-xl documents BOOK --templates {folder}"
    )
