"""The pictures of the overall proposal: they fit on a page, and say what they show."""

from __future__ import annotations

import struct
import warnings
from dataclasses import replace

import matplotlib as mpl
import pytest

from shk_xl.documents.pictures import contexts as pictures_contexts
from shk_xl.documents.pictures import draw as pictures
from shk_xl.documents.pictures import portfolio as pictures_portfolio
from shk_xl.documents.pictures.canvas import text_width, wrapped
from shk_xl.documents.pictures.contexts import NOWHERE, contexts
from shk_xl.documents.pictures.draw import context_picture, portfolio_picture
from shk_xl.documents.pictures.portfolio import HIGHEST_PAGE, WIDTH
from shk_xl.documents.word.picture import Picture
from shk_xl.domain.amounts import Known, Unknown
from shk_xl.domain.portfolio import Initiative, InitiativeType, Portfolio
from shk_xl.domain.priorities import priorities
from shk_xl.workbook.example import example_2024

pytestmark = pytest.mark.thorough

CM_PER_INCH, DPI = 2.54, 300


def size_in_cm(picture: Picture) -> tuple[float, float]:
    width, height = struct.unpack(">II", picture.png[16:24])
    return width / DPI * CM_PER_INCH, height / DPI * CM_PER_INCH


def many(count: int) -> Portfolio:
    """Initiatives with long names, in many contexts."""
    types = list(InitiativeType)
    return Portfolio(
        initiatives=tuple(
            Initiative(
                f"K{number}",
                f"Ett initiativ med ett ganska långt namn, det är nummer {number} i ordningen",
                types[number % 3],
                phase=number % 4 or None,
                amount=Known(number * 1_234_000) if number % 5 else Unknown(),
                context=f"Plats {number % 17} + Stadsdel {number % 7}",
            )
            for number in range(count)
        )
    )


@pytest.mark.parametrize("draw", [portfolio_picture, context_picture])
@pytest.mark.parametrize("count", [0, 1, 40])
def test_a_picture_fits_on_a_page(draw: object, count: int) -> None:
    assert callable(draw)
    picture = draw(many(count))
    width, height = size_in_cm(picture)
    assert width == pytest.approx(picture.width_cm, abs=0.05)
    assert height <= HIGHEST_PAGE + 0.5


@pytest.mark.parametrize("draw", [portfolio_picture, context_picture])
def test_the_same_portfolio_gives_the_same_picture(draw: object) -> None:
    assert callable(draw)
    assert draw(example_2024()) == draw(example_2024())


def test_forty_initiatives_are_all_drawn() -> None:
    ordered = sorted(priorities(many(40)), key=pictures._by_type_phase_and_place)
    plan = pictures_portfolio._fitting(ordered)
    assert sum(len(cards[: plan.most]) for cards in plan.cards.values()) == 40
    groups = contexts(many(40).initiatives)
    assert len(pictures_contexts._fitting(groups)[1]) == len(groups) == 24


def test_no_line_of_text_is_wider_than_its_column() -> None:
    for text in ("Att etablera en demokratisk praktik i vardagen", "o" * 90, "a b", ""):
        for size in (9.0, 6.0):
            lines = wrapped(text, size, 4.0)
            assert all(text_width(line, size) <= 4.0 for line in lines)
            assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_the_text_for_those_who_do_not_see_it_has_every_initiative() -> None:
    portfolio = example_2024()
    alt = portfolio_picture(portfolio).alt
    for initiative in portfolio.initiatives:
        assert initiative.title in alt
    assert "Normförskjutning fas 1 (432\u00a0000\u00a0kr, poäng 3,0)" in alt
    assert "Cornerstone Indicators fas 2 (ordinarie personal, poäng 3,5)" in alt
    assert "Ny roll för testbäddar (belopp okänt)" in alt
    assert alt.endswith("1 initiativ saknar belopp och är inte med i summan.")


@pytest.mark.thorough
def test_the_text_of_a_large_portfolio_is_short() -> None:
    assert len(portfolio_picture(many(120)).alt) < 400
    assert len(context_picture(many(120)).alt) < 800


def test_a_context_is_what_stands_between_plus_signs() -> None:
    portfolio = example_2024()
    groups = {
        name: [one.code for one in members] for name, members in contexts(portfolio.initiatives)
    }
    assert groups["Mötesplatserna"] == ["UVAS", "FORSKOLA"]
    assert groups["Skultuna"] == ["CORNERSTONE", "NYROLL"]
    assert groups["Västra stadsdelarnas utvecklingsarbete"] == ["DEMOKRATI"]
    assert "Skultuna: Cornerstone Indicators fas 2; Ny roll" in context_picture(portfolio).alt


def test_one_context_in_two_spellings_is_one_and_a_missing_one_stands_last() -> None:
    first, second, third = many(3).initiatives
    groups = contexts(
        [
            replace(third, context=" + "),
            replace(first, context="Skola  ett"),
            replace(second, context="skola ett + skola ett"),
        ]
    )
    assert [(name, [one.code for one in members]) for name, members in groups] == [
        ("Skola ett", ["K0", "K1"]),
        (NOWHERE, ["K2"]),
    ]


def test_an_empty_portfolio_says_so() -> None:
    assert portfolio_picture(Portfolio()).alt == "Portföljen har inga initiativ än."


def test_odd_names_are_drawn_without_warning() -> None:
    odd = [
        replace(i, name=name)
        for i, name in zip(many(3).initiatives, ("$x^2$", "\U0001f600", ""), strict=True)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert size_in_cm(portfolio_picture(Portfolio(initiatives=tuple(odd))))[0] > WIDTH - 0.1


@pytest.mark.parametrize("name", ["\ud800", "\ufffe", "\x07", "o" * 30_000, "o " * 15_000])
def test_a_name_that_no_font_can_draw_is_drawn_all_the_same(name: str) -> None:
    portfolio = Portfolio(initiatives=(replace(many(1).initiatives[0], name=name, context=name),))
    for draw in (portfolio_picture, context_picture):
        assert size_in_cm(draw(portfolio))[1] <= HIGHEST_PAGE + 0.5


def test_matplotlib_is_left_as_it_was() -> None:
    before = dict(mpl.rcParams)
    portfolio_picture(example_2024())
    assert dict(mpl.rcParams) == before
