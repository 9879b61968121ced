"""What each template is for, in words."""

from __future__ import annotations

from shk_xl.documents.kinds import KINDS


def template_in_words(template: str) -> str:
    """Say what a template is for.

    >>> template_in_words("helhetsforslag.docx")
    'Helhetsförslag'
    """
    for kind, spec in KINDS.items():
        if kind.template == template:
            return spec.name
    return "Beslutsunderlag som tjänsteskrivelse"
