"""A portfolio of forum initiatives whose decision bases are about six pages each."""

from __future__ import annotations

from shk_xl.domain.amounts import Known
from shk_xl.domain.portfolio import (
    About,
    Allocation,
    Criterion,
    Frame,
    Heading,
    Initiative,
    InitiativeType,
    Party,
    Portfolio,
    Score,
    TextSection,
)

TEXT = """
Initiativet prövar *små förändringar* i vardagen, och vad de kräver av dem som deltar. Det som
prövas väljs av dem som det berör, och varje prövning är så liten att den kan göras om. Vad som
hände skrivs ner av dem som var med, samma vecka, så att andra kan lära av det och pröva vidare.

Del 1:

- Kartlägga vilka som behöver vara med & varför, och vad var och en kan bidra med under året
- Pröva i liten skala, på två platser i taget
  - och skriva ner vad som hände, vad som förvånade och vad som bör göras annorlunda
- Samla dem som har prövat, fyra gånger under året, för att jämföra och välja vad som ska leva

Del 2: därefter sätts en lärandemiljö upp, där det som har prövats kan växa vidare. Parterna
turas om att hålla i den, så att den inte hänger på en enda organisation eller en enda person.

Erfarenheterna från <förra> året visar att det tar längre tid än väntat att få med dem som sällan
är med. Därför börjar initiativet med platserna där de redan är, och först därefter bjuds fler in.
Varje plats har en person som håller i kontakten och som vet vad de andra platserna har kommit
fram till, så att ingen behöver börja om från början.
"""
REASON = """
Underlaget visar en tydlig koppling, men vägen till målet beror på att flera parter deltar.

- Styrkan är att prövningarna kan börja genast och kostar litet
- Svagheten är att resultaten syns först efter ett par år
"""
_HEADINGS = (
    Heading.GOALS,
    Heading.PURPOSE,
    Heading.DESCRIPTION,
    Heading.EFFECTS,
    Heading.ADDED_VALUE,
    Heading.BEST_INTERESTS,
    Heading.RESOURCES,
)
_CRITERIA = ("Koppling", "Partnerskap", "Lärande", "Nytta för barn och unga")
_SOURCES = ("Initiativbudget", "Pilotbudget")


def portfolio(size: int) -> Portfolio:
    """Make a portfolio of so many initiatives, each with a text under every heading."""
    codes = [f"I{number:05}" for number in range(size)]
    criteria = tuple(Criterion(InitiativeType.FORUM, name) for name in _CRITERIA)
    return Portfolio(
        about=About("Samhällskontraktet", "Alla barn och unga lyckas", 2024, "KS 2024/00123"),
        parties=(Party("Västerås stad"), Party("Eskilstuna kommun"), Party("MDU")),
        frames=tuple(
            Frame(name, Known(500_000 * size), funds_initiatives=True) for name in _SOURCES
        ),
        initiatives=tuple(_initiative(code) for code in codes),
        texts=tuple(TextSection(code, heading, TEXT) for code in codes for heading in _HEADINGS),
        criteria=criteria,
        scores=tuple(
            Score(code, criterion.name, 1 + (number + place) % 5, REASON)
            for number, code in enumerate(codes)
            for place, criterion in enumerate(criteria)
        ),
        allocations=tuple(
            Allocation(code, source, Known(324_000)) for code in codes for source in _SOURCES
        ),
    )


def _initiative(code: str) -> Initiative:
    return Initiative(
        code,
        f"Initiativ {code}",
        InitiativeType.FORUM,
        responsible="Västerås stad",
        actors="Västerås stad, Eskilstuna kommun, MDU",
        context="Skolor i båda städerna",
        period="Hela året",
        start=TEXT,
        resources=TEXT,
        amount=Known(648_000),
    )
