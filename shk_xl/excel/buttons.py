"""The buttons of the workbook, declared once.

Every host shows ``BUTTONS``. An Excel on the person's own computer shows ``DESKTOP_BUTTONS``:
the same, and those that need the file of the workbook and the folder beside it. What each of
them does stands in ``shk_xl.excel.live``; how a host shows a button and calls it is that host's
affair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Button:
    """A button.

    Args:
        name: How Python, VBA and scripts call it; ASCII.
        caption: What stands on it.
        help: What happens when somebody presses it.
    """

    name: str
    caption: str
    help: str

    @property
    def macro(self) -> str:
        """The name of its macro in VBA.

        >>> Button("rakna_om", "Räkna om", "").macro
        'RaknaOm'
        """
        return "".join(word.capitalize() for word in self.name.split("_"))


BUTTONS: Final = (
    Button("rakna_om", "Räkna om", "Räknar om alla formler och visar summor och platser."),
    Button("kontrollera", "Kontrollera", "Skriver vad som saknas före mötet på bladet Kontroll."),
    Button(
        "skapa_underlag",
        "Skapa underlag",
        "Skapar beslutsunderlag i Word för initiativen på de markerade raderna, annars för alla.",
    ),
    Button("skapa_helhetsforslag", "Skapa helhetsförslag", "Skapar helhetsförslaget i Word."),
    Button(
        "skapa_motesanteckningar",
        "Skapa mötesanteckningar",
        "Skapar anteckningarna i Word för varje möte.",
    ),
    Button(
        "anpassa_formler",
        "Anpassa formler",
        "Skriver om formlerna så att funktionerna hittas i det Excel som filen nu är öppen i.",
    ),
)

DESKTOP_BUTTONS: Final = (
    *BUTTONS,
    Button(
        "skicka_till_parter",
        "Skicka till parter",
        "Visar vem som får vad, och gör sedan en kopia till varje part som utkast till e-post.",
    ),
    Button(
        "anvand_valen",
        "Använd valen",
        "För in det som är valt på bladet Konflikter. Arbetsboken stängs och öppnas igen.",
    ),
    Button(
        "kontrollera_mallar",
        "Kontrollera mallar",
        "Kontrollerar era egna Word-mallar i mappen mallar bredvid arbetsboken.",
    ),
)
