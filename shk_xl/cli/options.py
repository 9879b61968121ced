"""What several commands take: the workbook, and the choice of JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

BOOK: Final = click.argument("book", type=click.Path(path_type=Path))
JSON: Final = click.option("--json", "for_machine", is_flag=True, help="Skriver JSON.")
