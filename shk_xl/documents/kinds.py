"""The kinds of document: the template, the fields and the title of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shk_xl.documents import decision_basis, minutes, proposal
from shk_xl.documents.fields import FieldSpec
from shk_xl.domain.portfolio import InitiativeType


class DocumentKind(StrEnum):
    """What can be made; the value is what a person types on the command line."""

    FORUM = "foruminitiativ"
    PILOT = "pilotinitiativ"
    ROLE = "ny_roll"
    PROPOSAL = "helhetsforslag"
    MINUTES = "motesanteckningar"

    @property
    def template(self) -> str:
        """The file name of its template."""
        return f"{self.value}.docx"


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
}
KIND_OF_TYPE: Final[Mapping[InitiativeType, DocumentKind]] = {
    InitiativeType.FORUM: DocumentKind.FORUM,
    InitiativeType.PILOT: DocumentKind.PILOT,
    InitiativeType.ROLE: DocumentKind.ROLE,
}
