"""Writing main.py and requirements.txt, and leaving other people's work alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from shk_xl.cli.app import run
from shk_xl.domain.faults import Refused
from shk_xl.excel.lite.bundle import main_py
from shk_xl.excel.lite.files import write_lite
from shk_xl.excel.lite.packages import FOR_DOCUMENTS, refuse_without_packages, requirements


def codes(folder: Path) -> list[str]:
    with pytest.raises(Refused) as refused:
        write_lite(folder, documents=False)
    return [fault.code for fault in refused.value.faults]


def test_both_files_are_written_into_a_new_folder(tmp_path: Path) -> None:
    main, wanted = write_lite(tmp_path / "ny" / "mapp", documents=False)
    assert main.read_text(encoding="utf-8") == main_py()
    assert wanted.read_text(encoding="utf-8").splitlines() == ["xlwings>=0.37,<1"]


@pytest.mark.thorough
def test_documents_ask_for_more_packages_and_may_be_changed_back(tmp_path: Path) -> None:
    _, wanted = write_lite(tmp_path, documents=True)
    assert wanted.read_text(encoding="utf-8").splitlines() == list(requirements(documents=True))
    write_lite(tmp_path, documents=False)
    assert len(wanted.read_text(encoding="utf-8").splitlines()) == 1


def test_the_versions_are_those_of_the_project(request: pytest.FixtureRequest) -> None:
    project = (request.config.rootpath / "pyproject.toml").read_text(encoding="utf-8")
    for line in FOR_DOCUMENTS.values():
        assert f'"{line}' in project


@pytest.mark.thorough
def test_an_older_version_of_ours_is_replaced(tmp_path: Path) -> None:
    main, _ = write_lite(tmp_path, documents=False)
    # As an editor on Windows would have saved it.
    main.write_bytes(main.read_bytes().replace(b"\n", b"\r\n"))
    write_lite(tmp_path, documents=False)
    assert main.read_text(encoding="utf-8") == main_py()


def test_a_file_of_somebody_else_or_an_edited_one_is_kept(tmp_path: Path) -> None:
    main, wanted = write_lite(tmp_path, documents=False)
    edited = main.read_text(encoding="utf-8").replace("Ordinarie", "Annan", 1)
    main.write_text(edited, encoding="utf-8")
    wanted.write_text("xlwings\npandas\n", encoding="utf-8")
    assert codes(tmp_path) == ["lite_main_edited", "lite_requirements_foreign"]
    assert main.read_text(encoding="utf-8") == edited
    main.write_text("print('min egen')\n", encoding="utf-8")
    assert "lite_main_foreign" in codes(tmp_path)
    assert main.read_text(encoding="utf-8") == "print('min egen')\n"


def test_the_command_says_what_it_wrote_and_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["excel", "lite", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert str(tmp_path / "main.py") in shown
    assert "docs/lite.md" in shown


def test_the_command_refuses_in_swedish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "main.py").write_text("annat = 1\n", encoding="utf-8")
    assert run(["excel", "lite", str(tmp_path)]) == 3
    assert "Filen är skriven av någon annan. Ange en annan mapp" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["main.py"]


def test_missing_packages_are_named_with_their_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "shk_xl.excel.lite.packages.find_spec", lambda name: None if name == "docx" else name
    )
    with pytest.raises(Refused) as refused:
        refuse_without_packages()
    (fault,) = refused.value.faults
    assert fault.values == {"lines": "python-docx>=1.2,<2"}
