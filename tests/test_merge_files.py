"""Tables out of files for the merge: whatever state the file is in, and back into a file."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from portfolio_books import PORTFOLIO, Formula, Layout, book, edited

from shk_xl.domain.faults import Refused
from shk_xl.exchange.merge.differences import Reply
from shk_xl.exchange.merge.edits import edits_of
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.outcome import Merged
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.merge.shapes import SHAPES
from shk_xl.exchange.merge.tables import MergeTable
from shk_xl.workbook.writing.write import edit_tables

pytestmark = pytest.mark.thorough

Layouts = dict[str, Layout]


def none(_layouts: Layouts) -> None:
    """Nothing is changed."""


def read(
    change: Callable[[Layouts], object] = none, file: str = "bok.xlsx"
) -> Mapping[str, MergeTable]:
    return tables_of(book(change), file=file)


def merged(change: Callable[[Layouts], object]) -> Merged:
    return merge(read(), read(), [Reply("Kommunen", "svar.xlsx", read(change, "svar.xlsx"))])


def codes(merged: Merged) -> list[str]:
    return [notice.fault.code for notice in merged.notices]


def test_every_table_is_read_with_its_rows_keys_and_letters() -> None:
    tables = read()
    assert [*tables] == [*SHAPES]
    table = tables["Initiativ"]
    assert [*table.rows] == [("uvas",), ("roll",)]
    assert table.rows["roll",].number == 3
    assert table.rows["uvas",].values["Belopp"] == 648
    assert table.place(table.rows["uvas",], "Namn").cell == "B2"


def test_the_same_file_twice_has_no_differences() -> None:
    assert merged(none).counts.came_in == 0


def test_a_file_that_is_no_portfolio_or_not_safe_is_refused() -> None:
    for data, code in ((b"", "file_empty"), (b"PK\x03\x04", "package_damaged")):
        with pytest.raises(Refused) as caught:
            tables_of(data, file="svar.xlsx")
        assert caught.value.faults[0].place.file == "svar.xlsx", code

    def foreign(layouts: Layouts) -> None:
        for number, layout in enumerate(layouts.values()):
            layout.name, layout.titles = f"Annan{number}", ["A", "B"]

    with pytest.raises(Refused) as caught:
        read(foreign)
    assert caught.value.faults[0].code == "not_a_portfolio"


def test_faults_in_cells_do_not_stop_the_rest() -> None:
    def change(layouts: Layouts) -> None:
        rows = layouts["Initiativ"].rows
        rows[0]["Typ"] = "Projekt"
        rows[0]["Belopp"] = "1.750"
        rows[1]["Namn"] = "Nytt"

    found = merged(change)
    assert [edit.column for edit in edits_of(found)] == ["Namn"]  # type: ignore[union-attr]
    assert codes(found) == ["reply_value_refused"] * 2


def test_a_table_without_a_column_is_read_all_the_same() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Värdering"].titles.remove("Poäng")
        layouts["Värdering"].rows[0]["Motivering"] = "Ny"

    found = merged(change)
    assert codes(found) == ["reply_column_missing"]
    assert len(edits_of(found)) == 1


def test_a_renamed_column_is_told_with_what_stands_in_it() -> None:
    def change(layouts: Layouts) -> None:
        layout = layouts["Värdering"]
        layout.titles[layout.titles.index("Motivering")] = "Motiveringar"
        for row in layout.rows:
            row["Motiveringar"] = row.pop("Motivering")

    found = merged(change)
    assert codes(found) == ["reply_column_renamed", "reply_column_new", "reply_own_column"]
    assert found.notices[2].differences[0].after == "Många frågar."


def test_a_formula_in_a_cell_is_seen_and_its_value_taken_by_choice_alone() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Initiativ"].rows[0]["Belopp"] = Formula("=600+48+1", 649)
        layouts["Initiativ"].rows[1]["Period"] = Formula('="Vår"', "Vår")

    found = merged(change)
    assert edits_of(found) == []
    assert [question.asked.name for question in found.proposals] == ["FORMULA", "FORMULA"]
    table = read(change)["Initiativ"]
    assert table.rows["uvas",].formulas == {"Belopp"}


def test_a_formula_that_nobody_has_calculated_is_told() -> None:
    data = book(lambda layouts: layouts["Initiativ"].rows[0].update(Belopp=Formula("=1+1", "§")))
    broken = edited(data, ("xl/worksheets/sheet2.xml", "<f>1\\+1</f><v>§</v>", "<f>1+1</f>"))
    broken = edited(broken, ("xl/worksheets/sheet2.xml", ' t="str"><f>1', "><f>1"))
    theirs = tables_of(broken, file="svar.xlsx")
    found = merge(read(), read(), [Reply("Kommunen", "svar.xlsx", theirs)])
    assert codes(found) == ["reply_formula_without_value"]


def test_dates_have_the_day_of_their_own_calendar() -> None:
    def dated(number: int) -> Callable[[Layouts], None]:
        def change(layouts: Layouts) -> None:
            for row in layouts["Närvaro"].rows:
                row["Möte"] = (number, "yyyy-mm-dd")

        return change

    since_1900 = read(dated(45029))
    since_1904 = tables_of(book(dated(45029 - 1462), options={"date_1904": True}), file="b.xlsx")
    assert since_1900["Närvaro"].rows.keys() == since_1904["Närvaro"].rows.keys()
    assert [*read()["Närvaro"].rows] == [*since_1900["Närvaro"].rows]


def test_rows_below_the_table_belong_to_it() -> None:
    found = merged(lambda layouts: layouts["Samhällsmål"].below.append({"Mål": "Under tabellen"}))
    (question,) = found.proposals
    assert question.key_values == ("Under tabellen",)


def test_a_moved_sorted_table_is_no_difference() -> None:
    def change(layouts: Layouts) -> None:
        for layout in layouts.values():
            layout.row, layout.column = 3, 2
            layout.rows.reverse()
            layout.titles.reverse()

    assert merged(change).counts.came_in == 0


def test_what_is_merged_is_read_again_from_the_file_that_it_was_written_into() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Initiativ"].rows[0].update({"Namn": "=SUM(A1)", "Alias": None, "Belopp": 700})
        layouts["Värdering"].rows[0].update({"Poäng": "5", "Motivering": " Rad ett\nRad två"})
        layouts["Närvaro"].rows[1]["Röst"] = "nej"

    ours = book(lambda layouts: layouts["Initiativ"].rows.reverse())
    svar = book(change, options={"strings_to_formulas": False})
    theirs = [Reply("Kommunen", "svar.xlsx", tables_of(svar, file="svar.xlsx"))]
    first = merge(read(), tables_of(ours, file="bok.xlsx"), theirs)
    written = tables_of(edit_tables(ours, edits_of(first)).data, file="bok.xlsx")
    assert written["Initiativ"].rows["uvas",].values["Namn"] == "=SUM(A1)"
    assert not written["Initiativ"].rows["uvas",].formulas & {"Namn"}
    again = merge(read(), written, theirs)
    assert (again.counts.already, again.counts.written) == (first.counts.written, 0)
    assert first.counts.written == first.counts.came_in == 5


def test_a_copy_that_libreoffice_has_saved_has_no_differences(soffice: str, tmp_path: Path) -> None:
    (tmp_path / "kopia.xlsx").write_bytes(book(portfolio=PORTFOLIO))
    command = [
        soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "ut"),
        str(tmp_path / "kopia.xlsx"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    theirs = tables_of((tmp_path / "ut" / "kopia.xlsx").read_bytes(), file="svar.xlsx")
    found = merge(read(), read(), [Reply("Kommunen", "svar.xlsx", theirs)])
    assert found.counts.came_in == 0
    assert {name: len(table.rows) for name, table in theirs.items()} == {
        name: len(table.rows) for name, table in read().items()
    }
