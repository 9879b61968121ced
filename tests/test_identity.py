"""The id of a copy: written, recognised, and found again wherever it still stands."""

from __future__ import annotations

import re
import stat
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from outgoing_copies import KEY, example_copy
from portfolio_books import book, edited

from shk_xl.domain.faults import Refused
from shk_xl.exchange.identity import (
    KEY_FILE,
    MAX_LENGTH,
    NAME,
    PROPERTY,
    CopyId,
    is_ours,
    load_key,
    parse_id,
    read_id,
    write_id,
)

pytestmark = pytest.mark.thorough

ID = CopyId("1f2e3d4c5b6a", 3, "Västerås stad", "54c7df08bf71")
OTHER = write_id(CopyId("1f2e3d4c5b6a", 4, "MDU", "54c7df08bf71"), KEY)
CARRIERS = {
    "property": ("docProps/custom.xml", r"shk1:[^<]*", OTHER),
    "name": ("xl/workbook.xml", r'"shk1:[^"<]*"', f'"{OTHER}"'),
    "cell": ("xl/sharedStrings.xml", r"shk1:[^<]*", OTHER),
}


def test_an_id_says_again_what_it_was_written_from() -> None:
    text = write_id(ID, KEY)
    assert parse_id(text) == ID
    assert is_ours(text, KEY)
    assert re.fullmatch(r"[\w:%.-]+", text)


@given(st.text(min_size=1, max_size=15).map(lambda name: unicodedata.normalize("NFC", name)))
@example("~a:b%41 \n")
@settings(max_examples=50)
def test_any_name_of_a_party_can_stand_in_an_id(name: str) -> None:
    text = write_id(CopyId("1f2e3d4c", 1, name, "0" * 12), KEY)
    found = parse_id(text)
    assert found
    assert (found.party, is_ours(text, KEY)) == (name, True)


@given(st.data())
@settings(max_examples=50)
def test_an_id_with_one_sign_changed_is_not_ours(data: st.DataObject) -> None:
    text = write_id(ID, KEY)
    at = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from("0123456789abcdefV:%").filter(lambda new: new != text[at]))
    assert not is_ours(text[:at] + sign + text[at + 1 :], KEY)
    assert not is_ours(text, b"another key")


@pytest.mark.parametrize(
    "text", ["", "shk1", "shk1:a:b", "shk2" + OTHER[4:], OTHER + "0", "x" * 999]
)
def test_another_text_is_no_id(text: str) -> None:
    assert parse_id(text) is None
    assert not is_ours(text, KEY)


def test_a_name_that_no_id_can_hold_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        write_id(CopyId("1f2e3d4c", 1, "å" * MAX_LENGTH, "0" * 12), KEY)
    assert refused.value.faults[0].code == "id_too_long"


def test_the_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "portfolj.utskick"
    key = load_key(folder)
    assert (len(key), load_key(folder)) == (32, key)
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600


def test_a_key_that_a_crash_left_empty_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).touch(0o600)
    assert len(load_key(tmp_path)) == 32


def test_a_damaged_key_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("abc")
    with pytest.raises(Refused) as refused:
        load_key(tmp_path)
    assert refused.value.faults[0].code == "id_key_damaged"
    assert (tmp_path / KEY_FILE).read_text() == "abc"


@pytest.fixture(scope="module")
def data() -> bytes:
    return example_copy().data


def test_a_copy_carries_its_id_in_three_places(data: bytes) -> None:
    found = read_id(data)
    assert found.agreed == example_copy().id_text
    assert [*found.texts][:2] == [PROPERTY, NAME]
    assert [where.partition("!")[0] for where in found.texts][2:] == ["Om filen"]
    assert not found.disagree


@pytest.mark.parametrize("carrier", CARRIERS)
def test_two_places_outvote_a_third_and_it_is_told(data: bytes, carrier: str) -> None:
    found = read_id(edited(data, CARRIERS[carrier]))
    assert found.agreed == example_copy().id_text
    assert found.disagree
    assert OTHER in found.texts.values()


@pytest.mark.parametrize("kept", CARRIERS)
def test_one_place_is_enough(data: bytes, kept: str) -> None:
    lost = [
        (part, pattern, "borta") for name, (part, pattern, _) in CARRIERS.items() if name != kept
    ]
    assert read_id(edited(data, *lost)).agreed == example_copy().id_text


def test_two_places_that_differ_decide_nothing(data: bytes) -> None:
    part, pattern, _ = CARRIERS["name"]
    found = read_id(edited(data, CARRIERS["cell"], (part, pattern, '"borta"')))
    assert (found.agreed, len(found.texts)) == (None, 2)


def test_a_workbook_without_an_id_has_none() -> None:
    found = read_id(book())
    assert (found.agreed, found.texts) == (None, {})
