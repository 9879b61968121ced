"""What several tests need: the shared real files where they are, and LibreOffice."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

# A slow machine is no fault; and what lands must not depend on the luck of a draw.
settings.register_profile("shk_xl", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("shk_xl")

SHARED = Path(__file__).parents[2] / "shared"
PROGRAMS = {"soffice", "chromium", "pyodide"}
"""Fixtures of other programs, which take seconds to start."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count whatever starts another program among the thorough tests."""
    for item in items:
        if PROGRAMS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.thorough)


@pytest.fixture(scope="session")
def seeds() -> list[Path]:
    """The source documents, where they are at hand."""
    files = sorted((SHARED / "seeds").glob("*.txt"))
    if not files:
        pytest.skip("the source documents are not at hand")
    return files


@pytest.fixture(scope="session")
def excel_files() -> list[Path]:
    """Workbooks that real spreadsheet programs saved, where they are at hand."""
    files = sorted((SHARED / "excel_files").glob("*.xls?"))
    if not files:
        pytest.skip("the real workbooks are not at hand")
    return files


def missing(what: str, required_by: str) -> NoReturn:
    """Skip for want of a program; where everything must be there, its absence is a failure."""
    if os.environ.get(required_by):
        pytest.fail(f"{what} is missing, and here it must be present")
    pytest.skip(f"{what} is not installed")


def program(*names: str) -> str | None:
    """Find a program on PATH, under any of its names."""
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice."""
    return program("soffice") or missing("LibreOffice", "SHK_XL_REQUIRE_LIBREOFFICE")


@pytest.fixture(scope="session")
def chromium() -> str:
    """A browser to run the task pane in."""
    found = program("chromium", "chromium-browser", "google-chrome")
    return found or missing("Chromium", "SHK_XL_REQUIRE_HOSTS")


@pytest.fixture(scope="session")
def pyodide() -> Path:
    """The folder of Python for browsers, which ``npm install`` puts into tests/pyodide."""
    folder = Path(__file__).parent / "pyodide" / "node_modules" / "pyodide"
    if not folder.is_dir() or program("node") is None:
        missing("Pyodide or Node", "SHK_XL_REQUIRE_HOSTS")
    return folder
