"""Every kind of document looks as it did when its reference images were kept.

When a page is meant to look otherwise: look at it, and run ``tools/build_reference_images.py``.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import missing, program
from reference_pages import FOLDER, Page, differences, documents, pages, reference

from shk_xl.documents.word.package import Entry, read_package, write_package

pytestmark = pytest.mark.thorough
NAME = "foruminitiativ-rubriker"
MOST_BYTES = 1_000_000


@pytest.fixture(scope="module")
def made(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    assert soffice
    if program("pdftoppm") is None or program("fc-list") is None:
        missing("pdftoppm or fontconfig", "SHK_XL_REQUIRE_LIBREOFFICE")
    fonts = subprocess.run(["fc-list", ":family=Carlito"], capture_output=True, check=True).stdout
    if not fonts:
        missing("The typeface Carlito", "SHK_XL_REQUIRE_LIBREOFFICE")
    return documents(tmp_path_factory.mktemp("sidor"))


@pytest.fixture(scope="module")
def rendered(made: dict[str, Path]) -> dict[str, list[Page]]:
    return pages(made)


def test_every_page_looks_as_its_reference(rendered: dict[str, list[Page]]) -> None:
    told = [differences(name, found, reference(name)) for name, found in rendered.items()]
    assert [line for lines in told for line in lines] == []


def test_every_reference_is_of_a_document_and_they_are_small(
    rendered: dict[str, list[Page]],
) -> None:
    files = list(FOLDER.iterdir())
    assert len(files) == sum(map(len, rendered.values()))
    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    assert all(page.min() < 100 for name in rendered for page in reference(name))


def larger_headings(part: str) -> str:
    """Give the headings of the first level another size, of 2 points more."""
    style = re.search(r'<w:style [^>]*w:styleId="Heading1".*?</w:style>', part, re.DOTALL)
    assert style is not None
    larger = re.sub(r'(<w:sz w:val=")(\d+)', lambda m: f"{m[1]}{int(m[2]) + 4}", style[0])
    assert larger != style[0]
    return part.replace(style[0], larger)


def without_the_last_table(part: str) -> str:
    """Lose a table."""
    start, end = part.rindex("<w:tbl>"), part.rindex("</w:tbl>") + len("</w:tbl>")
    return part[:start] + part[end:]


def wider_margin(part: str) -> str:
    """Move the text half a centimetre to the right."""
    moved = re.sub(r'w:left="(\d{4})"', lambda m: f'w:left="{int(m[1]) + 283}"', part)
    assert moved != part
    return moved


def another_style(part: str) -> str:
    """Let a heading be a heading no more."""
    changed = part.replace('<w:pStyle w:val="Heading1"/>', "", 1)
    assert changed != part
    return changed


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("word/styles.xml", larger_headings),
        ("word/document.xml", without_the_last_table),
        ("word/document.xml", wider_margin),
        ("word/document.xml", another_style),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_a_change_of_layout_is_told_with_its_page(
    made: dict[str, Path],
    rendered: dict[str, list[Page]],
    tmp_path: Path,
    part: str,
    change: Callable[[str], str],
) -> None:
    package = read_package(made[NAME].read_bytes(), NAME)
    changed = {**package.parts, part: change(package.parts[part].decode()).encode()}
    path = tmp_path / "changed.docx"
    path.write_bytes(write_package({name: Entry.of(data) for name, data in changed.items()}))
    told = differences(NAME, pages({NAME: path})[NAME], rendered[NAME])
    assert told
    assert all(line.startswith(NAME) and "page" in line for line in told)


def test_another_render_of_the_same_document_passes(
    made: dict[str, Path], rendered: dict[str, list[Page]]
) -> None:
    again = pages({NAME: made[NAME]})
    assert differences(NAME, again[NAME], rendered[NAME]) == []
