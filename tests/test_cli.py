"""The command line as a person meets it: what it prints, and its exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from old_documents import FILES

from shk_xl import __version__
from shk_xl.cli.app import COMMANDS, run
from shk_xl.ooxml.package import Package

NBSP = "\u00a0"


class Console:
    """Runs commands and keeps what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = self.capsys.readouterr()
        return code, captured.out, captured.err


@pytest.fixture
def shk(capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(capsys)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's folder, made once; tests that write take a copy."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    assert run(["demo", str(folder)]) == 0
    return folder


@pytest.fixture
def book(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo / "exempel_2024.xlsx", tmp_path))


def test_the_demo_ends_with_the_right_numbers(shk: Console, tmp_path: Path) -> None:
    code, out, err = shk("demo", tmp_path / "demo")
    assert (code, err) == (0, "")
    plain = out.replace(NBSP, " ")
    assert "Totalt: 3 456 000 kr" in plain
    assert "okänt: Ny roll för testbäddar" in plain
    for line in (
        "1 750 000 kr  1 456 000 kr    294 000 kr",
        "7 500 000 kr  2 000 000 kr  5 500 000 kr",
    ):
        assert line in plain
    documents = list((tmp_path / "demo" / "underlag").glob("*.docx"))
    assert len(documents) == 8 + 1 + 2
    again = shk("demo", tmp_path / "demo")
    assert again[0] == 0
    assert "0 värden ändrade" in again[1]
    assert "oförändrade" in again[1]


def test_the_summary_for_machines_is_what_the_design_says(shk: Console, book: Path) -> None:
    code, out, _ = shk("summary", book, "--json")
    assert code == 0
    summary = json.loads(out)
    assert (summary["year"], summary["total"], summary["unknown_count"]) == (2024, 3_456_000, 1)
    assert summary["sources"] == [
        {
            "name": "Initiativbudget",
            "frame": 1_750_000,
            "preliminary": False,
            "allocated": 1_456_000,
            "left": 294_000,
        },
        {
            "name": "Pilotbudget",
            "frame": 7_500_000,
            "preliminary": True,
            "allocated": 2_000_000,
            "left": 5_500_000,
        },
    ]
    assert sum(area["amount"] for area in summary["cost_areas"]) == 4_000_000
    by_id = {initiative["id"]: initiative for initiative in summary["initiatives"]}
    assert {code: one["score"] for code, one in by_id.items()} == {
        "UVAS": 4.5,
        "FORSKOLA": 4.0,
        "NORM": 3.0,
        "PERSPEKTIV": 2.5,
        "DEMOKRATI": 4.5,
        "CORNERSTONE": 3.5,
        "VILLKOR": None,
        "NYROLL": None,
    }
    assert (by_id["VILLKOR"]["score_low"], by_id["VILLKOR"]["score_high"]) == (1.0, 5.0)
    assert by_id["NYROLL"]["score_low"] is None
    assert by_id["NYROLL"]["amount_state"] == "unknown"
    assert by_id["PERSPEKTIV"]["amount_state"] == "staff"
    assert [by_id[c]["rank"] for c in ("UVAS", "FORSKOLA", "NORM", "PERSPEKTIV")] == [1, 2, 3, 4]


def test_the_check_finds_the_real_gaps_and_says_where(shk: Console, book: Path) -> None:
    code, out, _ = shk("check", book, "--json")
    assert code == 1
    findings = json.loads(out)
    assert {"level", "code", "where", "message"} == set(findings[0])
    stops = [finding for finding in findings if finding["level"] == "stop"]
    assert [finding["code"] for finding in stops] == ["basis_missing_priced"]
    assert "På barn och ungas villkor" in stops[0]["message"]
    assert "Initiativ!" in stops[0]["where"]
    assert any(finding["code"] == "party_absent" for finding in findings)


def test_a_new_book_can_be_used_at_once(shk: Console, tmp_path: Path) -> None:
    book = tmp_path / "ny portfölj.xlsx"
    assert shk("new", book, "--year", "2027")[0] == 0
    assert shk("check", book)[:2] == (0, "Inget att anmärka på.\n")
    assert shk("recalc", book, "--check")[0] == 0
    code, _, err = shk("new", book)
    assert code == 3
    assert "finns redan" in err


