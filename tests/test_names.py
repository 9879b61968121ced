"""Names: the same, near, in phases, and as codes."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shk_xl.domain.names import (
    CODE_LENGTH,
    likeness,
    plain,
    propose_code,
    similar_names,
    split_phase,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lugn start fas 1", ("Lugn start", 1)),
        ("Lugn start, Fas 12", ("Lugn start", 12)),
        ("Lugn start (fas 2)", ("Lugn start", 2)),
        ("Lugn start – fas 3", ("Lugn start", 3)),
        ("Lugn start fas1", ("Lugn start", 1)),
        ("Fas 1", ("Fas 1", None)),
        ("Fas 1 i skolan", ("Fas 1 i skolan", None)),
        ("Vas 1", ("Vas 1", None)),
        ("Byfas 2", ("Byfas 2", None)),
        ("Lugn\u00a0start\tfas\u202f1", ("Lugn start", 1)),
    ],
)
def test_the_phase_comes_off_a_name(name: str, expected: tuple[str, int | None]) -> None:
    assert split_phase(name) == expected


def test_the_same_name_in_other_case_spaces_form_and_phase_is_the_same() -> None:
    decomposed = unicodedata.normalize("NFD", "FÖRSKOLAN  I\u00a0BYN Fas 2")
    assert plain(decomposed) == plain("Förskolan i byn")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Perspektivkifte tidiga insatser fas 1", "Perspektivskifte för tidigare insatser"),
        ("UVAS: vem, vad, vart fas 1", "UVAS: varför, vem, vad, vart?"),
        ("Drift kostnader", "Driftkostnader"),
        ("Normförskjutning", "Normforskjutning fas 1"),
        ("Anna Berg", "Anna Bergh"),
    ],
)
def test_names_that_drifted_are_near(left: str, right: str) -> None:
    assert similar_names([right, left]) == [(right, left)]
    assert similar_names([left, "Något helt annat", right]) == [(left, right)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Skola 1", "Skola 2"),
        ("Pilotgrupp A", "Pilotgrupp B"),
        ("Trygg skola Norrby", "Trygg skola Söderby"),
        ("Ny roll", "Ny roll för testbäddar"),
        ("Demokratisk infrastruktur", "Att etablera en demokratisk praktik i vardagen"),
        ("", "Skola"),
    ],
)
def test_names_that_differ_are_not_near(left: str, right: str) -> None:
    assert similar_names([left, right]) == similar_names([right, left]) == []


def test_pairs_come_in_the_order_of_the_names() -> None:
    names = ["Lugn start", "Hela byn läser", "Lugnn start", "Hela byn laser", "Lugn start"]
    assert similar_names(names) == [
        ("Lugn start", "Lugnn start"),
        ("Hela byn läser", "Hela byn laser"),
    ]


letters = st.text(alphabet="abcdåäö 1", max_size=24)


def slow_likeness(left: str, right: str) -> float:
    """The textbook table, to hold the fast one against."""
    row = [0] * (len(right) + 1)
    for a in left:
        before = row
        row = [0]
        for index, b in enumerate(right):
            longer = before[index] + 1 if a == b else max(before[index + 1], row[index])
            row.append(longer)
    size = len(left) + len(right)
    return 2 * row[-1] / size if size else 1.0


@given(letters, letters)
@settings(max_examples=50)
def test_likeness_is_the_longest_common_subsequence(left: str, right: str) -> None:
    assert likeness(left, right) == pytest.approx(slow_likeness(left, right))


@given(letters, letters)
@settings(max_examples=50)
def test_nearness_goes_both_ways(left: str, right: str) -> None:
    assert len(similar_names([left, right])) == len(similar_names([right, left]))


@given(st.lists(letters, max_size=8))
@settings(max_examples=50)
def test_every_pair_that_is_found_is_near(names: list[str]) -> None:
    for left, right in similar_names(names):
        assert similar_names([left, right]) == [(left, right)]
        assert left != right


def test_slips_among_many_names_are_found() -> None:
    chance = random.Random(7)  # noqa: S311 - a repeatable sample, no secret
    first = ["skol", "trygghets", "lär", "förenings", "samtals", "måltids", "rese", "grann"]
    last = ["gruppen", "stödet", "väven", "kedjan", "huset", "torget", "bandet", "året"]
    where = ["för unga", "i väster", "med äldre", "på lov", "efter skolan", "vid ån", "i staden"]
    kinds = [[a + b for a in first for b in last], [a + b for a in last for b in first]]
    names = list({" ".join(map(chance.choice, (*kinds, where))) for _ in range(2_500)})[:1_900]
    slips = {name: name[:3] + name[4:] for name in names[:100]}
    pairs = set(similar_names([*names, *slips.values()]))
    assert sum(pair in pairs for pair in slips.items()) >= 75


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UVAS: varför, vem, vad, vart?", "UVAS"),
        ("Samverkansmöjligheter för fler i förskolan", "FORSKOLAN"),
        ("Normförskjutning fas 1", "NORMFORSKJUT"),
        ("Perspektivskifte för tidigare insatser", "PERSPEKTIV"),
        ("Att etablera en demokratisk praktik i vardagen", "DEMOKRATISK"),
        ("Ny roll för testbäddar", "TESTBADDAR"),
        ("Ny roll", "ROLL"),
        ("???", "INITIATIV"),
        ("", "INITIATIV"),
        ("Smörgåsbordsseminarieverksamheter", "SMORGASBORDSSE"),
    ],
)
def test_a_code_is_short_and_readable(name: str, code: str) -> None:
    assert propose_code(name) == code


@given(st.lists(st.text(max_size=30), max_size=20))
@settings(max_examples=50)
def test_codes_are_unique_short_and_ascii(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        code = propose_code(name, taken)
        assert code not in taken
        assert code.isascii()
        assert code.isalnum()
        assert code.upper() == code
        assert len(code) <= CODE_LENGTH
        taken.add(code)
