"""The rules that a document is checked against, each with the requirement behind it.

Rules: a rule has one code, which is also the key of its words in ``shk_xl.wording``. What a
template causes stops (level ``stop``); what a person's own text may cause, and what is good
practice beyond the law, is a warning and refuses nothing. The table is the whole of what is
checked: the page on accessibility is made from it, and claims nothing more.

Source: WCAG 2.1; EN 301 549 V3.2.1 clause 10, which applies each criterion n.n.n of WCAG to
documents as 10.n.n.n; ISO 14289-1 (PDF/UA-1), by clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from shk_xl.domain.faults import Fault
from shk_xl.domain.findings import Level


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Args:
        checks: What must hold, in Swedish.
        wcag: The success criteria of WCAG 2.1 behind it; none for good practice.
        level: How bad a breach is.
        pdf_ua: The clauses of PDF/UA-1 behind it, for a rule of PDFs.
    """

    checks: str
    wcag: tuple[str, ...] = ()
    level: Level = Level.STOP
    pdf_ua: str = ""

    @property
    def en_301_549(self) -> tuple[str, ...]:
        """The clauses of EN 301 549 that apply those criteria to documents.

        >>> Rule("", ("1.4.3",)).en_301_549
        ('10.1.4.3',)
        """
        return tuple(f"10.{criterion}" for criterion in self.wcag)


_WARN: Final = Level.WARN

WORD_RULES: Final[Mapping[str, Rule]] = {
    "docx_language": Rule("Dokumentets språk är svenska.", ("3.1.1",)),
    "docx_language_run": Rule("Ingen text är märkt med ett annat språk.", ("3.1.2",), _WARN),
    "docx_title": Rule("Dokumentet har en titel bland egenskaperna.", ("2.4.2",)),
    "docx_heading_order": Rule(
        "Rubrikerna börjar på nivå 1 och hoppar inte över någon nivå.", ("1.3.1", "2.4.6")
    ),
    "docx_heading_empty": Rule("Ingen rubrik är tom.", ("1.3.1", "2.4.6")),
    "docx_heading_alone": Rule("Det står något under varje rubrik.", ("2.4.6",), _WARN),
    "docx_bold_heading": Rule("Rubriker är rubrikformat, inte fetstil.", ("1.3.1",)),
    "docx_typed_list": Rule(
        "Listor är riktiga listor, inte skrivna streck, punkter eller siffror.", ("1.3.1",), _WARN
    ),
    "docx_table_header": Rule("Varje tabell har en rubrikrad som är märkt som det.", ("1.3.1",)),
    "docx_table_merged": Rule(
        "Inga celler är sammanslagna eller delade.", ("1.3.1", "1.3.2"), _WARN
    ),
    "docx_table_nested": Rule("Ingen tabell ligger i en tabell.", ("1.3.1", "1.3.2"), _WARN),
    "docx_table_description": Rule("Varje tabell har en beskrivning.", (), _WARN),
    "docx_alt_text": Rule(
        "Varje bild har en alternativtext, eller är märkt som dekorativ.", ("1.1.1",)
    ),
    "docx_floating": Rule("Bilder ligger i raden, inte fritt på sidan.", ("1.3.2",), _WARN),
    "docx_text_box": Rule("Ingen text står i en textruta eller ram.", ("1.3.2",)),
    "docx_empty_paragraph": Rule("Avstånd görs inte med tomma stycken.", (), _WARN),
    "docx_contrast": Rule(
        "Text har minst kontrasten 4,5:1 mot sin bakgrund, också stor text.", ("1.4.3",)
    ),
    "docx_link_words": Rule("En länk säger vart den leder.", ("2.4.4",), _WARN),
    "docx_moving_text": Rule("Ingen text blinkar eller rör sig.", ("2.2.2",)),
    "docx_capitals": Rule("Hela meningar är inte skrivna med versaler.", (), _WARN),
}
PDF_RULES: Final[Mapping[str, Rule]] = {
    "pdf_tagged": Rule("PDF-filen är taggad.", ("1.3.1", "4.1.2"), pdf_ua="7.1"),
    "pdf_untagged_content": Rule(
        "All text och alla bilder är taggade, eller märkta som utsmyckning.",
        ("1.3.1",),
        pdf_ua="7.1",
    ),
    "pdf_language": Rule("PDF-filens språk är svenska.", ("3.1.1",), pdf_ua="7.2"),
    "pdf_title": Rule(
        "PDF-filen har en titel, och den visas i fönstrets rubrik.", ("2.4.2",), pdf_ua="7.1"
    ),
    "pdf_ua_mark": Rule("PDF-filen är märkt som PDF/UA.", (), pdf_ua="5"),
    "pdf_heading_order": Rule(
        "Rubrikerna börjar på nivå 1 och hoppar inte över någon nivå.",
        ("1.3.1", "2.4.6"),
        pdf_ua="7.4.2",
    ),
    "pdf_alt_text": Rule("Varje bild har en alternativtext.", ("1.1.1",), pdf_ua="7.3"),
    "pdf_table_header": Rule("Varje tabell har rubrikceller.", ("1.3.1",), pdf_ua="7.5"),
    "pdf_table_shape": Rule("Tabellens rader har lika många celler.", ("1.3.1",), pdf_ua="7.5"),
    "pdf_list": Rule("Listor är taggade som listor, med punkter.", ("1.3.1",), pdf_ua="7.6"),
    "pdf_bookmarks": Rule(
        "PDF-filen har bokmärken, om den har fler än en rubrik.", (), _WARN, "7.17"
    ),
    "pdf_tab_order": Rule(
        "Sidor med länkar eller fält följer läsordningen.", ("2.4.3",), pdf_ua="7.18.3"
    ),
    "pdf_fonts": Rule("Alla typsnitt är inbäddade.", (), pdf_ua="7.21.4"),
    "pdf_protected": Rule("Hjälpmedel får läsa texten.", ("4.1.2",), pdf_ua="7.16"),
}
_SORTED_BY: Final = ("ink", "paper", "language")
RULES: Final[Mapping[str, Rule]] = {**WORD_RULES, **PDF_RULES}


def level_of(fault: Fault) -> Level:
    """Say how bad a finding is; a fault that is no breach of these rules always stops."""
    rule = RULES.get(fault.code)
    return Level.STOP if rule is None else rule.level


def placed_in(file: str, findings: Iterable[Fault]) -> Iterator[Fault]:
    """Say in which file findings are; a walk through a part knows only its paragraphs."""
    for finding in findings:
        yield replace(finding, place=replace(finding.place, file=file))


def told_once(found: Iterable[Fault]) -> list[tuple[Fault, int]]:
    """Put alike findings together, so that a table in one faint colour is told of once.

    Args:
        found: Findings of any files, and other faults, which each stand for themselves.

    Returns:
        The first of each sort in each file, and how many more there are.
    """
    sorts: dict[object, list[Fault]] = {}
    for number, fault in enumerate(found):
        sort = (fault.place.file, fault.code, *(fault.values.get(key) for key in _SORTED_BY))
        sorts.setdefault(sort if fault.code in RULES else number, []).append(fault)
    return [(alike[0], len(alike) - 1) for alike in sorts.values()]
