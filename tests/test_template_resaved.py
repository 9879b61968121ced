"""A template that LibreOffice has opened and saved gives the same documents."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from edited_templates import MAIN

from shk_xl.documents.kinds import TEMPLATES
from shk_xl.documents.templates.checking import check_file
from shk_xl.documents.templates.compilation import load_template
from shk_xl.documents.templates.examples import example_rows
from shk_xl.documents.templates.files import read_template
from shk_xl.documents.templates.starting import copy_templates
from shk_xl.documents.word.package import read_package


@pytest.fixture(scope="module")
def resaved(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The built-in templates, and the same after LibreOffice has saved them."""
    folder = tmp_path_factory.mktemp("mallar")
    saved = folder / "sparade"
    paths = copy_templates(folder / "egna")
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={(folder / 'profil').as_uri()}",
            *("--headless", "--norestore", "--convert-to", "docx:MS Word 2007 XML"),
            *("--outdir", str(saved), *map(str, paths)),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder / "egna", saved


@pytest.mark.parametrize("template", TEMPLATES)
def test_it_passes_the_check_and_says_the_same(template: str, resaved: tuple[Path, Path]) -> None:
    before, after = (
        load_template((folder / template).read_bytes(), template, TEMPLATES[template])
        for folder in resaved
    )
    assert before.sha256 != after.sha256
    rows = example_rows(template)
    assert rows
    for values in rows:
        assert after.render(values).content_sha256 == before.render(values).content_sha256


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_check_tells_what_libreoffice_took_away(
    template: str, resaved: tuple[Path, Path]
) -> None:
    """It drops the descriptions of tables, and spans cells in rows with a repeated column."""
    checked = check_file(resaved[1] / template)
    assert {f.code for f in checked.found} <= {"docx_table_description", "docx_table_merged"}
    has_tables = b"<w:tbl>" in read_package(read_template(template), template).parts[MAIN]
    assert has_tables == ("docx_table_description" in {fault.code for fault in checked.found})
    assert not checked.stops
