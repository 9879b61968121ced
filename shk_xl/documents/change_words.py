"""What has changed, in sentences and kronor.

Rules: what is now stands first, then what was. Unknown is said to be unknown, and what became
known or unknown is said to have become that. A long text is not quoted: it is said how many
words came and went.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from shk_xl.documents.phrases import (
    date_text_in_words,
    listed,
    place_in_words,
    score_in_words,
    sentence,
)
from shk_xl.domain.amounts import Amount, Known, Unknown, write_amount, write_kronor
from shk_xl.domain.change_records import (
    AmountChange,
    DecisionChange,
    FactChange,
    FrameChange,
    FundingChange,
    InitiativeChange,
    RowsChange,
    ScoreChange,
    Status,
    TextChange,
)
from shk_xl.domain.names import in_sentence
from shk_xl.domain.portfolio import Vote
from shk_xl.workbook.schema import ABOUT_ROWS, TABLES

_QUOTED: Final = 60
"""A fact of so many characters is quoted; of a longer one it is said how much changed."""
_DECISION: Final = 140
_NAMED: Final = 4
_REGISTERS: Final[Mapping[str, str]] = {table.records: table.sheet for table in TABLES}
_FACTS_OF_FILE: Final = {field: title for title, (field, _help) in ABOUT_ROWS.items()}


def difference_in_words(kronor: int) -> str:
    r"""Write a difference with its sign.

    >>> difference_in_words(216000), difference_in_words(-5), difference_in_words(0)
    ('+216\xa0000\xa0kr', '−5\xa0kr', '0\xa0kr')
    """
    return f"+{write_kronor(kronor)}" if kronor > 0 else write_kronor(kronor)


def amount_difference(change: AmountChange | None) -> str:
    """Write what an amount changed by; a dash where it didn't, and unknown where nobody knows."""
    if change is None:
        return "–"
    return "okänd" if change.difference is None else difference_in_words(change.difference)


def initiative_lines(change: InitiativeChange) -> list[str]:
    """Say all that is different about an initiative, a sentence for each, the heaviest first."""
    if change.status is Status.NEW:
        return [_came(change), *map(_decision, change.decisions)]
    if change.status is Status.REMOVED:
        return [_went(change), *map(_decision, change.decisions)]
    return list(_lines(change))


def _lines(change: InitiativeChange) -> Iterator[str]:
    if change.amount:
        yield amount_line("Budgetförslaget", change.amount)
    yield from map(funding_line, change.funding)
    yield from map(_decision, change.decisions)
    if change.score:
        yield _score(change.score)
    for one in change.points:
        before, now = (str(points or "saknas") for points in (one.before, one.after))
        yield f"{one.criterion}: {now}, förut {before}."
    yield from map(fact_line, change.facts)
    if change.motivations:
        yield sentence(f"Ändrad motivering: {listed(change.motivations)}")
    if change.texts:
        yield text_line(change.texts)


def _came(change: InitiativeChange) -> str:
    amount = change.amount.after if change.amount else None
    said = f"Nytt initiativ. Budgetförslag: {_amount(amount)}" if amount else "Nytt initiativ"
    taken = [
        f"{_amount(one.amount.after)} från {one.source}"
        for one in change.funding
        if one.amount.after is not None
    ]
    if len(taken) == 1 and change.funding[0].amount.after == amount:
        return sentence(f"Nytt initiativ. Budgetförslag: {taken[0]}")
    return sentence(f"{said}, {listed(taken)}" if taken else said)


def _went(change: InitiativeChange) -> str:
    amount = change.amount.before if change.amount else None
    return sentence(f"Borttaget. Budgetförslaget var {_amount(amount)}" if amount else "Borttaget")


def _amount(amount: Amount | None) -> str:
    """Write an amount inside a sentence."""
    return in_sentence(write_amount(amount)) if amount is not None else "inget"


def amount_line(name: str, change: AmountChange) -> str:
    r"""Say an amount now, and what it was.

    >>> amount_line("Budgetförslaget", AmountChange(Unknown("inväntar svar"), Known(300)))
    'Budgetförslaget är nu känt: 300\xa0kr. Förut okänt: inväntar svar.'
    """
    before, after = change.before, change.after
    if isinstance(before, Unknown) and isinstance(after, Known):
        return sentence(f"{name} är nu känt: {_amount(after)}. Förut {_amount(before)}")
    return sentence(f"{name} är nu {_amount(after)}, förut {_amount(before)}")


