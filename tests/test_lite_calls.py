"""Values between a formula in xlwings Lite and the catalogue, outside the add-in."""

from __future__ import annotations

from typing import Any

from shk_xl.excel.lite.calls import answer


def test_errors_travel_as_their_text_in_both_directions() -> None:
    assert answer("SHK_BELOPP", [["#REF!"]], None) == "#REF!"
    assert answer("SHK_BELOPP", [["Okänt"]], None) == "#N/A"
    assert answer("SHK_KRONOR", [[1.0, "#N/A"]]) == [["1\u00a0kr", "#N/A"]]


def test_a_caller_that_is_not_xlwings_means_what_xlwings_documents() -> None:
    assert answer("SHK_RANG", None, [[4.0]], None, None) == "", "a required argument is blank"
    assert answer("SHK_PRIORITET", [[5.0], [4.0]], None, None, None, None) == 4.5


def test_what_excel_sent_tells_a_blank_cell_from_nothing() -> None:
    def custom_functions_call(data: Any) -> Any:
        """Call as xlwings' function of this name does, with the original among its names."""
        return answer("SHK_PRIORITET", [[5.0], [4.0]], *[None] * (len(data["args"]) - 1))

    rows = [[5.0], [4.0]]
    assert custom_functions_call({"args": [rows, None, None, None, None]}) == 4.5
    assert custom_functions_call({"args": [rows, [[None]], None, None, None]}) == "#VALUE!"


def test_one_row_and_many_cells_are_answered_alike() -> None:
    assert answer("SHK_BUDGETSUMMA", [[1.0, 2.0]], None, None) == 3
    assert answer("SHK_BUDGETSUMMA", [[1.0]] * 100_000, None, None) == 100_000
