"""The merge of rows, keys, columns and tables."""

from __future__ import annotations

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
    written,
)

from shk_xl.exchange.merge.edits import edits_of
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.outcome import (
    OURS,
    Asked,
)
from shk_xl.exchange.merge.resolve import resolve
from shk_xl.exchange.merge.sheets import (
    conflict_rows,
)
from shk_xl.wording import in_words
from shk_xl.workbook.writing.edits import CellEdit, NewRow, RemoveRow


class TestRows:
    def test_a_row_that_is_gone_is_a_proposal(self) -> None:
        found = merged(delete("Samhällsmål", 1))
        question = only(found.proposals)
        assert (question.asked, question.suggested) == (Asked.REMOVED, "")
        assert edits_of(found) == []
        assert answered(found, "Deras: Kommunen (ta bort raden)") == [
            RemoveRow("Samhällsmål", 3, over_formula=True)
        ]
        assert answered(found, OURS) == []

    @pytest.mark.parametrize("ours", [False, True])
    def test_a_row_that_one_has_removed_and_another_edited_is_a_conflict(
        self,
        ours: bool,  # noqa: FBT001
    ) -> None:
        edit = put("Värdering", 0, Poäng=5)
        gone = delete("Värdering", 0)
        found = merged(gone, ours=edit) if ours else merged(gone, edit)
        question = only(found.conflicts)
        assert question.asked is Asked.REMOVED_AND_EDITED
        assert edits_of(found) == []
        assert found.counts.conflicts == (1 if ours else 2)

    def test_an_edit_of_a_row_that_we_have_removed_is_a_conflict(self) -> None:
        found = merged(put("Värdering", 0, Poäng=5), ours=delete("Värdering", 0))
        question = only(found.conflicts)
        assert question.ours is None
        (added,) = answered(found, "Deras: Kommunen (lägg tillbaka raden)")
        assert isinstance(added, NewRow)
        assert added.values["Poäng"] == 5

    def test_a_row_that_both_have_removed_is_gone(self) -> None:
        found = merged(delete("Värdering", 0), ours=delete("Värdering", 0))
        assert (found.counts.already, found.questions) == (1, ())

    def test_a_new_row_is_a_proposal_with_its_answer_put_in(self) -> None:
        found = merged(add("Samhällsmål", Mål="Friska barn"))
        question = only(found.proposals)
        assert (question.asked, question.suggested) == (Asked.NEW_ROW, "Deras: Kommunen")
        assert resolve(conflict_rows(found), found).edits == (
            NewRow("Samhällsmål", {"Mål": "Friska barn"}),
        )

    def test_the_same_new_row_from_two_is_one_proposal(self) -> None:
        new = add("Samhällsmål", Mål="Friska barn")
        found = merged(new, new)
        assert labels(only(found.proposals)) == [OURS, "Deras: Kommunen + Regionen"]
        assert found.counts.proposals == 2
        assert merged(new, ours=new).counts.already == 1

    @pytest.mark.parametrize("ours", [False, True])
    def test_two_new_rows_with_one_key_are_a_conflict(self, ours: bool) -> None:  # noqa: FBT001
        one = add("Samhällsmål", Mål="Friska barn", Anmärkning="A")
        other = add("Samhällsmål", Mål="Friska barn", Anmärkning="B")
        found = merged(one, ours=other) if ours else merged(one, other)
        assert only(found.conflicts).asked is Asked.ADDED_TWICE
        (edit,) = answered(found, "Deras: Kommunen")
        assert isinstance(edit, NewRow) is not ours

    def test_a_new_row_without_a_code_gets_one_proposed(self) -> None:
        found = merged(
            add("Initiativ", Namn="Lotsar i förskolan", Typ="Ny roll"),
            add("Initiativ", Namn="Plats för fler i förskolan", Typ="Pilotinitiativ"),
        )
        edits = answered(found, "Deras: Kommunen", "Deras: Regionen")
        codes = [edit.values["Kod"] for edit in edits]
        assert len({*codes}) == 2
        assert all(code.startswith("FORSKOLAN") for code in codes)
        after = written(BASE, edits)
        again = merged(
            add("Initiativ", Namn="Lotsar i förskolan", Typ="Ny roll"),
            ours=lambda book: book.update(after),
        )
        assert (again.counts.already, again.questions) == (1, ())

    def test_a_likely_double_is_told_and_not_put_in(self) -> None:
        question = only(merged(add("Samhällsmål", Mål="Ingen lämnas utanfor")).proposals)
        assert question.suggested == ""
        assert "Ingen lämnas utanför" in in_words(question.remarks[0])
        alias = merged(
            add("Initiativ", Namn="Ungdomslotsen", Typ="Ny roll"),
            base=edited(BASE, put("Initiativ", 2, Alias="Ungdomslots; Lotsen")),
        )
        remarks = [remark.code for remark in only(alias.proposals).remarks]
        assert remarks == ["row_code_proposed", "row_near"]

    def test_a_row_without_what_it_is_known_by_is_told_in_full(self) -> None:
        found = merged(add("Finansiering", Initiativ="UVAS", Belopp=500))
        assert codes(found) == ["reply_row_without_key"]
        assert "Belopp: 500" in in_words(found.notices[0].fault)

    def test_a_new_row_that_could_not_be_read_is_told_in_full(self) -> None:
        found = merged(add("Initiativ", Kod="NY", Namn="Ny", Typ="Projekt"))
        assert codes(found) == ["reply_row_refused"]
        assert "Typ: Projekt" in in_words(found.notices[0].fault)

    def test_rows_in_another_order_are_no_change(self) -> None:
        def reverse(book: Book) -> None:
            for sheet in book.values():
                sheet.rows.reverse()
                sheet.titles.reverse()

        assert merged(reverse).counts.came_in == 0


