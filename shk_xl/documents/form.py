"""An empty decision basis that a party fills in with Word alone, and what came back in it.

Rules: a form is made with the template of its kind, so that it has the same headings. Where a
text belongs stands a line in brackets that tells what to write; a line that is left as it was
isn't read. What is filled in goes to the initiative of that code or name, or to a new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from shk_xl.documents.back.cells import Cell, CellText
from shk_xl.documents.back.edited import Edited
from shk_xl.documents.fields import FieldValue, Row
from shk_xl.documents.kinds import KIND_OF_TYPE, KINDS, DocumentKind
from shk_xl.documents.old.money import read_amount
from shk_xl.documents.old.report import Imported, Report
from shk_xl.documents.plan import documents_of
from shk_xl.documents.stamp import SourceStamp, Stamp
from shk_xl.documents.templates.kind_of_template import template_of_kind
from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain.amounts import Known, Staff
from shk_xl.domain.faults import Fault, Place
from shk_xl.domain.names import plain, propose_code, split_phase
from shk_xl.domain.portfolio import (
    About,
    Heading,
    Initiative,
    InitiativeType,
    Portfolio,
    TextSection,
)
from shk_xl.workbook.columns import AMOUNT_GROUP, AmountState
from shk_xl.workbook.tables_initiatives import INITIATIVES, TEXTS

FORM_ROW: Final = "formulär"
"""Stands in the stamp where other documents have their initiative."""
_SELF: Final = "FORM"
_FORMS: Final[Mapping[DocumentKind, InitiativeType]] = {
    kind: type_ for type_, kind in KIND_OF_TYPE.items()
}
FORMS: Final = tuple(_FORMS)
"""The kinds that can be filled in as a form."""
_NAME: Final = INITIATIVES.column_of("name").title
_FACTS: Final = {
    "namn": (_NAME, "[Initiativets namn]"),
    "ansvarig_part": ("Ansvarig part", "[Den part som svarar för initiativet]"),
    "belopp": (
        "Belopp",
        "[Belopp i kronor, eller Ordinarie personal, eller varför beloppet inte är känt]",
    ),
}
_GUIDANCE: Final = {
    Heading.GOALS: "[Vilka samhällsmål bidrar initiativet till? Ett mål på varje rad.]",
    Heading.PURPOSE: "[Varför behövs initiativet, och vad ska det leda till?]",
    Heading.DESCRIPTION: "[Vad ska göras, av vilka och hur?]",
    Heading.EFFECTS: "[Vad ska vara annorlunda efteråt, och för vem? Ett effektmål på varje rad.]",
    Heading.ADDED_VALUE: "[Vad får parterna ut av att göra det tillsammans?]",
    Heading.RESOURCES: "[Vad ska pengarna räcka till?]",
    Heading.BEST_INTERESTS: (
        "[Hur påverkas barn och unga? Hur har deras bästa prövats, och vad har de själva sagt?]"
    ),
    Heading.AFTERWARDS: "[Vad händer när pilotfasen är slut?]",
    Heading.NOTES: "[Annat som är bra att veta.]",
}
_COLUMNS: Final = {
    "actors": "[Vilka deltar? Skriv komma mellan dem.]",
    "context": "[Var? Till exempel en skola eller en stadsdel.]",
    "period": "[När? Till exempel mars–september.]",
    "start": "[Vad görs först?]",
    "resources": "[Ungefär hur mycket tid, och vilka personer, bidrar parterna med?]",
}
_KEPT: Final = frozenset({"avsändare", "sammanhang", "fokusområde", "år", "datum", "typ"})
"""What is known before anybody has filled anything in."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that came back.

    Args:
        type: What kind of initiative it tells of.
        facts: What is filled in about it, by the title of the column.
        texts: What is filled in under the headings.
    """

    type: InitiativeType
    facts: Mapping[str, str]
    texts: Mapping[Heading, str]

    @property
    def name(self) -> str:
        """The initiative's name, or its code; empty where nobody has filled it in."""
        return self.facts.get(_NAME, "")


def make_form(
    kind: DocumentKind, about: About, today: date, templates_dir: Path | None = None
) -> bytes:
    """Make an empty form.

    Args:
        kind: One of ``FORMS``.
        about: What the portfolio is called; empty where there is none.
        today: The date of the form.
        templates_dir: The team's own templates; None for the built-in ones.

    Raises:
        Refused: Everything that is wrong with the template.
    """
    template = template_of_kind(kind.template, templates_dir)
    values = _values(kind, about, today)
    rendered = template.render(values)
    source = SourceStamp("–", "–")
    stamp = Stamp(
        kind=kind.value,
        row=FORM_ROW,
        workbook=source.workbook,
        workbook_sha256=source.sha256,
        template=template.name,
        template_sha256=template.sha256,
        date=today.isoformat(),
        content_sha256=rendered.content_sha256,
        rendering_sha256=rendered.rendering_sha256,
    )
    title = f"{KINDS[kind].name}: formulär"
    return template.package(rendered, title, KINDS[kind].name, stamp, values)


