"""What is promised of the merge, held against files: three workbooks in, one workbook out."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from itertools import permutations
from typing import Any

import openpyxl
import pytest
from portfolio_books import Formula, Layout, book, edited
from written_books import parts_of

from shk_xl.domain.faults import Refused
from shk_xl.exchange.merge.differences import Reply
from shk_xl.exchange.merge.edits import edits_of
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.outcome import Asked, Merged
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.merge.resolve import resolve
from shk_xl.exchange.merge.sheets import CHOICE, conflict_rows, log_rows
from shk_xl.exchange.merge.tables import MergeTable
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.writing.edits import CellEdit, Edit, NewRow
from shk_xl.workbook.writing.write import edit_tables

pytestmark = pytest.mark.thorough

Layouts = dict[str, Layout]
Change = Callable[[Layouts], object]
Tables = Mapping[str, MergeTable]
PARTIES = ("Kommunen", "Regionen", "Skolan", "Polisen")


def put(table: str, row: int, **cells: Any) -> Change:
    return lambda layouts: layouts[table].rows[row].update(cells)


def none(_layouts: Layouts) -> None:
    """Nothing is changed."""


def read(data: bytes) -> Tables:
    return tables_of(data, file="bok.xlsx")


def merged(*changes: Change, ours: Change = none, base: Change = none) -> Merged:
    """Merge the files of parties that have changed their copies."""

    def file(change: Change) -> bytes:
        def both(layouts: Layouts) -> None:
            base(layouts)
            change(layouts)

        return book(both)

    replies = [
        Reply(party, f"{party}.xlsx", read(file(change)))
        for party, change in zip(PARTIES, changes, strict=False)
    ]
    return merge(read(file(none)), read(file(ours)), replies)


def cells(merged: Merged) -> dict[str, Any]:
    """What is written, by column; the values of one row."""
    return {edit.column: edit.value for edit in edits_of(merged) if isinstance(edit, CellEdit)}


def codes(merged: Merged) -> list[str]:
    return [notice.fault.code for notice in merged.notices]


def asked(merged: Merged) -> list[Asked]:
    return [question.asked for question in merged.questions]


def answers(merged: Merged, choice: str = "Deras 1") -> list[Edit]:
    """Give the edits of one answer to every question."""
    resolved = resolve([{**row, CHOICE: choice} for row in conflict_rows(merged)], merged)
    assert not resolved.faults
    return [*resolved.edits]


class TestCells:
    def test_one_side_is_taken_and_two_that_differ_are_a_conflict(self) -> None:
        name, other = put("Initiativ", 0, Namn="Nytt"), put("Initiativ", 0, Namn="Annat")
        assert cells(merged(name)) == {"Namn": "Nytt"}
        assert cells(merged(name, name)) == {"Namn": "Nytt"}
        assert merged(name, ours=name).counts.already == 1
        assert (cells(merged(name, other)), asked(merged(name, other))) == ({}, [Asked.CELL])
        assert asked(merged(name, ours=other)) == [Asked.CELL]

    def test_a_cleared_cell_is_shown_as_cleared(self) -> None:
        found = merged(put("Värdering", 0, Motivering=None))
        assert cells(found) == {"Motivering": None}
        assert log_rows(found, "2024")[0]["Till"] == "tömd"

    def test_text_is_not_a_number(self) -> None:
        base = put("Initiativ", 0, Period="001")
        assert merged(put("Initiativ", 0, Period="001"), base=base).counts.came_in == 0
        assert cells(merged(put("Initiativ", 0, Period=1), base=base)) == {"Period": "1"}
        assert codes(merged(put("Värdering", 0, Poäng="4"))) == ["reply_retyped"]

    def test_a_logical_value_is_yes_or_no(self) -> None:
        assert codes(merged(put("Ramar", 0, Preliminär=True))) == ["reply_retyped"]
        assert cells(merged(put("Ramar", 0, Preliminär=False))) == {"Preliminär": "Nej"}

    def test_a_date_in_a_text_is_the_day_that_it_shows(self) -> None:
        dated = put("Möten", 0, Klart=(45029, "yyyy-mm-dd"))
        typed = put("Möten", 0, Klart="2023-04-13")
        assert cells(merged(dated)) == {"Klart": "2023-04-13"}
        assert cells(merged(dated, typed)) == {"Klart": "2023-04-13"}
        assert codes(merged(dated, base=typed)) == ["reply_retyped"]


class TestGroups:
    @pytest.mark.parametrize(
        ("table", "row", "one", "other"),
        [
            ("Värdering", 0, {"Poäng": 2}, {"Motivering": "Få."}),
            ("Initiativ", 0, {"Belopp": 700}, {"Förklaring till belopp": "Ny kurs"}),
            ("Ramar", 0, {"Belopp": 700}, {"Preliminär": "Nej"}),
            ("Närvaro", 1, {"Röst": "Nej"}, {"Anmärkning": "Tveksam"}),
            ("Möten", 0, {"Ansvarig": "Kommunen"}, {"Klart": "2024"}),
        ],
    )
    def test_what_belongs_together_is_taken_from_one_hand(
        self, table: str, row: int, one: dict[str, Any], other: dict[str, Any]
    ) -> None:
        left, right = put(table, row, **one), put(table, row, **other)
        for found in (merged(left, right), merged(left, ours=right)):
            assert (edits_of(found), asked(found)) == ([], [Asked.CELL])
        assert not merged(put(table, row, **one, **other), left).questions

    @pytest.mark.parametrize(
        ("table", "one", "other"),
        [
            ("Finansiering", {"Förklaring till belopp": "Kvar"}, {"Källa": "Statsbidrag"}),
            ("Värdering", {"Poäng": 2}, {"Kriterium": "Koppling"}),
        ],
    )
    def test_an_amount_and_its_source_are_a_conflict_too(
        self, table: str, one: dict[str, Any], other: dict[str, Any]
    ) -> None:
        content, key = put(table, 0, **one), put(table, 0, **other)
        both = merged(content, key)
        assert (edits_of(both), asked(both)) == ([], [Asked.KEY_AND_EDITED] * 2)
        ours = merged(key, ours=content)
        assert (edits_of(ours), asked(ours)) == ([], [Asked.KEY_AND_EDITED])
        assert {*one} < {*ours.questions[0].titles}
        assert asked(merged(content, ours=key)) == [Asked.REMOVED_AND_EDITED]


class TestKeysAndColumns:
    def test_a_changed_or_cleared_key_is_asked_about(self) -> None:
        for key in ("UNGA", None):
            found = merged(put("Initiativ", 0, Kod=key, Period="Vår"))
            assert (edits_of(found), asked(found)) == ([], [Asked.KEY])
            assert ("Period", "Vår") in {
                (edit.column, edit.value) for edit in answers(found) if isinstance(edit, CellEdit)
            }

    def test_a_key_on_two_rows_is_told_with_all_that_they_say(self) -> None:
        def copied(layouts: Layouts) -> None:
            rows = layouts["Värdering"].rows
            rows.append({**rows[0], "Poäng": 5})

        found = merged(copied)
        assert (edits_of(found), codes(found)) == ([], ["reply_key_twice"])
        assert "Poäng: 5" in str(found.notices[0].fault.values["content"])

    def test_a_column_put_in_the_middle_is_told_and_the_others_are_merged(self) -> None:
        def added(layouts: Layouts) -> None:
            layout = layouts["Initiativ"]
            layout.titles.insert(1, "Vår kommentar")
            layout.rows[0].update({"Vår kommentar": "Bra!", "Namn": "Nytt"})

        found = merged(added)
        assert cells(found) == {"Namn": "Nytt"}
        assert codes(found) == ["reply_column_new", "reply_own_column"]

    def test_a_missing_column_is_not_answered(self) -> None:
        def dropped(layouts: Layouts) -> None:
            layouts["Initiativ"].titles.remove("Period")

        found = merged(dropped, put("Initiativ", 0, Period="Vår"))
        assert cells(found) == {"Period": "Vår"}
        assert codes(found) == ["reply_column_missing"]

    def test_a_sorted_and_filtered_table_is_no_difference(self) -> None:
        data = book(lambda layouts: layouts["Initiativ"].rows.reverse())
        filtered = edited(data, ("xl/worksheets/sheet2.xml", '<row r="2"', '<row r="2" hidden="1"'))
        found = merge(read(book()), read(book()), [Reply("Kommunen", "k.xlsx", read(filtered))])
        assert found.counts.came_in == 0


def test_any_order_of_four_replies_gives_the_same() -> None:
    changes: tuple[Change, ...] = (
        put("Initiativ", 0, Namn="A", Period="Vår"),
        put("Initiativ", 0, Namn="B", Kod="UNGA"),
        lambda layouts: layouts["Värdering"].rows.pop(0),
        lambda layouts: layouts["Samhällsmål"].rows.append({"Mål": "Friska barn"}),
    )
    base = read(book())
    replies = [
        Reply(party, f"{party}.xlsx", read(book(change)))
        for party, change in zip(PARTIES, changes, strict=True)
    ]
    first, *others = (merge(base, base, order) for order in permutations(replies))
    assert (first.counts.written, len(first.questions)) == (2, 3)
    for other in others:
        assert (other.changes, other.questions, other.notices) == (
            first.changes,
            first.questions,
            first.notices,
        )


class TestNewRows:
    """New rows in a workbook as it is built: formats, formulas, charts and all."""

    BUILT = build_workbook(example_2024())

    def after(self, values: dict[str, Any]) -> bytes:
        theirs = read(edit_tables(self.BUILT, [NewRow("Initiativ", values)]).data)
        found = merge(read(self.BUILT), read(self.BUILT), [Reply("Kommunen", "k.xlsx", theirs)])
        assert asked(found) == [Asked.NEW_ROW]
        return edit_tables(self.BUILT, answers(found)).data

    def test_they_get_the_formats_and_formulas_of_the_table_and_nothing_else_moves(self) -> None:
        after = self.after({"Kod": "NYTT", "Namn": "=Nytt", "Typ": "Ny roll"})
        number = read(after)["Initiativ"].rows["nytt",].number
        sheet = openpyxl.load_workbook(io.BytesIO(after))["Initiativ"]
        above, new = sheet[number - 1], sheet[number]
        assert [cell.style_id for cell in new] == [cell.style_id for cell in above]
        assert [cell.data_type == "f" for cell in new] == [cell.data_type == "f" for cell in above]
        assert (new[1].value, new[1].data_type) == ("=Nytt", "s")
        assert sheet.tables["Initiativ"].ref.rpartition(":")[2].endswith(str(number))
        old, kept = parts_of(self.BUILT), parts_of(after)
        changed = {name for name in old if old[name] != kept[name]}
        assert not {name for name in changed if "drawing" in name or "chart" in name}
        assert old.keys() - kept.keys() <= {"xl/calcChain.xml"}

    def test_a_totals_row_in_the_way_is_told_and_the_file_is_as_it_was(self) -> None:
        def totals(layouts: Layouts) -> None:
            layouts["Samhällsmål"].totals = True

        def new(layouts: Layouts) -> None:
            totals(layouts)
            layouts["Samhällsmål"].rows.append({"Mål": "Friska barn"})

        ours = book(totals)
        reply = Reply("Kommunen", "k.xlsx", read(book(new)))
        edits = answers(merge(read(ours), read(ours), [reply]))
        with pytest.raises(Refused) as refused:
            edit_tables(ours, edits)
        assert [fault.code for fault in refused.value.faults] == ["table_has_totals"]

    def test_a_totals_row_is_no_row_of_the_table(self) -> None:
        def totals(layouts: Layouts) -> None:
            layouts["Finansiering"].totals = True

        assert merged(none, base=totals).counts.came_in == 0


def test_a_formula_is_never_taken_by_itself() -> None:
    found = merged(put("Initiativ", 0, Belopp=Formula("=600+48+1", 649)))
    assert (edits_of(found), asked(found)) == ([], [Asked.FORMULA])
    (edit,) = answers(found)
    assert isinstance(edit, CellEdit)
    assert edit.value == 649