class TestKeys:
    rename = staticmethod(put("Initiativ", 0, Kod="UNGA"))

    def test_a_changed_key_is_asked_about_with_all_that_is_in_the_row(self) -> None:
        found = merged(both(self.rename, put("Initiativ", 0, Period="Vår")))
        question = only(found.questions)
        assert question.asked is Asked.KEY
        assert labels(question)[1:] == [
            "Deras: Kommunen",
            "Deras: Kommunen (behåll vår nyckel)",
            "Deras: Kommunen (som ny rad)",
        ]
        assert "Texter" in in_words(question.remarks[0])
        edits = answered(found, "Deras: Kommunen")
        assert {edit.column: edit.value for edit in edits} == {"Kod": "UNGA", "Period": "Vår"}
        (kept,) = answered(found, "Deras: Kommunen (behåll vår nyckel)")
        assert kept.column == "Period"
        (new,) = answered(found, "Deras: Kommunen (som ny rad)")
        assert new.values["Kod"] == "UNGA"

    def test_an_edit_of_a_row_that_we_have_rekeyed_does_not_land_elsewhere(self) -> None:
        found = merged(put("Initiativ", 0, Period="Vår"), ours=self.rename)
        question = only(found.conflicts)
        assert question.asked is Asked.REMOVED_AND_EDITED
        assert edits_of(found) == []
        assert answered(found, "Deras: Kommunen (på raden UNGA)") == [
            CellEdit("Initiativ", 2, "Period", "Vår", over_formula=True)
        ]

    def test_zeros_that_a_key_has_lost_are_a_changed_key(self) -> None:
        base = edited(BASE, put("Initiativ", 0, Kod="0012"))
        found = merged(put("Initiativ", 0, Kod=12), base=base)
        assert only(found.questions).asked is Asked.KEY

    def test_a_cleared_key_keeps_what_else_was_changed(self) -> None:
        found = merged(put("Initiativ", 0, Kod=None, Period="Vår"))
        (edit,) = answered(found, "Deras: Kommunen (behåll vår nyckel)")
        assert (edit.column, edit.value) == ("Period", "Vår")

    def test_a_key_in_other_letters_is_the_same_row(self) -> None:
        found = merged(put("Initiativ", 0, Kod="uvas", Namn="Nytt"))
        assert not found.questions
        assert len(edits_of(found)) == 2

    def test_a_key_on_two_rows_of_a_reply_is_told_and_nothing_taken(self) -> None:
        def copy(book: Book) -> None:
            book["Värdering"].rows.append({**book["Värdering"].rows[0], "Poäng": 5})

        found = merged(copy)
        assert (edits_of(found), found.questions) == ([], ())
        assert "Poäng: 5" in in_words(found.notices[0].fault)

    def test_a_key_on_two_rows_of_ours_is_told(self) -> None:
        found = merged(
            put("Värdering", 0, Poäng=5),
            ours=lambda book: book["Värdering"].rows.append(dict(book["Värdering"].rows[0])),
        )
        assert (edits_of(found), codes(found)) == ([], ["own_key_twice"])

    def test_rows_that_fit_equally_well_are_not_guessed(self) -> None:
        def change(book: Book) -> None:
            rows = book["Samhällsmål"].rows
            rows[:] = [
                {"Mål": "X", "Anmärkning": "samma sak"},
                {"Mål": "Y", "Anmärkning": "samma sak"},
            ]

        base = edited(
            BASE,
            both(
                put("Samhällsmål", 0, Anmärkning="samma sak"),
                put("Samhällsmål", 1, Anmärkning="samma sak"),
            ),
        )
        asked = [question.asked for question in merged(change, base=base).questions]
        assert sorted(asked) == sorted([Asked.REMOVED] * 2 + [Asked.NEW_ROW] * 2)


