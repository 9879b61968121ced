"""Amounts: what people type, and three states that never pass for one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shk_xl.domain.amounts import (
    NBSP,
    AmbiguousAmount,
    Amount,
    Known,
    Staff,
    Total,
    Unknown,
    read_amount,
    read_kronor,
    total,
    write_kronor,
)


@pytest.mark.parametrize(
    ("text", "kronor"),
    [
        ("648 000kr", 648_000),
        ("1625 000 kr", 1_625_000),
        ("648 000:-", 648_000),
        ("1,5 mnkr", 1_500_000),
        ("1.5 mnkr", 1_500_000),
        ("1,7mkr", 1_700_000),
        ("250 tkr", 250_000),
        ("250 TKR", 250_000),
        ("648\u00a0000\u2009kr", 648_000),
        ("\u2212300 kr", -300),
        ("-300", -300),
        ("3 456 000", 3_456_000),
        ("648 000,00 kr", 648_000),
        ("12.5 tkr", 12_500),
        ("2 mdkr", 2_000_000_000),
        ("2 miljoner kr", 2_000_000),
        ("0", 0),
    ],
)
def test_reads_what_people_type(text: str, kronor: int) -> None:
    assert read_kronor(text) == kronor


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.750", "point_or_thousands"),
        ("1,750", "point_or_thousands"),
        ("1.750.000 kr", "point_or_thousands"),
        ("12,50 kr", "not_whole_kronor"),
        ("1,2345 tkr", "not_whole_kronor"),
        ("64B 000", "not_a_number"),
        ("648 000 euro", "not_a_number"),
        ("", "not_a_number"),
        ("kr", "not_a_number"),
        ("100-200", "not_a_number"),
        ("1 000 + 2 000", "not_a_number"),
    ],
)
def test_refuses_what_is_ambiguous_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(AmbiguousAmount) as fault:
        read_kronor(text)
    assert (fault.value.text, fault.value.why) == (text, why)


@given(st.integers(-(10**12), 10**12))
def test_reads_back_what_it_writes(kronor: int) -> None:
    assert read_kronor(write_kronor(kronor)) == kronor


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        amount = read_amount(text)
    except AmbiguousAmount as fault:
        assert fault.text.strip() == text.strip()  # noqa: PT017 - both outcomes are right
    else:
        assert isinstance(amount, Known | Staff | Unknown)


def test_writes_with_no_break_spaces() -> None:
    assert write_kronor(648_000) == f"648{NBSP}000{NBSP}kr"


def test_the_three_states_stay_apart_in_a_total() -> None:
    amounts: list[Amount] = [
        Known(648_000),
        Staff("processtödet"),
        Unknown("inväntar svar"),
        Known(0),
    ]
    assert total(amounts) == Total(648_000, 1)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Ordinarie personal processtödet", Staff("processtödet")),
        ("ordinarie personal", Staff("")),
        ("Inväntar svar från parten", Unknown("Inväntar svar från parten")),
        ("Okänt", Unknown("Okänt")),
        ("  ", Unknown("")),
        ("432 000 kr", Known(432_000)),
    ],
)
def test_reads_the_words_for_why_there_is_no_number(
    text: str, amount: Known | Staff | Unknown
) -> None:
    assert read_amount(text) == amount
