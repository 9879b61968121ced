"""The kinds of document, and the layouts: the template, the fields and the title of each.

Rules: a layout is another way to set out the same fields. It has templates for the kinds that
it changes, and no kinds of its own; the other kinds look the same in every layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shk_xl.documents import changes, decision_basis, maps, minutes, proposal
from shk_xl.documents.fields import FieldSpec
from shk_xl.documents.pack import contents
from shk_xl.domain.portfolio import InitiativeType


class DocumentKind(StrEnum):
    """What can be made; the value is what a person types on the command line."""

    FORUM = "foruminitiativ"
    PILOT = "pilotinitiativ"
    ROLE = "ny_roll"
    PROPOSAL = "helhetsforslag"
    MINUTES = "motesanteckningar"
    CHANGES = "forandringar"
    MAPS = "kartor"
    CONTENTS = "innehall"

    @property
    def template(self) -> str:
        """The file name of its template."""
        return f"{self.value}.docx"


class Layout(StrEnum):
    """How a decision basis is set out; the value is what a person types on the command line."""

    HEADINGS = "rubriker"
    """The team's own headings."""
    LETTER = "tjansteskrivelse"
    """As an official letter of a municipality: the proposed decisions first."""


@dataclass(frozen=True, slots=True)
class KindSpec:
    """What a kind of document is.

    Args:
        name: Its name in Swedish.
        fields: What its template may ask for.
    """

    name: str
    fields: tuple[FieldSpec, ...]


KINDS: Final[Mapping[DocumentKind, KindSpec]] = {
    DocumentKind.FORUM: KindSpec("Beslutsunderlag foruminitiativ", decision_basis.FIELDS),
    DocumentKind.PILOT: KindSpec("Beslutsunderlag pilotinitiativ", decision_basis.FIELDS),
    DocumentKind.ROLE: KindSpec("Beslutsunderlag ny roll", decision_basis.FIELDS),
    DocumentKind.PROPOSAL: KindSpec("Helhetsförslag", proposal.FIELDS),
    DocumentKind.MINUTES: KindSpec("Mötesanteckningar", minutes.FIELDS),
    DocumentKind.CHANGES: KindSpec("Vad har ändrats", changes.FIELDS),
    DocumentKind.MAPS: KindSpec("Kartor", maps.FIELDS),
    DocumentKind.CONTENTS: KindSpec("Innehåll", contents.FIELDS),
}
KIND_OF_TYPE: Final[Mapping[InitiativeType, DocumentKind]] = {
    InitiativeType.FORUM: DocumentKind.FORUM,
    InitiativeType.PILOT: DocumentKind.PILOT,
    InitiativeType.ROLE: DocumentKind.ROLE,
}
ON_REQUEST: Final = frozenset({DocumentKind.MAPS})
"""Made only when they are asked for by kind."""
_LETTER_TEMPLATE: Final = "tjansteskrivelse.docx"
_TEMPLATES_OF_LAYOUT: Final[Mapping[Layout, Mapping[DocumentKind, str]]] = {
    Layout.HEADINGS: {},
    Layout.LETTER: dict.fromkeys(KIND_OF_TYPE.values(), _LETTER_TEMPLATE),
}
TEMPLATES: Final[Mapping[str, tuple[FieldSpec, ...]]] = {
    **{kind.template: spec.fields for kind, spec in KINDS.items()},
    _LETTER_TEMPLATE: decision_basis.FIELDS,
}
"""The file name of every template, with the fields that it may ask for."""


def template_of(kind: DocumentKind, layout: Layout = Layout.HEADINGS) -> str:
    """Give the file name of the template of a kind in a layout.

    >>> template_of(DocumentKind.ROLE), template_of(DocumentKind.ROLE, Layout.LETTER)
    ('ny_roll.docx', 'tjansteskrivelse.docx')
    """
    return _TEMPLATES_OF_LAYOUT[layout].get(kind, kind.template)