class TestColumnsAndTables:
    def test_a_missing_column_is_not_answered(self) -> None:
        def drop(book: Book) -> None:
            book["Värdering"].titles.remove("Poäng")

        found = merged(both(drop, put("Värdering", 0, Motivering="Ny")))
        assert edits_of(found) == [CellEdit("Värdering", 2, "Motivering", "Ny")]
        assert codes(found) == ["reply_column_missing"]

    def test_a_column_that_a_party_has_dropped_does_not_take_our_changes(self) -> None:
        found = merged(
            lambda book: book["Värdering"].titles.remove("Motivering"),
            ours=put("Värdering", 0, Motivering="Vår ändring"),
        )
        assert (edits_of(found), found.questions) == ([], ())

    def test_a_missing_key_column_leaves_the_table_unanswered(self) -> None:
        found = merged(lambda book: book["Värdering"].titles.remove("Kriterium"))
        assert codes(found) == ["reply_column_missing", "reply_key_column_missing"]

    def test_a_missing_table_is_not_answered(self) -> None:
        found = merged(lambda book: book.pop("Värdering"))
        assert (codes(found), found.questions) == (["reply_table_missing"], ())

    def test_a_table_that_a_party_never_got_is_not_missed(self) -> None:
        base = edited(BASE, lambda book: book.pop("Värdering"))
        one = reply(base, base=tables(base))
        assert merge({}, tables(BASE), [one]).counts.came_in == 0

    def test_columns_that_people_add_are_told_cell_by_cell(self) -> None:
        def comment(book: Book) -> None:
            book["Initiativ"].titles.append("Kommentar")
            book["Initiativ"].rows[0]["Kommentar"] = "Bra!"

        found = merged(comment, comment)
        assert codes(found) == ["reply_column_new", "reply_own_column"] * 2
        assert "Bra!" in in_words(found.notices[1].fault)
        assert not found.questions

    def test_what_is_typed_over_a_computed_column_is_told(self) -> None:
        def computed(value: object) -> Change:
            def change(book: Book) -> None:
                if "Poäng" not in book["Initiativ"].titles:
                    book["Initiativ"].titles.append("Poäng")
                book["Initiativ"].rows[0]["Poäng"] = value

            return change

        base = edited(BASE, computed(4.333333333333333))
        assert merged(computed(4.33333333333334), base=base).counts.came_in == 0
        assert codes(merged(computed(5), base=base)) == ["reply_computed_overwritten"]