def funding_line(change: FundingChange) -> str:
    """Say what comes from a source now, and what came from it."""
    article = f" ({in_sentence(change.article)})" if change.article else ""
    source = f"{change.source}{article}"
    before, after = change.amount.before, change.amount.after
    if before == after:
        return sentence(f"Anmärkningen om {source} är ändrad")
    if before is None:
        return sentence(f"Ny finansiering från {source}: {_amount(after)}")
    if after is None:
        return sentence(f"Inget tas längre från {source}, förut {_amount(before)}")
    return sentence(f"Från {source} tas nu {_amount(after)}, förut {_amount(before)}")


def _score(change: ScoreChange) -> str:
    said: list[str] = []
    if change.before != change.after:
        now, before = score_in_words(change.after), score_in_words(change.before)
        said.append(f"Vägt medelvärde {now}, förut {before}.")
    if change.place_before != change.place_after:
        now, before = place_in_words(change.place_after), place_in_words(change.place_before)
        said.append(f"Plats {now}, förut {before}.".replace("–", "ingen"))
    return " ".join(said)


def fact_line(change: FactChange) -> str:
    """Say a fact now and before, or how much of it is different."""
    if max(len(change.before), len(change.after)) > _QUOTED:
        return sentence(f"{change.name}: ändrat, {_words(_as_text(change))}")
    return sentence(f"{change.name}: {change.after or 'tomt'}, förut {change.before or 'tomt'}")


def _as_text(change: FactChange) -> TextChange:
    return TextChange(change.name, change.before, change.after)


def text_line(changes: Sequence[TextChange]) -> str:
    """Name the texts that are new, gone or different, and say how much of each."""
    said: dict[str, list[str]] = {}
    for one in changes:
        label = "Ändrade texter" if one.before and one.after else "Nya texter"
        label = label if one.after else "Borttagna texter"
        said.setdefault(label, []).append(f"{one.heading} ({_words(one)})")
    return " ".join(f"{label}: {listed(names)}." for label, names in said.items())


def _words(change: TextChange) -> str:
    """Say how many words came and went.

    >>> _words(TextChange("Syfte", "lära", "lära av alla")), _words(TextChange("S", "a", "a "))
    ('2 nya ord', 'bara mellanrum och ordning')
    """
    came, went = change.words
    said = [f"{came} nya ord"] if came > 1 else ["ett nytt ord"] if came else []
    said += [f"{went} ord borta"] if went else []
    return listed(said) or "bara mellanrum och ordning"


def decision_line(change: DecisionChange) -> str:
    """Say a decision on something else than an initiative, with what it is about."""
    return f"{change.about}. {_decision(change)}"


def _decision(change: DecisionChange) -> str:
    day = date_text_in_words(change.meeting)
    if change.status is Status.REMOVED:
        return sentence(f"Raden om beslutet {day} är borttagen")
    said = sentence(f"Beslut {day}: {_shortened(change.after) or 'inte antecknat än'}")
    if change.before and change.before != change.after:
        said = f"{said} Förut antecknat: {sentence(_shortened(change.before))}"
    if change.votes is None:
        return said
    counted = ", ".join(f"{vote} {n}" for vote, n in zip(Vote, change.votes, strict=True))
    return f"{said} {counted}."


def _shortened(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= _DECISION else f"{whole[: _DECISION - 1].rstrip()}…"


def frame_line(change: FrameChange) -> str:
    """Say what is different about a frame besides its money."""
    if change.status is Status.NEW:
        return f"{change.name} är en ny rad bland ramarna."
    if change.status is Status.REMOVED:
        return f"{change.name} finns inte längre bland ramarna."
    preliminary = {"ja": "är nu preliminär", "nej": "är inte längre preliminär"}
    said = [
        f"{change.name} {preliminary[one.after]}."
        if one.name == "Preliminär"
        else fact_line(FactChange(f"{change.name}, {in_sentence(one.name)}", one.before, one.after))
        for one in change.facts
    ]
    return " ".join(said)


def rows_line(change: RowsChange) -> str:
    """Name the rows of a register, or of a meeting, that came, went or changed."""
    if change.what == "about":
        return sentence(f"Om filen: {listed([_FACTS_OF_FILE[one] for one in change.changed])}")
    name = _REGISTERS.get(change.what) or f"Mötet {date_text_in_words(change.what)}"
    said = [
        f"{label} {names_in_words(names)}"
        for label, names in (
            ("nytt:", change.new),
            ("ändrat:", change.changed),
            ("borttaget:", change.removed),
        )
        if names
    ]
    return sentence(f"{name}, {'; '.join(said)}")


def names_in_words(names: Sequence[str], most: int = _NAMED) -> str:
    """Name some, and count the rest.

    >>> names_in_words(["a", "b", "c", "d"], most=2), names_in_words(["a", "b"])
    ('a, b och 2 till', 'a och b')
    """
    if len(names) <= most:
        return listed(names)
    return listed([*names[:most], f"{len(names) - most} till"])
