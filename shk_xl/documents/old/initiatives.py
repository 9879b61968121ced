"""The records of one initiative, from all that the documents say about it.

Rules: the first document that says something is the one that counts. What another one says
differently is reported, and kept in the notes of the initiative.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from shk_xl.documents.old.aliases import Aliases, without_phase
from shk_xl.documents.old.headings import Slot
from shk_xl.documents.old.initiative_rows import Row
from shk_xl.documents.old.joins import Joined, official_name
from shk_xl.documents.old.money import in_words
from shk_xl.documents.old.report import Report
from shk_xl.domain.amounts import Amount, Unknown
from shk_xl.domain.names import plain
from shk_xl.domain.portfolio import Allocation, Heading, Initiative, Score, TextSection

_FACTS: Final = {
    "actors": Slot.ACTORS,
    "responsible": Slot.RESPONSIBLE,
    "context": Slot.CONTEXT,
    "period": Slot.PERIOD,
    "start": Slot.START,
    "resources": Slot.RESOURCES,
}
"""The short fields that both a decision basis and a row may fill."""


class InitiativeRecords:
    """The initiative with its texts, scores and costs.

    Args:
        joined: All that the documents say.
        code: Its code.
        aliases: What the user says is the same.
        report: Is told what differs.
    """

    def __init__(self, joined: Joined, code: str, aliases: Aliases, report: Report) -> None:
        self._joined = joined
        self._code = code
        self._report = report
        self._notes: list[str] = [row.notes for row in joined.rows if row.notes]
        self._texts: dict[Heading, str] = {}
        self._scores: dict[str, Score] = {}
        self.costs = self._all_costs()
        self._add_texts()
        self._add_scores()
        self.initiative = self._initiative(aliases)

    @property
    def texts(self) -> Iterator[TextSection]:
        """The texts in the order of the headings, the notes with all that had no other place."""
        notes = [self._texts.get(Heading.NOTES, ""), *self._notes]
        texts = {**self._texts, Heading.NOTES: "\n\n".join(filter(None, notes))}
        for heading in Heading:
            if texts.get(heading):
                yield TextSection(self._code, heading, texts[heading])

    @property
    def scores(self) -> tuple[Score, ...]:
        """The scores, one a criterion."""
        return tuple(self._scores.values())

    def _initiative(self, aliases: Aliases) -> Initiative:
        joined = self._joined
        name = official_name(joined, aliases)
        first = self._first_row()
        known = [other for one in joined.names for other in aliases.names(one)]
        known += [other for basis in joined.bases for other in basis.aliases]
        phases = [basis.phase for basis in joined.bases if basis.phase is not None]
        if not joined.bases:
            self._report.confirm("type_of_row", joined.place, name=first.title, type=first.type)
        self._report.confirm("code_proposed", joined.place, name=name, code=self._code)
        return replace(
            first,
            code=self._code,
            name=name,
            aliases=without_phase([*joined.names, *known], name),
            type=joined.bases[0].type if joined.bases else first.type,
            phase=phases[0] if phases else first.phase,
            **{field: self._fact(field, getattr(first, field)) for field in _FACTS},
            amount=self._amount(first.amount),
        )

    def _first_row(self) -> Initiative:
        """Give the first row, after telling what the others say differently."""
        if not self._joined.rows:
            basis = self._joined.bases[0]
            return Initiative("", basis.name, basis.type, phase=basis.phase)
        first, *others = self._joined.rows
        for other in others:
            self._compare(first, other)
        return first.initiative

    def _compare(self, first: Row, other: Row) -> None:
        for field, slot in _FACTS.items():
            kept, text = getattr(first.initiative, field), getattr(other.initiative, field)
            if text and text != kept:
                self._differs(slot.value, text, kept, other)
        kept_amount = in_words(first.initiative.amount)
        if in_words(other.initiative.amount) != kept_amount:
            self._differs("Belopp", in_words(other.initiative.amount), kept_amount, other)

    def _differs(self, field: str, text: str, kept: str, row: Row) -> None:
        self._report.differs(
            "value_differs", row.place, owner=self._joined.name, field=field, text=text, kept=kept
        )
        self._notes.append(text)

    def _fact(self, field: str, of_row: str) -> str:
        value = of_row
        for basis in self._joined.bases:
            text = basis.facts.get(_FACTS[field], "")
            value = value or text
            if text and text != value:
                self._report.differs(
                    "value_differs",
                    basis.place,
                    owner=basis.name,
                    field=_FACTS[field].value,
                    text=text,
                    kept=value,
                )
                self._notes.append(text)
        return value

    def _amount(self, of_row: Amount) -> Amount:
        """Give the amount of the proposal; without one, that of the decision basis."""
        told = [basis for basis in self._joined.bases if basis.amount != Unknown()]
        amount = of_row if of_row != Unknown() or not told else told[0].amount
        for basis in told:
            if basis.amount != amount:
                self._report.differs(
                    "value_differs",
                    basis.place,
                    owner=basis.name,
                    field=Slot.AMOUNT.value,
                    text=in_words(basis.amount),
                    kept=in_words(amount),
                )
        if of_row == Unknown() and told and told[0].proposed == Unknown():
            self._report.confirm(
                "amount_from_costs",
                self._joined.place,
                name=self._joined.name,
                amount=in_words(amount),
            )
        return amount

    def _all_costs(self) -> tuple[Allocation, ...]:
        """Give the articles, each with a name of its own, since they are rows of a table."""
        costs: dict[tuple[str, str], Allocation] = {}
        for basis in self._joined.bases:
            before = set(costs.values())
            for typed in basis.costs:
                cost = replace(typed, initiative=self._code)
                if cost in before:
                    continue  # another decision basis told of it
                number = 1
                while (cost.source, cost.article) in costs:
                    number += 1
                    cost = replace(cost, article=f"{typed.article} ({number})")
                if number > 1:
                    self._report.differs(
                        "article_twice", basis.place, article=typed.article, name=cost.article
                    )
                costs[cost.source, cost.article] = cost
        return tuple(costs.values())

    def _add_texts(self) -> None:
        for basis in self._joined.bases:
            for heading, text in basis.texts.items():
                kept = self._texts.setdefault(heading, text)
                if kept != text:
                    self._report.differs(
                        "text_differs", basis.place, owner=basis.name, heading=heading.value
                    )
                    self._notes.append(f"{heading.value}\n\n{text}")

    def _add_scores(self) -> None:
        for basis in self._joined.bases:
            for score in basis.scores:
                kept = self._scores.setdefault(
                    plain(score.criterion), replace(score, initiative=self._code)
                )
                if (kept.points, kept.motivation) != (score.points, score.motivation):
                    self._report.differs(
                        "score_differs", basis.place, owner=basis.name, criterion=score.criterion
                    )
                    self._notes.append(f"{score.criterion}: {score.points}, {score.motivation}")
