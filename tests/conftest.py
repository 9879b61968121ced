"""What several tests need: the shared real files where they are, and LibreOffice."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no fault; and what lands must not depend on the luck of a draw.
settings.register_profile("shk_xl", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("shk_xl")

SHARED = Path(__file__).parents[2] / "shared"


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


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice; where it must be there, its absence is a failure."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("SHK_XL_REQUIRE_LIBREOFFICE"):
            pytest.fail("LibreOffice is missing, and here it must be present")
        pytest.skip("LibreOffice is not installed")
    return program
