"""What has changed since an earlier version, as it stands on its one page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from docx.table import Table
from hypothesis import given, settings
from hypothesis import strategies as st
from meeting_books import MEETING, held

from shk_xl.cli.app import run
from shk_xl.documents import changes
from shk_xl.documents.changes import Earlier
from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.pdf import to_pdf
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.domain.amounts import Amount, Known, Unknown
from shk_xl.domain.changes import changes as changes_between
from shk_xl.domain.portfolio import Heading, Initiative, InitiativeType, Portfolio, TextSection
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.versions import Reason, keep_version
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024

pytestmark = pytest.mark.thorough

EXAMPLE = example_2024()
TODAY = date(2023, 12, 13)
NBSP = "\u00a0"


def made(before: Portfolio, after: Portfolio, folder: Path) -> Path:
    (produced,) = produce_documents(
        after,
        folder,
        source=SourceStamp("portfolj.xlsx", "0" * 64),
        today=TODAY,
        kinds=[DocumentKind.CHANGES],
        earlier=Earlier(before, "versionen från 26 september 2023", "2023-09-26"),
    )
    assert produced.findings == ()
    return produced.path


def lines(path: Path) -> list[str]:
    found: list[str] = []
    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            found += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            found.append(block.text)
    return [line.replace(NBSP, " ") for line in found]


def with_amount(code: str, amount: Amount) -> Portfolio:
    initiatives = tuple(
        replace(one, amount=amount) if one.code == code else one for one in EXAMPLE.initiatives
    )
    return replace(EXAMPLE, initiatives=initiatives)


def test_an_amount_is_told_with_both_values_and_the_difference(tmp_path: Path) -> None:
    found = lines(made(EXAMPLE, with_amount("NORM", Known(500_000)), tmp_path))
    assert "Budgetförslagen är tillsammans 3 524 000 kr, 68 000 kr mer än förut." in found
    assert "Budgetförslag tillsammans | 3 456 000 kr | 3 524 000 kr | +68 000 kr" in found
    assert (
        "Normförskjutning fas 1 | Budgetförslaget är nu 500 000 kr, förut 432 000 kr. | +68 000 kr"
        in found
    )


def test_what_becomes_known_is_said_and_has_no_difference(tmp_path: Path) -> None:
    found = "\n".join(lines(made(EXAMPLE, with_amount("NYROLL", Known(300_000)), tmp_path)))
    assert "Okända belopp, som inte ingår i summan: inget, förut ett." in found
    assert "Budgetförslaget är nu känt: 300 000 kr. Förut okänt: " in found
    assert " | okänd" in found


def test_what_becomes_unknown_is_not_told_as_zero(tmp_path: Path) -> None:
    found = "\n".join(lines(made(EXAMPLE, with_amount("UVAS", Unknown("ny offert")), tmp_path)))
    assert "Budgetförslaget är nu okänt: ny offert, förut 648 000 kr." in found
    assert "648 000 kr mindre än förut" in found
    assert " 0 kr" not in found


def test_nothing_has_changed(tmp_path: Path) -> None:
    found = lines(made(EXAMPLE, EXAMPLE, tmp_path))
    assert found[-1] == "Inget har ändrats sedan versionen från 26 september 2023."
    assert not any("|" in line for line in found)


def test_new_and_removed_initiatives_and_what_is_left_are_told(tmp_path: Path) -> None:
    new = Initiative("STUD", "Studentcoacher", InitiativeType.PILOT, amount=Known(216_000))
    after = replace(
        EXAMPLE,
        initiatives=(*(one for one in EXAMPLE.initiatives if one.code != "UVAS"), new),
        allocations=tuple(one for one in EXAMPLE.allocations if one.initiative != "UVAS"),
    )
    found = lines(made(EXAMPLE, after, tmp_path))
    assert "Nya initiativ: Studentcoacher." in found
    assert "Borttagna initiativ: UVAS: varför, vem, vad, vart? fas 1." in found
    assert "Kvar i Initiativbudget | 294 000 kr | 942 000 kr | +648 000 kr" in found
    assert "Studentcoacher | Nytt initiativ. Budgetförslag: 216 000 kr. | +216 000 kr" in found
    table = [line.split(" | ")[0] for line in found if line.endswith(" kr") and " | " in line]
    assert table.index("UVAS: varför, vem, vad, vart? fas 1") < table.index("Studentcoacher")


def test_decisions_texts_and_facts_are_told(tmp_path: Path) -> None:
    voted = held()
    before = replace(EXAMPLE, people=voted.people, meeting_items=(), attendance=())
    after = replace(
        before,
        meeting_items=voted.meeting_items,
        attendance=voted.attendance,
        texts=(*EXAMPLE.texts, TextSection("UVAS", Heading.BEST_INTERESTS, "Vi frågar dem.")),
        initiatives=tuple(
            replace(one, period="Hösten") if one.code == "UVAS" else one
            for one in EXAMPLE.initiatives
        ),
    )
    found = "\n".join(lines(made(before, after, tmp_path)))
    assert f"Beslut {MEETING[8:]} december 2023: Bifall. Ja 15, Nej 0, Avstår 0." in found
    assert "Period: Hösten, förut " in found
    assert "Nya texter: Barnets bästa (3 nya ord)." in found


def many(count: int, size: int) -> tuple[Portfolio, Portfolio]:
    """Give two versions with many initiatives, each with some texts that are different."""
    initiatives = tuple(
        Initiative(f"I{n}", f"Initiativ nummer {n} om {'barn ' * size}", InitiativeType.FORUM)
        for n in range(count)
    )
    before = replace(EXAMPLE, initiatives=initiatives, texts=(), scores=(), allocations=())
    after = replace(
        before,
        initiatives=tuple(replace(one, period="Hösten " * size) for one in initiatives),
        texts=tuple(TextSection(one.code, Heading.PURPOSE, "Lära.") for one in initiatives),
    )
    return before, after


def fields_of(before: Portfolio, after: Portfolio) -> dict[str, object]:
    return dict(changes.values(after, Earlier(before, "förra gången", "x"), TODAY))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 70), st.integers(1, 20))
def test_what_does_not_fit_is_counted_and_never_left_out(count: int, size: int) -> None:
    before, after = many(count, size)
    values = fields_of(before, after)
    shown = values["initiativ"]
    assert isinstance(shown, list)
    rest = str(values["resten"])
    cut = len(shown) if rest.startswith("En ") and "mer om" in rest else 0
    told = changes_between(before, after).initiatives
    if len(shown) < len(told) or cut:
        missing = len(told) - len(shown)
        assert rest.startswith(("En mindre ändring", f"{missing} ", *_COUNTS.get(missing, ())))
    else:
        assert not rest


_COUNTS = {2: ("Två",), 3: ("Tre",), 4: ("Fyra",), 5: ("Fem",), 6: ("Sex",)}


@pytest.mark.thorough
@pytest.mark.parametrize(("count", "size"), [(3, 1), (12, 6), (60, 1), (60, 12), (5, 40), (1, 120)])
@pytest.mark.usefixtures("soffice")
def test_it_is_one_page(count: int, size: int, tmp_path: Path) -> None:
    (pdf,) = to_pdf([made(*many(count, size), tmp_path)], tmp_path)
    with pikepdf.open(pdf) as opened:
        assert len(opened.pages) == 1


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(build_workbook(with_amount("NORM", Known(500_000))))
    return path


def kept(book: Path, portfolio: Portfolio) -> None:
    with Ledger(folder_of(book)) as ledger:
        keep_version(ledger, build_workbook(portfolio), ".xlsx", Reason.FOUND)


Since = Callable[[str], tuple[int, list[str]]]


@pytest.fixture
def since(book: Path, tmp_path: Path) -> Since:
    def command(written: str) -> tuple[int, list[str]]:
        out = tmp_path / "ut"
        shutil.rmtree(out, ignore_errors=True)
        arguments = ["documents", str(book), "--out", str(out), "--kind", "forandringar"]
        code = run([*arguments, "--since", written] if written else arguments)
        return code, [line for path in out.glob("*.docx") for line in lines(path)]

    return command


def test_since_takes_a_file_a_version_or_a_day(book: Path, since: Since, tmp_path: Path) -> None:
    old = tmp_path / "november.xlsx"
    old.write_bytes(build_workbook(EXAMPLE))
    kept(book, EXAMPLE)
    today = datetime.now(UTC).astimezone().date().isoformat()
    for written, said in (
        (str(old), "arbetsboken november.xlsx"),
        ("1", "(nummer 1)"),
        (today, "(nummer 1)"),
    ):
        code, found = since(written)
        assert code == 0
        assert any(said in line for line in found)
        assert "Budgetförslagen är tillsammans 3 524 000 kr, 68 000 kr mer än förut." in found


def test_a_version_that_is_not_there_is_told(
    book: Path, since: Since, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(book, EXAMPLE)
    for written, said in (
        ("2020-01-01", "Ingen version av arbetsboken var sparad den 2020-01-01."),
        ("9", "Det finns ingen version 9 av arbetsboken."),
    ):
        code, found = since(written)
        assert (code, found) == (3, [])
        assert said in capsys.readouterr().err


def test_the_page_needs_something_to_compare_with(
    since: Since, capsys: pytest.CaptureFixture[str]
) -> None:
    assert since("")[0] == 2
    assert "--since" in capsys.readouterr().err
