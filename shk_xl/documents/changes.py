"""What has changed since an earlier version: one page, its fields and their values.

Rules: the heaviest changes stand first. What does not fit on the page is counted and named in
the last sentence, never left out silently. How much fits is reckoned from the length of the
texts, on the safe side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.change_words import (
    amount_difference,
    decision_line,
    difference_in_words,
    frame_line,
    funding_line,
    initiative_lines,
    names_in_words,
    rows_line,
    text_line,
)
from shk_xl.documents.fields import FieldSpec, Row
from shk_xl.documents.one_page import MOST_ROWS, Piece, fitting, rest_in_words, room_below
from shk_xl.documents.phrases import count_in_words, sentence
from shk_xl.documents.sender import SENDER_FIELDS, sender_values
from shk_xl.documents.word.text_model import Bullet, Paragraph, Run
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain.amounts import Amount, write_amount, write_kronor
from shk_xl.domain.change_records import Changes, FrameChange, Status
from shk_xl.domain.changes import changes
from shk_xl.domain.portfolio import Portfolio

FIELDS: Final[tuple[FieldSpec, ...]] = (
    *SENDER_FIELDS,
    fields.text("sedan", "Versionen som jämförelsen utgår från."),
    fields.text("inget", "Att inget har ändrats; annars tomt."),
    fields.blocks("i_korthet", "Det viktigaste i några meningar."),
    fields.rows(
        "pengar",
        "En rad för summan av budgetförslagen och för varje ram som har ändrats.",
        fields.text("vad", "Vad raden gäller."),
        fields.text("förut", "Beloppet i den förra versionen."),
        fields.text("nu", "Beloppet nu."),
        fields.text("skillnad", "Skillnaden med tecken, eller okänd."),
    ),
    fields.rows(
        "initiativ",
        "En rad för varje initiativ som har ändrats, det tyngsta först.",
        fields.text("namn", "Initiativets namn."),
        fields.blocks("ändringar", "Vad som har ändrats, en mening per stycke."),
        fields.text("skillnad", "Skillnaden i budgetförslag med tecken, eller okänd."),
    ),
    fields.blocks("övrigt", "Det som har ändrats utanför initiativen."),
    fields.text("resten", "De ändringar som inte fick plats, räknade och nämnda; annars tomt."),
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier version of the portfolio.

    Args:
        portfolio: What it said.
        said: Which version it is, in words that follow "sedan".
        key: The same in a few characters, for the name of the file.
    """

    portfolio: Portfolio
    said: str
    key: str


def values(portfolio: Portfolio, earlier: Earlier, today: date) -> Row:
    """Give the value of every field.

    Args:
        portfolio: The portfolio as it is.
        earlier: The version that it is held against.
        today: The date of the document.
    """
    found = changes(earlier.portfolio, portfolio)
    brief = list(_brief(found)) if found else []
    money = list(_money(found)) if found else []
    shown, rest = fitting(list(_pieces(found)), room_below(brief, len(money[:MOST_ROWS])))
    unnamed = [str(row["vad"]) for row in money[MOST_ROWS:]]
    others = [line for piece in shown if not piece.initiative for line in piece.lines]
    return {
        **sender_values(portfolio, today),
        "sedan": earlier.said,
        "inget": "" if found else f"Inget har ändrats sedan {earlier.said}.",
        "i_korthet": _bullets(brief),
        "pengar": money[:MOST_ROWS],
        "initiativ": [_initiative(piece) for piece in shown if piece.initiative],
        "övrigt": _bullets(others),
        "resten": rest_in_words([*unnamed, *rest]),
    }


def _pieces(found: Changes) -> Iterator[Piece]:
    """Give all that has changed, the heaviest first."""
    for change in found.initiatives:
        yield Piece(change.title, tuple(initiative_lines(change)), change)
    for decision in found.decisions:
        yield Piece(f"beslutet om {decision.about}", (decision_line(decision),))
    for one in found.unsplit:
        line = f"Ofördelat mellan initiativen. {funding_line(one)}"
        yield Piece(f"ofördelade pengar från {one.source}", (line,))
    for frame in found.frames:
        if line := frame_line(frame):
            yield Piece(frame.name, (line,))
    if found.texts:
        yield Piece("texterna om portföljen", (f"Portföljen. {text_line(found.texts)}",))
    for rows in (*found.registers, *found.meetings):
        line = rows_line(rows)
        yield Piece(line.partition(",")[0].partition(":")[0], (line,))


def _brief(found: Changes) -> Iterator[str]:
    before, after = found.total_before, found.total_after
    now = write_kronor(after.kronor)
    if found.difference:
        more = "mer" if found.difference > 0 else "mindre"
        changed = write_kronor(abs(found.difference))
        yield f"Budgetförslagen är tillsammans {now}, {changed} {more} än förut."
    else:
        yield f"Budgetförslagen är tillsammans {now}, lika mycket som förut."
    if after.unknown or before.unknown:
        yield sentence(
            "Okända belopp, som inte ingår i summan: "
            f"{count_in_words(after.unknown)}, förut {count_in_words(before.unknown)}"
        )
    for status, label in ((Status.NEW, "Nya initiativ"), (Status.REMOVED, "Borttagna initiativ")):
        named = [change.title for change in found.initiatives if change.status is status]
        if named:
            yield sentence(f"{label}: {names_in_words(named)}")
    decided = [change.title for change in found.initiatives if change.decisions]
    if decided:
        yield sentence(f"Beslut har antecknats eller ändrats om {names_in_words(decided)}")


def _money(found: Changes) -> Iterator[Row]:
    """Give the total, and the frames whose money is different."""
    before, after = found.total_before.kronor, found.total_after.kronor
    yield _money_row(
        "Budgetförslag tillsammans",
        write_kronor(before),
        write_kronor(after),
        difference_in_words(after - before),
    )
    for frame in found.frames:
        yield from _frame_rows(frame)


def _frame_rows(frame: FrameChange) -> Iterator[Row]:
    if change := frame.amount:
        yield _money_row(
            frame.name, _amount(change.before), _amount(change.after), amount_difference(change)
        )
    if frame.left is not None:
        before, after = frame.left
        known = before is not None and after is not None
        yield _money_row(
            f"Kvar i {frame.name}",
            "fanns inte" if frame.status is Status.NEW else _left(before),
            "finns inte" if frame.status is Status.REMOVED else _left(after),
            difference_in_words((after or 0) - (before or 0)) if known else "okänd",
        )


def _amount(amount: Amount | None) -> str:
    return "fanns inte" if amount is None else write_amount(amount)


def _left(kronor: int | None) -> str:
    return "okänt" if kronor is None else write_kronor(kronor)


def _money_row(what: str, before: str, after: str, difference: str) -> Row:
    return {"vad": what, "förut": before, "nu": after, "skillnad": difference}


def _initiative(piece: Piece) -> Row:
    return {
        "namn": piece.name,
        "ändringar": Blocks(tuple(Paragraph((Run(line),)) for line in piece.lines)),
        "skillnad": amount_difference(piece.initiative.amount if piece.initiative else None),
    }


def _bullets(lines: Sequence[str]) -> Blocks:
    return Blocks(tuple(Bullet((Run(line),)) for line in lines))
