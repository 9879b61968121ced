"""Generated files are what their scripts make, and the README's promises hold."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from shk_xl.cli.app import COMMANDS
from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.workbook.schema import TABLES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MANUAL = runpy.run_path(str(ROOT / "tools" / "build_manual.py"))
LOCALE = runpy.run_path(str(ROOT / "tools" / "build_locale.py"))


@pytest.mark.parametrize("page", MANUAL["PAGES"])
def test_the_reference_pages_are_those_of_the_tables(page: str) -> None:
    assert (DOCS / page).read_text(encoding="utf-8") == MANUAL["PAGES"][page]()


def test_the_compiled_words_of_the_command_line_are_those_of_its_source() -> None:
    folder: Path = LOCALE["FOLDER"]
    entries = LOCALE["read_po"]((folder / "shk_xl.po").read_text(encoding="utf-8"))
    assert (folder / "shk_xl.mo").read_bytes() == LOCALE["build_mo"](entries)


def test_every_function_and_column_has_its_place_in_the_manual() -> None:
    functions = (DOCS / "funktioner.md").read_text(encoding="utf-8")
    columns = (DOCS / "kolumner.md").read_text(encoding="utf-8")
    assert all(f"## {function.name}\n" in functions for function in FUNCTIONS)
    for table in TABLES:
        assert f"## {table.sheet}\n" in columns
        assert all(f"| {column.title} | {column.help} |" in columns for column in table.columns)


def test_the_readme_names_every_command_and_its_links_lead_somewhere() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"`shk-xl {command}" in readme for command in COMMANDS)
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", readme)
    assert links
    assert all((ROOT / link).exists() for link in links)
