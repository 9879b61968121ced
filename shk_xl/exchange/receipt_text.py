"""The text of a receipt: what a party's answer came to, line by line.

Rules: of the party's own answer alone: another's value is never told. What is wrong with a
line is said; what the team does about it is the team's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from shk_xl.exchange.merge.differences import Difference
from shk_xl.exchange.merge.outcome import OURS, THEIRS, Merged, Option, Question
from shk_xl.exchange.merge.resolve import Answer
from shk_xl.exchange.merge.tables import key_in_words
from shk_xl.exchange.merge.values import CLEARED, in_words
from shk_xl.wording import intake as words
from shk_xl.wording import what

_MOST_LINES: Final = 200
_LONGEST: Final = 300
_STANDS: Final = {True: words.OURS_STANDS, False: words.OTHERS_STANDS}


def receipt_text(merged: Merged, party: str, round_: int, files: Sequence[str], sender: str) -> str:
    """Write the receipt of an answer.

    Args:
        merged: What the run came to.
        party: To whom.
        round_: The number of the round that the party answered.
        files: The names of the files that it sent.
        sender: Who writes.
    """
    parts = (
        (words.TAKEN, [*_taken(merged, party)]),
        (words.WAITING, [*_waiting(merged.questions, party)]),
        (words.NOT_TAKEN, [*_told(merged, party)]),
    )
    return words.RECEIPT.format(
        party=party,
        round=round_,
        files=", ".join(dict.fromkeys(files)),
        parts=_parts(parts) or words.NOTHING_DIFFERS,
        sender=sender,
    )


def decision_text(
    answers: Sequence[Answer], waiting: Sequence[Question], party: str, round_: int, sender: str
) -> str:
    """Write what was decided of what waited in an answer.

    Args:
        answers: The questions that were answered.
        waiting: Those that still wait.
        party: To whom.
        round_: The number of the round that the party answered.
        sender: Who writes.
    """
    own = [answer for answer in answers if _is_about(answer.question.differences, party)]
    taken = [_of_question(a.question) for a in own if _takes(a.option, _labels(a, party))]
    left = [
        f"{_of_question(a.question)}: {_STANDS[a.option.label == OURS]}"
        for a in own
        if not _takes(a.option, _labels(a, party))
    ]
    parts = (
        (words.TAKEN, taken),
        (words.NOT_TAKEN, left),
        (words.STILL_WAITING, [*_waiting(waiting, party)]),
    )
    return words.DECISION.format(party=party, round=round_, parts=_parts(parts), sender=sender)


def _parts(parts: Iterable[tuple[str, Sequence[str]]]) -> str:
    return "\n".join(_part(heading, lines) for heading, lines in parts if lines)


def _part(heading: str, lines: Sequence[str]) -> str:
    shown = [f"  - {line}" for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(f"  … och {len(lines) - _MOST_LINES} till")
    return "\n".join([f"{heading}: {len(lines)}", *shown, ""])


def _taken(merged: Merged, party: str) -> Iterator[str]:
    for change in merged.changes:
        if _is_about(change.differences, party):
            sheet = merged.ours[change.table].shape.sheet
            where = _where(sheet, key_in_words(change.key_values), change.title)
            before = _short(in_words(change.before)) or words.BLANK
            after = _short(in_words(change.value)) or CLEARED
            said = words.ALREADY_THERE if change.already else f"{before} → {after}"
            yield f"{where}: {said}"


def _waiting(questions: Iterable[Question], party: str) -> Iterator[str]:
    for question in questions:
        if _is_about(question.differences, party):
            yield _of_question(question)


def _of_question(question: Question) -> str:
    key = key_in_words(question.key_values)
    where = _where(question.sheet, key, ", ".join(question.titles))
    return f"{where} ({question.asked.value.casefold()})"


def _told(merged: Merged, party: str) -> Iterator[str]:
    for notice in merged.notices:
        if _is_about(notice.differences, party):
            place = notice.fault.place
            yield f"{_where(place.sheet, place.cell)}: {_short(what(notice.fault))}"


def _takes(option: Option, labels: Iterable[str]) -> bool:
    """Whether an answer takes what one of a party's replies says; see ``asking.theirs_label``."""
    if option.label == OURS:
        return False
    names = option.label.removeprefix(f"{THEIRS}: ").split(" + ")
    wanted = {label.replace(",", "") for label in labels}
    return any(name == label or name.startswith(f"{label} (") for name in names for label in wanted)


def _labels(answer: Answer, party: str) -> set[str]:
    differences = answer.question.differences
    return {d.source.label for d in differences if d.source.party == party}


def _is_about(differences: Iterable[Difference], party: str) -> bool:
    return any(difference.source.party == party for difference in differences)


def _where(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
