"""The sheets that a person sees of a merge, and what becomes of the answers."""

from __future__ import annotations

from typing import Any

from merge_books import BASE, answered, both, delete, edited, merged, only, put, reply, tables

from shk_xl.exchange.merge.differences import Reply
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.outcome import Asked
from shk_xl.exchange.merge.resolve import resolve
from shk_xl.exchange.merge.sheets import (
    CHOICE,
    CONFLICT_WIDTHS,
    ID,
    LOG_WIDTHS,
    choice_list,
    conflict_rows,
    conflict_sheet,
    log_rows,
    log_rows_of_answers,
)
from shk_xl.workbook.writing.edits import CellEdit


class TestAnswers:
    conflict = merged(put("Initiativ", 0, Namn="A"), put("Initiativ", 0, Namn="B"))

    def line(self, **cells: Any) -> dict[str, Any]:
        (row,) = conflict_rows(self.conflict)
        return {**row, **cells}

    def codes(self, *rows: dict[str, Any]) -> list[str]:
        resolved = resolve(rows, self.conflict)
        assert (resolved.edits == ()) is bool(resolved.faults)
        return [fault.code for fault in resolved.faults]

    def test_an_unknown_answer_is_told_with_its_cell(self) -> None:
        resolved = resolve([self.line(Välj="Kanske")], self.conflict)
        (fault,) = resolved.faults
        assert (fault.code, fault.place.cell) == ("choice_of_question_unknown", "J2")
        assert len(resolved.open) == 1

    def test_an_answer_may_be_told_by_its_number(self) -> None:
        resolved = resolve([self.line(Välj="deras 2")], self.conflict)
        assert resolved.edits == (CellEdit("Initiativ", 2, "Namn", "B", over_formula=True),)

    def test_an_answer_to_what_has_changed_since_does_not_count(self) -> None:
        row = self.line(Välj="Vår")
        now = merged(
            put("Initiativ", 0, Namn="A"),
            put("Initiativ", 0, Namn="B"),
            ours=put("Initiativ", 0, Namn="C"),
        )
        assert [fault.code for fault in resolve([row], now).faults] == ["question_changed"]
        assert self.codes(self.line(Välj="Vår", Id=None)) == ["question_changed"]

    def test_one_question_on_two_lines_has_one_answer(self) -> None:
        two = self.line(Välj="Deras: Kommunen"), self.line(Välj="Vår")
        resolved = resolve(two, self.conflict)
        assert [fault.code for fault in resolved.faults] == ["question_twice"]
        assert len(resolved.edits) == 1

    def test_answers_that_contradict_each_other_are_told(self) -> None:
        found = merged(
            put("Initiativ", 0, Kod="UNGA"),
            put("Initiativ", 0, Kod="UNGDOM"),
        )
        rows = [{**row, CHOICE: "Deras 1"} for row in conflict_rows(found)]
        resolved = resolve(rows, found)
        assert [fault.code for fault in resolved.faults] == ["choices_collide"]
        assert (len(resolved.edits), len(resolved.open)) == (1, 1)

    def test_lines_that_are_gone_or_blank_stay_open(self) -> None:
        assert len(resolve([], self.conflict).open) == 1
        assert len(resolve([self.line(Välj=None)], self.conflict).open) == 1
        assert len(resolve([self.line(Välj="senare")], self.conflict).open) == 1

    def test_every_answer_has_a_line_in_the_log(self) -> None:
        question = only(self.conflict.conflicts)
        answers = [(question, option.label, option.actions) for option in question.options]
        lines = log_rows_of_answers(self.conflict, answers, "2024-01-01")
        assert [(line["Till"], line["Hur"]) for line in lines] == [
            (None, "Valt: Vår"),
            ("A", "Valt: Deras: Kommunen"),
            ("B", "Valt: Deras: Regionen"),
        ]


class TestSheets:
    def test_a_question_leads_to_its_row_and_has_a_list_of_answers(self) -> None:
        found = merged(put("Initiativ", 1, Namn="A"), put("Initiativ", 1, Namn="B"))
        sheet = conflict_sheet(found)
        assert [column.title for column in sheet.columns] == [*CONFLICT_WIDTHS]
        chosen = next(column for column in sheet.columns if column.title == CHOICE)
        assert chosen.choices == ("Vår", "Deras: Kommunen", "Deras: Regionen", "Senare")
        link = sheet.rows[0][[*CONFLICT_WIDTHS].index("Nyckel")]
        assert (link.text, link.sheet, link.cell) == ("NORM", "Initiativ", "B3")  # type: ignore[union-attr]

    def test_a_list_that_excel_cannot_hold_is_numbered(self) -> None:
        def long(number: int) -> Reply:
            name = f"{'Förbundet ' * 9}{number}"
            return reply(edited(BASE, put("Initiativ", 0, Namn=f"N{number}")), name)

        found = merge(tables(BASE), tables(BASE), [long(number) for number in range(4)])
        assert choice_list(found) == ("Vår", "Deras 1", "Deras 2", "Deras 3", "Deras 4", "Senare")

    def test_answers_given_before_are_put_in_again(self) -> None:
        found = merged(put("Initiativ", 0, Namn="A"), put("Initiativ", 0, Namn="B"))
        question = only(found.conflicts)
        (row,) = conflict_rows(found, {question.id: "Deras: Regionen"})
        assert row[CHOICE] == "Deras: Regionen"
        assert row[ID] == f"{question.id}-{question.state}"

    def test_long_texts_are_shown_shortened_and_taken_whole(self) -> None:
        long = "å" * 30_000
        found = merged(put("Initiativ", 0, Kontext=long), ours=put("Initiativ", 0, Kontext="x"))
        (row,) = conflict_rows(found)
        assert all(len(str(value)) < 2_000 for value in row.values())
        assert answered(found, "Deras: Kommunen")[0].value == long

    def test_the_log_has_its_columns_and_the_keys_as_they_are_spelled(self) -> None:
        found = merged(both(put("Närvaro", 1, Röst="Kanske"), put("Initiativ", 0, Namn="A")))
        lines = log_rows(found, "2024-01-01")
        assert all([*line] == [*LOG_WIDTHS] for line in lines)
        assert [line["Nyckel"] for line in lines] == ["UVAS", "2023-04-13 · 1 · Alva Ek"]


def test_what_is_settled_is_not_asked_again_when_the_team_has_changed_the_row_since() -> None:
    gone = delete("Värdering", 0)
    question = only(merged(gone).questions)
    base, ours = tables(BASE), tables(edited(BASE, put("Värdering", 0, Poäng=5)))
    now = only(merge(base, ours, [reply(edited(BASE, gone))]).questions)
    assert (question.asked, now.asked) == (Asked.REMOVED, Asked.REMOVED_AND_EDITED)
    assert question.id == now.id
    assert question.state != now.state
    settled = merge(base, ours, [reply(edited(BASE, gone))], settled=[question.id])
    assert not settled.questions
