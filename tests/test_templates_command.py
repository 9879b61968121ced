"""``shk-xl templates`` as a person meets it: what it prints, its exit codes, what it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from edited_templates import Edited, p
from test_cli import Console

from shk_xl.documents.fields import FieldSpec, Shape
from shk_xl.documents.kinds import TEMPLATES
from shk_xl.documents.templates.checking import check_folder, lines
from shk_xl.documents.templates.examples import documented
from shk_xl.documents.templates.files import read_template
from shk_xl.documents.templates.starting import copy_templates

pytestmark = pytest.mark.thorough

FORUM = "foruminitiativ.docx"


@pytest.fixture
def shk(capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy_templates(tmp_path / "mallar")
    return tmp_path / "mallar"


def plant(folder: Path) -> Path:
    edited = Edited.of(FORUM)
    edited.replace("{{ namn }}", "{{ nam }}")
    edited.replace("{{p syfte }}", "Syftet: {{ syfte }}")
    (folder / FORUM).write_bytes(edited.data)
    return folder / FORUM


def test_new_copies_every_template_and_replaces_none(shk: Console, tmp_path: Path) -> None:
    code, out, err = shk("templates", "new", tmp_path / "m")
    assert (code, err) == (0, "")
    made = {path.name: path.read_bytes() for path in (tmp_path / "m").iterdir()}
    assert made == {name: read_template(name) for name in TEMPLATES}
    assert f"shk-xl templates check {tmp_path / 'm'}" in out
    (tmp_path / "m" / FORUM).unlink()
    code, out, err = shk("templates", "new", tmp_path / "m")
    assert (code, out) == (3, "")
    assert "skrivs aldrig över" in err
    assert not (tmp_path / "m" / FORUM).exists()


@pytest.mark.thorough
def test_check_is_quiet_about_what_is_right(shk: Console, folder: Path) -> None:
    code, out, err = shk("templates", "check", folder)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"{len(TEMPLATES)} mallar: inget att åtgärda."


def test_check_tells_what_where_and_which_fields_there_are(shk: Console, folder: Path) -> None:
    path = plant(folder)
    code, out, err = shk("templates", "check", folder)
    assert (code, err) == (1, "")
    assert f"{path}, stycke 3: Fältet nam finns inte" in out
    assert "Menade du namn?" in out
    assert "Skriv {{p syfte }} ensamt i ett eget stycke." in out
    assert "{{ namn }}\n    text: Initiativets namn med fas.\n    Exempel: UVAS" in out
    assert out.splitlines()[-1] == f"{len(TEMPLATES)} mallar: 2 fel, 0 varningar."


def test_check_for_machines(shk: Console, folder: Path) -> None:
    path = plant(folder)
    code, out, _ = shk("templates", "check", path, "--json")
    assert code == 1
    (told,) = json.loads(out)
    assert (told["path"], told["template"]) == (str(path), FORUM)
    assert [found["code"] for found in told["found"]] == [
        "template_unknown_field_near",
        "template_block_in_sentence",
    ]
    assert {found["level"] for found in told["found"]} == {"stop"}
    assert told["found"][0]["where"] == f"{path}, stycke 3"


def test_a_warning_alone_ends_with_0(shk: Console, folder: Path) -> None:
    edited = Edited.of(FORUM)
    edited.after("Namn på initiativet", p("- skrivet streck"))
    (folder / FORUM).write_bytes(edited.data)
    code, out, _ = shk("templates", "check", folder / FORUM)
    assert code == 0
    assert "Varning" in out
    assert out.splitlines()[-1] == "1 mall: 0 fel, 1 varning."


def test_a_missing_template_and_a_stray_file_are_told(shk: Console, folder: Path) -> None:
    (folder / FORUM).rename(folder / "foruminitiativ (1).docx")
    (folder / "ny_roll.docx").rename(folder / "ny_roll.dotx")
    code, out, _ = shk("templates", "check", folder)
    assert code == 1
    assert f"{folder / FORUM}: Mallen finns inte." in out
    assert "ny_roll.dotx: Filen är sparad som .dotx" in out
    assert "foruminitiativ (1).docx: Filen heter inte som någon mall" in out


@pytest.mark.parametrize("name", ["finns-inte.docx", "finns-inte"])
def test_what_is_not_there_is_refused(shk: Console, tmp_path: Path, name: str) -> None:
    code, out, err = shk("templates", "check", tmp_path / name)
    assert (code, out) == (3, "")
    assert "finns inte" in err


def test_a_damaged_file_is_told_and_not_raised(shk: Console, tmp_path: Path) -> None:
    (tmp_path / FORUM).write_bytes(b"PK\x03\x04skadad")
    code, out, _ = shk("templates", "check", tmp_path / FORUM)
    assert code == 1
    assert str(tmp_path / FORUM) in out


def test_list_shows_fields_with_example_and_shape(shk: Console) -> None:
    code, out, _ = shk("templates", "list", "foruminitiativ")
    assert code == 0
    assert "Beslutsunderlag foruminitiativ (foruminitiativ.docx)" in out
    assert "{{p syfte }}\n    stycken: Syftet med initiativet.\n    Exempel: Vi vill:" in out
    assert "{%p for rad in finansiering %} … {%p endfor %}" in out
    assert "    {{ rad.belopp }}" in out


def test_list_for_machines_has_every_field_of_every_template(shk: Console) -> None:
    code, out, _ = shk("templates", "list", "--json")
    assert code == 0
    listed = json.loads(out)
    assert [template["template"] for template in listed] == list(TEMPLATES)
    for template in listed:
        names = [field["name"] for field in template["fields"] if not field["depth"]]
        assert names == [field.name for field in TEMPLATES[template["template"]]]
        assert any(field["example"] for field in template["fields"])


def test_an_unknown_kind_is_wrong_usage(shk: Console) -> None:
    assert shk("templates", "list", "protokoll")[0] == 2


@pytest.mark.thorough
def test_the_lines_for_a_button(folder: Path) -> None:
    assert all(line.endswith("inget att åtgärda.") for line in lines(check_folder(folder)))
    plant(folder)
    assert any("Menade du namn?" in line for line in lines(check_folder(folder)))


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_field_has_the_name_of_another(template: str) -> None:
    def check(fields: tuple[FieldSpec, ...]) -> None:
        names = [field.name for field in fields]
        assert len(names) == len(set(names))
        for field in fields:
            assert field.name.isidentifier()
            assert field.help.endswith(".")
            assert bool(field.columns) == (field.shape is Shape.ROWS)
            check(field.columns)

    check(TEMPLATES[template])


def test_most_fields_have_an_example() -> None:
    for template in TEMPLATES:
        fields = documented(template)
        assert sum(bool(field.example) for field in fields) >= len(fields) // 3


@pytest.mark.thorough
def test_documents_tell_what_hinders_readers(shk: Console, tmp_path: Path) -> None:
    assert shk("demo", tmp_path)[0] == 0
    edited = Edited.of(FORUM)
    faint = '<w:rPr><w:color w:val="BBBBBB"/></w:rPr>'
    edited.after("Namn på initiativet", p("Blek text.", run=faint))
    copy_templates(tmp_path / "mallar")
    (tmp_path / "mallar" / FORUM).write_bytes(edited.data)
    arguments = ("documents", tmp_path / "exempel_2024.xlsx", "--initiative", "UVAS")
    own = ("--templates", tmp_path / "mallar", "--out", tmp_path / "egna")
    code, out, _ = shk(*arguments, *own)
    assert code == 1
    assert "Texten ”Blek text.” har för svag kontrast: 1,9:1 (#BBBBBB på #FFFFFF)." in out
    code, out, _ = shk(*arguments, *own, "--json")
    assert code == 1
    assert [found["code"] for found in json.loads(out)[0]["findings"]] == ["docx_contrast"]