def _values(kind: DocumentKind, about: About, today: date) -> Row:
    """Give the values of a form: guidance where something is to be written, else nothing."""
    initiative = replace(Initiative(_SELF, _FACTS["namn"][1], _FORMS[kind]), **_told(_COLUMNS))
    texts = tuple(TextSection(_SELF, heading, text) for heading, text in _GUIDANCE.items())
    portfolio = Portfolio(about=about, initiatives=(initiative,), texts=texts)
    job = next(job for job in documents_of(portfolio) if job.row == _SELF)
    asked = {
        name: CellText(text, Cell(INITIATIVES.name, (_SELF,), title))
        for name, (title, text) in _FACTS.items()
    }
    return {**{n: _blank(n, value) for n, value in job.values(today).items()}, **asked}


def _told(texts: Mapping[str, str]) -> dict[str, Any]:
    """Give texts as the fields of a record, which checks their types itself."""
    return dict(texts)


def _blank(name: str, value: FieldValue) -> FieldValue:
    """Leave out what is counted or composed."""
    if name in _KEPT or isinstance(value, (CellText, Picture)):
        return value
    if isinstance(value, Blocks):
        return value if isinstance(value.source, CellText) else Blocks(())
    return [] if isinstance(value, list) else ""


def filled_in(edited: Edited) -> Filled:
    """Take what was filled in from a form that was read.

    Args:
        edited: What ``read_edited`` gave.
    """
    facts: dict[str, str] = {}
    texts: dict[Heading, str] = {}
    for edit in edited.edits:
        text = _without_guidance(edit.after, edit.before)
        if text and edit.cell.table == TEXTS.name:
            texts[Heading(edit.cell.key[1])] = text
        elif text and edit.cell.table == INITIATIVES.name:
            facts[edit.cell.title] = text
    return Filled(_FORMS[DocumentKind(edited.stamp.kind)], facts, texts)


def _without_guidance(after: str, guidance: str) -> str:
    lines = [line.replace(guidance, "") if guidance in line else line for line in after.split("\n")]
    return "\n".join(lines).strip()


def initiative_of(filled: Filled, portfolio: Portfolio) -> Initiative | None:
    """Find the initiative that a form is about, by its code, its name or another name."""
    wanted = plain(filled.name)
    for initiative in portfolio.initiatives:
        names = (initiative.code, initiative.name, initiative.title, *initiative.aliases)
        if wanted in map(plain, names):
            return initiative
    return None


def changes_of(filled: Filled, initiative: Initiative, file: str) -> dict[Cell, str]:
    """Give what a form says of an initiative that the workbook has, cell by cell."""
    cells = {
        Cell(INITIATIVES.name, (initiative.code,), title): text
        for title, text in filled.facts.items()
        if title not in (_NAME, *AMOUNT_GROUP)
    }
    cells |= {
        Cell(TEXTS.name, (initiative.code, heading.value), TEXTS.column_of("text").title): text
        for heading, text in filled.texts.items()
    }
    typed = filled.facts.get(AMOUNT_GROUP[0])
    if typed:
        for title, text in zip(AMOUNT_GROUP, _amount_cells(typed, file), strict=True):
            cells[Cell(INITIATIVES.name, (initiative.code,), title)] = text
    return {cell: text for cell, text in cells.items() if text}


def _amount_cells(typed: str, file: str) -> tuple[str, str, str]:
    amount = read_amount(typed, Place(file), Report())
    if isinstance(amount, Known):
        return str(amount.kronor), AmountState.KNOWN.value, ""
    if isinstance(amount, Staff):
        return "", AmountState.STAFF.value, amount.by
    return "", AmountState.UNKNOWN.value, amount.reason


def as_imported(filled: Filled, portfolio: Portfolio, file: str) -> Imported:
    """Give a form about a new initiative as a portfolio of its own, with a proposed code.

    Args:
        filled: The form.
        portfolio: The one that it is to be added to, for the codes that are taken.
        file: Its name, for the notes.
    """
    report, place = Report(), Place(file)
    name, phase = split_phase(filled.name)
    code = propose_code(name, {one.code for one in portfolio.initiatives})
    report.confirm("code_proposed", place, name=name, code=code)
    by_title = {INITIATIVES.column_of(field).title: field for field in (*_COLUMNS, "responsible")}
    facts = {by_title[title]: text for title, text in filled.facts.items() if title in by_title}
    amount = read_amount(filled.facts.get(AMOUNT_GROUP[0], ""), place, report)
    initiative = Initiative(code, name, filled.type, phase=phase, amount=amount)
    texts = tuple(TextSection(code, heading, text) for heading, text in filled.texts.items())
    made = Portfolio(initiatives=(replace(initiative, **_told(facts)),), texts=texts)
    return Imported(made, tuple(report))


def faults_of(filled: Filled, file: str) -> Sequence[Fault]:
    """Tell what a form lacks to be read at all."""
    return () if filled.name else (Fault("edited_form_empty", Place(file)),)
