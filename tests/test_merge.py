"""The merge of cells: what is taken, what is asked, what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from merge_books import (
    BASE,
    Book,
    Change,
    add,
    answered,
    both,
    codes,
    delete,
    edited,
    labels,
    merged,
    only,
    put,
    reply,
    tables,
)

from shk_xl.exchange.merge.differences import Reply
from shk_xl.exchange.merge.edits import edits_of
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.outcome import (
    OURS,
    AddRow,
    Asked,
    DropRow,
    OutOfBalanceError,
    SetCell,
    check_balance,
)
from shk_xl.exchange.merge.sheets import (
    log_rows,
)
from shk_xl.functions.cell_values import CellError
from shk_xl.wording import in_words
from shk_xl.workbook.writing.edits import CellEdit


class TestCells:
    def test_what_one_has_changed_is_taken(self) -> None:
        found = merged(put("Initiativ", 0, Namn="Nytt"), ours=put("Initiativ", 1, Namn="Eget"))
        assert edits_of(found) == [CellEdit("Initiativ", 2, "Namn", "Nytt")]
        assert (found.counts.came_in, found.counts.written) == (1, 1)

    def test_it_is_taken_at_the_row_that_we_have_it_on(self) -> None:
        found = merged(
            put("Initiativ", 0, Namn="Nytt"), ours=lambda book: book["Initiativ"].rows.reverse()
        )
        assert edits_of(found) == [CellEdit("Initiativ", 4, "Namn", "Nytt")]

    def test_the_same_change_from_several_is_one(self) -> None:
        change = put("Initiativ", 0, Namn="Nytt")
        found = merged(change, change)
        assert len(edits_of(found)) == 1
        assert found.counts.written == 2
        assert not merged(change, ours=change).questions
        assert merged(change, ours=change).counts.already == 1

    def test_different_changes_of_a_cell_are_a_conflict_and_none_is_written(self) -> None:
        found = merged(put("Initiativ", 0, Namn="A"), put("Initiativ", 0, Namn="B"))
        question = only(found.conflicts)
        assert edits_of(found) == []
        assert question.asked is Asked.CELL
        assert labels(question) == [OURS, "Deras: Kommunen", "Deras: Regionen"]
        assert answered(found, "Deras: Regionen") == [
            CellEdit("Initiativ", 2, "Namn", "B", over_formula=True)
        ]

    def test_a_change_of_ours_is_a_side_like_the_others(self) -> None:
        found = merged(put("Initiativ", 0, Namn="A"), ours=put("Initiativ", 0, Namn="B"))
        question = only(found.conflicts)
        assert question.base == {"Namn": "Unga utan arbete"}
        assert question.ours == {"Namn": "B"}
        assert question.theirs == {"Kommunen": {"Namn": "A"}}

    def test_those_who_say_the_same_are_one_answer(self) -> None:
        a, b = put("Initiativ", 0, Namn="A"), put("Initiativ", 0, Namn="B")
        assert labels(only(merged(a, b, a).conflicts))[1:] == [
            "Deras: Kommunen + Skolan",
            "Deras: Regionen",
        ]

    def test_a_cleared_cell_is_a_change_that_is_shown_as_one(self) -> None:
        found = merged(put("Värdering", 0, Motivering=None))
        assert edits_of(found) == [CellEdit("Värdering", 2, "Motivering", None)]
        (line,) = log_rows(found, "2024-01-01 10:00")
        assert (line["Från"], line["Till"], line["Hur"]) == ("Många frågar.", "tömd", "Infört")

    def test_text_that_looks_like_a_formula_is_text(self) -> None:
        found = merged(put("Initiativ", 0, Namn="=1+1"))
        assert edits_of(found) == [CellEdit("Initiativ", 2, "Namn", "=1+1")]

    @pytest.mark.parametrize(
        ("before", "after"),
        [("a b", "a\u00a0b"), ("a", "a \n"), ("a\nb", "a\r\nb"), ("å", "a\u030a"), (None, "  ")],
    )
    def test_what_cannot_be_seen_is_no_change(self, before: str | None, after: str) -> None:
        base = edited(BASE, put("Initiativ", 0, Kontext=before))
        found = merged(put("Initiativ", 0, Kontext=after), base=base)
        assert found.counts.came_in == 0

    def test_an_unknown_amount_is_not_zero(self) -> None:
        found = merged(put("Finansiering", 1, Belopp=None, Beloppsläge="Okänt"))
        values = {edit.column: edit.value for edit in edits_of(found) if isinstance(edit, CellEdit)}
        assert values == {"Belopp": None, "Beloppsläge": "Okänt"}
        error = merged(put("Initiativ", 1, Belopp=CellError.NA))
        assert edits_of(error) == [CellEdit("Initiativ", 3, "Belopp", CellError.NA)]


class TestTypes:
    def test_a_number_typed_as_text_is_read_as_the_column_is_and_told(self) -> None:
        found = merged(put("Värdering", 0, Poäng="4"))
        assert edits_of(found) == []
        assert codes(found) == ["reply_retyped"]
        assert found.counts.came_in == 1
        assert edits_of(merged(put("Värdering", 0, Poäng="5")))[0] == CellEdit(
            "Värdering", 2, "Poäng", 5
        )
        assert edits_of(merged(put("Initiativ", 0, Belopp="1 750 000 kr")))[0] == CellEdit(
            "Initiativ", 2, "Belopp", 1_750_000
        )

    def test_digits_in_a_text_column_are_the_text_that_they_spell(self) -> None:
        base = edited(BASE, put("Initiativ", 0, Period="001"))
        assert edits_of(merged(put("Initiativ", 0, Period=1), base=base)) == [
            CellEdit("Initiativ", 2, "Period", "1")
        ]

    def test_cells_of_another_type_are_told_once_a_column(self) -> None:
        def dates(book: Book) -> None:
            for row in book["Närvaro"].rows:
                row["Möte"] = date(2023, 4, 13)

        found = merged(dates)
        assert codes(found) == ["reply_retyped"]
        assert found.counts.notices == 3

    def test_numbers_count_to_fifteen_digits(self) -> None:
        base = edited(BASE, put("OmFilen", 2, Värde=0.1 + 0.2))
        assert merged(put("OmFilen", 2, Värde=0.3), base=base).counts.came_in == 0

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (put("Närvaro", 1, Röst="Kanske"), "Kanske"),
            (put("Värdering", 0, Poäng="fem"), "fem"),
            (put("Initiativ", 0, Namn=None), "Namn är tom"),
            (put("Initiativ", 0, Belopp="1.750"), "två olika belopp"),
            (put("Initiativ", 0, Beloppsläge="Okänt"), "säger emot"),
        ],
    )
    def test_what_the_workbook_could_not_be_read_with_is_told(
        self, change: Change, words: str
    ) -> None:
        found = merged(change)
        assert not found.changes
        assert codes(found) == ["reply_value_refused"]
        assert words in in_words(found.notices[0].fault)


class TestGroups:
    points = staticmethod(put("Värdering", 0, Poäng=2))
    reason = staticmethod(put("Värdering", 0, Motivering="Få frågar."))

    def test_points_and_why_from_different_hands_are_a_conflict(self) -> None:
        found = merged(self.points, self.reason)
        question = only(found.conflicts)
        assert edits_of(found) == []
        assert question.titles == ("Poäng", "Motivering")
        assert question.theirs["Kommunen"] == {"Poäng": 2, "Motivering": "Många frågar."}
        assert only(merged(self.points, ours=self.reason).conflicts).ours == {
            "Poäng": 4,
            "Motivering": "Få frågar.",
        }

    def test_an_answer_takes_all_that_one_says(self) -> None:
        found = merged(self.points, ours=self.reason)
        edits = answered(found, "Deras: Kommunen")
        assert {edit.column: edit.value for edit in edits} == {
            "Poäng": 2,
            "Motivering": "Många frågar.",
        }

    def test_one_who_changes_both_agrees_with_one_who_changes_one_alike(self) -> None:
        found = merged(both(self.points, self.reason), self.points)
        assert not found.conflicts
        assert len(edits_of(found)) == 2
        assert not merged(both(self.points, self.reason), ours=self.reason).conflicts

    def test_amounts_and_votes_are_groups_too(self) -> None:
        amount = merged(
            put("Initiativ", 0, Belopp=700), put("Initiativ", 0, Förklaring_till_belopp="Ny kurs")
        )
        vote = merged(put("Närvaro", 2, Röst="Ja"), put("Närvaro", 2, Anmärkning="Tveksam alls"))
        assert [len(found.conflicts) for found in (amount, vote)] == [1, 1]

    def test_columns_that_say_different_things_go_together(self) -> None:
        found = merged(put("Initiativ", 0, Namn="A"), put("Initiativ", 0, Period="B"))
        assert len(edits_of(found)) == 2

    def test_a_decision_and_votes_from_different_hands_are_a_conflict(self) -> None:
        decision = put("Möten", 0, Beslut="Antaget")
        vote = put("Närvaro", 2, Röst="Ja")
        found = merged(vote, ours=decision)
        assert only(found.conflicts).asked is Asked.LINKED
        assert edits_of(found) == []
        assert answered(found, "Deras: Kommunen")[0].value == "Ja"
        assert len(merged(vote, decision).conflicts) == 2
        assert not merged(both(vote, decision)).conflicts
        assert not merged(vote, put("Närvaro", 1, Röst="Nej")).conflicts
        assert not merged(vote, ours=put("Möten", 1, Beslut="Annat")).conflicts


class TestFormulas:
    @staticmethod
    def formula(table: str, row: int, title: str) -> Change:
        return lambda book: book[table].formulas.setdefault(row, set()).add(title)

    def test_the_value_of_a_formula_is_taken_by_choice_alone(self) -> None:
        change = both(put("Initiativ", 0, Belopp=700), self.formula("Initiativ", 0, "Belopp"))
        found = merged(change)
        assert only(found.proposals).asked is Asked.FORMULA
        assert edits_of(found) == []
        assert answered(found, "Deras: Kommunen")[0].value == 700

    def test_a_formula_that_is_not_calculated_clears_nothing(self) -> None:
        change = both(put("Initiativ", 0, Belopp=None), self.formula("Initiativ", 0, "Belopp"))
        assert codes(merged(change)) == ["reply_formula_without_value"]

    def test_our_own_formula_with_another_result_is_told(self) -> None:
        base = edited(BASE, self.formula("Initiativ", 0, "Belopp"))
        assert codes(merged(put("Initiativ", 0, Belopp=700), base=base)) == [
            "reply_formula_recalculated"
        ]

    def test_a_value_goes_over_our_formula_by_choice_alone(self) -> None:
        found = merged(put("Initiativ", 0, Belopp=700), ours=self.formula("Initiativ", 0, "Belopp"))
        assert only(found.proposals).asked is Asked.OVER_FORMULA
        assert answered(found, "Deras: Kommunen")[0].over_formula


class TestPart:
    @staticmethod
    def may_fill(table: str, key: object, _title: str) -> bool:
        return table == "Värdering" and key == ("uvas", "önskat")

    def test_changes_outside_what_was_asked_for_are_proposals(self) -> None:
        found = merged(
            both(put("Värdering", 0, Poäng=5), put("Värdering", 2, Poäng=5)),
            may_fill=self.may_fill,
        )
        assert edits_of(found) == [CellEdit("Värdering", 2, "Poäng", 5)]
        question = only(found.proposals)
        assert (question.asked, question.suggested) == (Asked.OUTSIDE, "")
        assert answered(found, "Deras: Kommunen")[0].value == 5

    def test_new_rows_outside_it_have_no_answer_put_in(self) -> None:
        found = merged(
            add("Samhällsmål", Mål="Friska barn", Anmärkning="x"), may_fill=self.may_fill
        )
        assert only(found.proposals).suggested == ""


class TestReplies:
    def test_each_may_have_a_base_of_its_own(self) -> None:
        older = edited(BASE, put("Initiativ", 0, Namn="Gammalt"))
        one = reply(edited(older, put("Initiativ", 0, Period="Vår")), base=tables(older))
        other = reply(edited(BASE, put("Initiativ", 0, Kontext="Skolan")), "Regionen")
        found = merge(tables(BASE), tables(BASE), [one, other])
        assert not found.questions
        assert {edit.column for edit in edits_of(found) if isinstance(edit, CellEdit)} == {
            "Period",
            "Kontext",
        }

    def test_two_files_from_one_party_are_told_apart(self) -> None:
        made = [
            Reply("Kommunen", file, tables(edited(BASE, put("Initiativ", 0, Namn=name))))
            for file, name in (("a.xlsx", "A"), ("b.xlsx", "B"), ("b.xlsx", "C"))
        ]
        question = only(merge(tables(BASE), tables(BASE), made).conflicts)
        assert labels(question)[1:] == [
            "Deras: Kommunen (a.xlsx)",
            "Deras: Kommunen (b.xlsx)",
            "Deras: Kommunen (b.xlsx) nr 2",
        ]

    def test_their_order_does_not_matter_even_then(self) -> None:
        made = [
            Reply("Kommunen", "a.xlsx", tables(edited(BASE, put("Initiativ", 0, Namn=name))))
            for name in "ABC"
        ]
        found = [merge(tables(BASE), tables(BASE), order) for order in (made, made[::-1])]
        assert found[0].questions == found[1].questions

    def test_nor_where_they_differ_in_rows_that_have_no_key_alone(self) -> None:
        made = [
            Reply("Kommunen", "a.xlsx", tables(edited(BASE, add("Finansiering", Belopp=amount))))
            for amount in (1, 2)
        ]
        found = [merge(tables(BASE), tables(BASE), order) for order in (made, made[::-1])]
        assert len(found[0].notices) == 2
        assert found[0].notices == found[1].notices

    def test_no_reply_is_no_change(self) -> None:
        assert merge(tables(BASE), tables(BASE), []).counts.came_in == 0

    def test_tables_that_we_lack_are_told(self) -> None:
        found = merged(put("Värdering", 0, Poäng=5), ours=lambda book: book.pop("Värdering"))
        assert codes(found) == ["own_table_missing"]


def test_a_merge_that_has_lost_something_says_so() -> None:
    found = merged(put("Initiativ", 0, Namn="A"))
    with pytest.raises(OutOfBalanceError):
        check_balance(replace(found, changes=()))
    with pytest.raises(OutOfBalanceError):
        check_balance(replace(found, changes=found.changes * 2))


def test_actions_say_what_they_do() -> None:
    found = merged(delete("Samhällsmål", 1), add("Samhällsmål", Mål="Nytt mål"))
    kinds = {type(a) for q in found.questions for option in q.options for a in option.actions}
    assert kinds == {DropRow, AddRow}
    conflict = merged(put("Initiativ", 0, Namn="A"), ours=put("Initiativ", 0, Namn="B"))
    assert only(conflict.conflicts).options[1].actions == (
        SetCell("Initiativ", ("uvas",), "Namn", "A"),
    )