def test_recalculation_changes_only_stale_values(shk: Console, book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    code, out, _ = shk("recalc", book, "--json")
    (report,) = json.loads(out)
    assert (code, report["status"], report["changed"]) == (0, "unchanged", 0)
    assert book.read_bytes() == before
    package = Package(before)
    sheet = next(
        name
        for name in package.partnames
        if name.startswith("xl/worksheets/sheet") and b"SHK_PRIORITET(" in package.read(name)
    )
    broken = package.read(sheet).replace(b"<v>4.5</v>", b"<v>1.5</v>")
    book.write_bytes(package.replaced({sheet: broken}))
    assert shk("recalc", book, "--check")[0] == 1
    assert shk("recalc", book, "--out", tmp_path / "ut")[0] == 0
    assert (tmp_path / "ut" / book.name).read_bytes() == before
    assert shk("recalc", book)[0] == 0
    assert Package(book.read_bytes()).read(sheet) == package.read(sheet)


def test_one_bad_file_does_not_stop_the_rest(shk: Console, book: Path) -> None:
    (book.parent / "trasig.xlsx").write_bytes(b"PK\x03\x04 inte en arbetsbok")
    (book.parent / "~$exempel.xlsx").write_bytes(b"x")
    code, out, err = shk("recalc", book.parent)
    assert code == 3
    assert "exempel_2024.xlsx" in out
    assert "trasig.xlsx" in err


@pytest.mark.parametrize("command", ["summary", "check", "documents"])
def test_a_file_that_is_no_portfolio_is_refused(shk: Console, tmp_path: Path, command: str) -> None:
    for name, content in (("text.xlsx", b"hej"), ("tom.xlsx", b"")):
        (tmp_path / name).write_bytes(content)
        code, _, err = shk(command, tmp_path / name)
        assert code == 3
        assert name in err
    code, _, err = shk(command, tmp_path / "saknas.xlsx")
    assert code == 3
    assert "saknas.xlsx" in err


def test_documents_are_made_for_one_initiative(shk: Console, book: Path) -> None:
    code, out, _ = shk("documents", book, "--initiative", "UVAS", "--json")
    assert code == 0
    (document,) = json.loads(out)
    assert document["initiative"] == "UVAS"
    assert (document["kind"], document["status"]) == ("foruminitiativ", "written")
    assert Path(document["path"]).is_file()
    code, _, err = shk("documents", book, "--initiative", "UVA")
    assert code == 3
    assert "UVAS" in err


def test_a_document_that_was_edited_is_kept(shk: Console, book: Path) -> None:
    import docx  # noqa: PLC0415 - slow to load

    _, out, _ = shk("documents", book, "--initiative", "UVAS", "--json")
    path = Path(json.loads(out)[0]["path"])
    document = docx.Document(str(path))
    document.paragraphs[-1].add_run(" Tillagt för hand.")
    document.save(str(path))
    edited = path.read_bytes()
    code, out, _ = shk("documents", book, "--initiative", "UVAS", "--json")
    assert code == 1
    assert json.loads(out)[0]["status"] == "edited"
    assert path.read_bytes() == edited
    assert path.with_name(f"{path.stem}_ny.docx").is_file()


def test_an_import_adds_to_a_book_and_changes_nothing_else_in_it(
    shk: Console, tmp_path: Path
) -> None:
    book = tmp_path / "bok.xlsx"
    assert shk("new", book, "--year", "2025")[0] == 0
    package = Package(book.read_bytes())
    saved = package.replaced({"docProps/app.xml": package.read("docProps/app.xml") + b" "})
    book.write_bytes(saved)
    code, out, err = shk("import", *FILES, "--into", book)
    assert (code, err) == (0, "")
    assert "Kan höra ihop:" in out
    first = json.loads(shk("summary", book, "--json")[1])
    assert first["total"] == 2_052_000
    written = Package(book.read_bytes())
    untouched = {"docProps/app.xml", "xl/styles.xml", "xl/drawings/drawing1.xml", "xl/workbook.xml"}
    assert all(written.read(part) == Package(saved).read(part) for part in untouched)
    again = book.read_bytes()
    assert shk("import", *FILES, "--into", book)[0] == 0
    assert book.read_bytes() == again
    reasons = [one["reason"] for one in json.loads(shk("log", book, "--json")[1])]
    assert reasons == ["found", "imported"]
    assert shk("restore", book, "1")[0] == 0
    assert book.read_bytes() == saved


def test_wrong_usage_is_told_in_swedish(shk: Console) -> None:
    code, _, err = shk("summary")
    assert code == 2
    assert "Argument saknas" in err
    code, _, err = shk("sumary")
    assert code == 2
    assert "finns inte" in err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_a_place_in_the_manual(shk: Console, name: str) -> None:
    code, out, _ = shk(name, "--help")
    assert code == 0
    assert out.startswith("Användning: shk-xl")
    for english in ("Show ", "Usage", "Options:", "default:"):
        assert english not in out
    manual = Path(__file__).parents[1] / "docs" / "handbok.md"
    assert f"shk-xl {name}" in manual.read_text(encoding="utf-8")


def test_the_version_needs_no_command_line_library() -> None:
    program = (
        "import sys; sys.argv = ['shk-xl', '--version'];"
        "from shk_xl.__main__ import main; code = main();"
        "assert 'click' not in sys.modules; sys.exit(code)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert answer.stdout.decode().strip() == f"shk-xl {__version__}"


@pytest.mark.parametrize("name", ["summary_command", "check_command"])
def test_reading_numbers_loads_nothing_heavy(name: str) -> None:
    heavy = ["docxtpl", "docx", "matplotlib", "xlsxwriter", "formualizer", "pandas", "rich"]
    program = (
        f"import sys, shk_xl.cli.{name};"
        f"found = [n for n in {heavy} if n in sys.modules]; assert not found, found"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_folder_that_may_not_be_written_is_a_message(
    shk: Console, book: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "fil"
    blocked.write_text("inte en mapp", encoding="utf-8")
    code, _, err = shk("documents", book, "--out", blocked / "underlag")
    assert code == 3
    assert "fil" in err
    assert shk("demo", blocked / "demo")[0] == 3
    assert shk("recalc", book, "--out", blocked / "ut")[0] in {0, 3}


@pytest.mark.skipif(os.name == "nt", reason="the mark works in another way there")
def test_a_locked_or_read_only_file_is_left_alone(shk: Console, book: Path) -> None:
    owner = book.with_name(f"~${book.name}")
    owner.write_bytes(b"x")
    code, _, err = shk("recalc", book)
    assert code == 3
    assert "öppen" in err
    owner.unlink()
    package = Package(book.read_bytes())
    sheet = next(
        name
        for name in package.partnames
        if name.startswith("xl/worksheets/sheet") and b"SHK_PRIORITET(" in package.read(name)
    )
    stale = package.replaced({sheet: package.read(sheet).replace(b"<v>4.5</v>", b"<v>1.5</v>")})
    book.write_bytes(stale)
    book.chmod(0o444)
    code, _, err = shk("recalc", book)
    assert code == 3
    assert "skrivskyddad" in err
    assert book.read_bytes() == stale
