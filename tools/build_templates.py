"""Write the first Word templates to ``word_templates/``.

Run once: ``python tools/build_templates.py``. From then on the templates are edited in
Word, and this script is kept for starting over.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from template_changes import changes
from template_contents import contents
from template_decision_basis import decision_basis
from template_maps import maps
from template_minutes import minutes
from template_new_role import new_role
from template_official_letter import official_letter
from template_proposal import proposal

TARGET: Final = Path(__file__).resolve().parent.parent / "word_templates"

TEMPLATES: Final = {
    "foruminitiativ.docx": lambda: decision_basis(
        "Foruminitiativ", "Samhällsmål som initiativet fokuserar på"
    ),
    "pilotinitiativ.docx": lambda: decision_basis(
        "Pilotinitiativ", "Samhällsmål som initiativet fokuserar främst på"
    ),
    "ny_roll.docx": new_role,
    "tjansteskrivelse.docx": official_letter,
    "helhetsforslag.docx": proposal,
    "motesanteckningar.docx": minutes,
    "forandringar.docx": changes,
    "kartor.docx": maps,
    "innehall.docx": contents,
}


def main() -> None:
    """Write every template."""
    TARGET.mkdir(exist_ok=True)
    for name, build in TEMPLATES.items():
        (TARGET / name).write_bytes(build())
        print(TARGET / name)


if __name__ == "__main__":
    main()
