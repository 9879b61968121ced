"""The template of the minutes of a meeting, and of the draft before it."""

from __future__ import annotations

from typing import Final

from word_page import document, edges, page
from word_parts import package
from word_styles import TEXT_WIDTH, style_id
from word_tables import Column, Repeated, matrix, table
from word_text import each, fact, paragraph, run, section, when

_TAB: Final = "<w:r><w:tab/></w:r>"
_BOX: Final = "☐"


def minutes() -> bytes:
    """The template for the minutes of a meeting."""
    body = (
        paragraph("{{ möte }}", "Title")
        + paragraph("{{ sammanhang }}", "Subtitle")
        + when("utkast", paragraph("{{ utkast }}", "Missing Text"))
        + fact("Datum", "{{ mötesdatum }}")
        + when("plats", fact("Plats", "{{ plats }}"))
        + when("utkast", presence_list(), attendance())
        + section("Agenda", "dagordning")
        + when("anteckningar", notes())
        + when("beslut", when("utkast", ballots(), decisions()))
        + when("nästa_steg", next_steps())
        + when("utkast", when("nästa_steg", "", to_fill_in("Nästa steg")), signatures())
    )
    return package(document(body, page(1)), edges(1, "{{ dokument }} {{ mötesdatum }}", TEXT_WIDTH))


def attendance() -> str:
    """Who was there."""
    present = paragraph(
        "",
        "Fact",
        runs=run("{{ rad.part }}:", bold=True) + _TAB + run("{{ rad.namn }}"),
    )
    return (
        paragraph("Medverkande", "heading 1")
        + each("rad in medverkande", present)
        + when("frånvaro", fact("Frånvaro", "{{ frånvaro }}"))
        + when(
            "parter_utan_närvaro",
            paragraph("Ingen på mötet företrädde {{ parter_utan_närvaro }}.", "Missing Text"),
        )
    )


def presence_list() -> str:
    """A list of everybody who may come, with boxes."""
    columns = (
        Column("Namn", "{{ rad.namn }}", 34),
        Column("Part", "{{ rad.part }}", 24),
        Column("Är med", "{{ rad.ruta }}", 10),
        Column("Kom eller gick vid punkt, eller jävig", "{{ rad.anmärkning }}", 32),
    )
    return paragraph("Närvaro", "heading 1") + table(
        "Närvarolista att fylla i", "rad in närvarolista", columns
    )


def notes() -> str:
    """What was said."""
    return paragraph("Mötesanteckningar", "heading 1") + each(
        "del in anteckningar",
        when("del.rubrik", paragraph("{{ del.rubrik }}", "heading 2"))
        + paragraph("{{p del.text }}"),
    )


def decisions() -> str:
    """The votes, each decision in words, and what the votes mean under several rules."""
    return (
        paragraph("Beslut om initiativ", "heading 1")
        + each("tabell in rösttabeller", when("tabell.besluten", key()) + votes())
        + paragraph(
            "Ett tankstreck betyder att ledamoten inte röstade, eller att ingen röst är antecknad.",
            "After Table",
        )
        + each("del in beslut", decision())
        + paragraph("Rösterna under olika regler", "heading 2")
        + paragraph(
            "Här står vad rösterna betyder under vanliga beslutsregler. Vilken regel som gäller "
            "säger tabellen inte. Den som avstår räknas inte som ett Nej, och den som är tyst "
            "räknas inte som ett Ja.",
            "Before Table",
        )
        + each("tabell in rösttabeller", when("tabell.besluten", key()) + rules())
    )


def key() -> str:
    """Which decisions the numbers in a table are."""
    return paragraph("", "Table Key", runs=label("Beslut") + run("{{ tabell.besluten }}"))


def votes() -> str:
    """A row for each member, a column for each decision."""
    return matrix(
        "Ledamöternas röster, en kolumn för varje beslut",
        "ledamot in tabell.ledamöter",
        (Column("Ledamot", "{{ ledamot.namn }}", 24), Column("Part", "{{ ledamot.part }}", 21)),
        Repeated(
            "kolumn in tabell.kolumner",
            "{{ kolumn.rubrik }}",
            "svar in ledamot.röster",
            "{{ svar.röst }}",
        ),
    )


def rules() -> str:
    """A row for each rule, a column for each decision."""
    return matrix(
        "Vad rösterna betyder under olika beslutsregler, en kolumn för varje beslut",
        "rad in tabell.regler",
        (Column("Regel", "{{ rad.kräver }}", 36),),
        Repeated(
            "kolumn in tabell.kolumner",
            "{{ kolumn.rubrik }}",
            "svar in rad.utfall",
            "{{ svar.utfall }}",
        ),
        together=True,
    )


def decision() -> str:
    """One decision: the outcome, the votes, reservations."""
    points = each("rad in del.punkter", paragraph("{{p rad.punkt }}", "Decision Point"))
    return (
        numbered_heading("{{ del.rubrik }}")
        + when("del.saknas", paragraph("{{ del.saknas }}", "Missing Text"))
        + when(
            "del.punkter",
            lead("Beslut", "{{ del.enligt_förslaget }}") + points,
            when("del.beslut", line("Beslut", "{{ del.beslut }}")),
        )
        + when("del.text_rubrik", lead("{{ del.text_rubrik }}", ""))
        + paragraph("{{p del.text }}", "Decision Text")
        + line("Röster", "{{ del.räkning }}")
        + each("rad in del.svar", line("{{ rad.etikett }}", "{{ rad.namn }}"))
        + when("del.efter_part", line("Efter part", "{{ del.efter_part }}"))
        + each(
            "rad in del.reservationer",
            lead("Reservation av {{ rad.namn }}", "")
            + paragraph("{{p rad.text }}", "Decision Text"),
        )
    )


def ballots() -> str:
    """For each decision what is proposed, and a box for every answer of every member."""
    boxes = tuple(Column(answer, "{{ rad.ruta }}", 11) for answer in ("Ja", "Nej", "Avstår"))
    columns = (
        Column("Ledamot", "{{ rad.namn }}", 39),
        Column("Part", "{{ rad.part }}", 28),
        *boxes,
    )
    return paragraph("Beslut om initiativ", "heading 1") + each(
        "del in beslut",
        numbered_heading("{{ del.rubrik }}")
        + when(
            "del.förslag",
            lead("Förslag till beslut", "")
            + each("rad in del.förslag", paragraph("{{p rad.punkt }}", "Decision Point")),
        )
        + paragraph("{{p del.text }}", "Decision Text")
        + table("Röster att fylla i", "rad in röstande", columns, together=True)
        + to_fill_in("Beslut", f"{_BOX} enligt förslaget   {_BOX} återremiss   {_BOX} annat: ")
        + to_fill_in("Reservationer"),
    )


def next_steps() -> str:
    """What is to be done, by whom and when."""
    steps = (
        Column("Vad", "{{p rad.vad }}", 56),
        Column("Vem", "{{ rad.vem }}", 26),
        Column("När", "{{ rad.när }}", 18),
    )
    return paragraph("Nästa steg", "heading 1") + table(
        "Vad som ska göras, av vem och när", "rad in nästa_steg", steps
    )


def signatures() -> str:
    """A line for each party to sign on, where something was decided."""
    return when(
        "beslut",
        paragraph("Underskrifter", "heading 1")
        + each("rad in underskrifter", to_fill_in("{{ rad.part }}")),
    )


def numbered_heading(text: str) -> str:
    """A heading of a decision, numbered by Word."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style_id("heading 2")}"/>'
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr>'
        f"{run(text)}</w:p>"
    )


def label(text: str) -> str:
    """A label in bold."""
    return run(f"{text}: ", bold=True)


def told(name: str, value: str) -> str:
    """A label and a text."""
    return label(name) + run(value)


def lead(name: str, value: str) -> str:
    """A label that stays with what follows."""
    return paragraph("", "Decision Lead", runs=told(name, value))


def line(name: str, value: str) -> str:
    """A label and a text, under the heading of a decision."""
    return paragraph("", "Decision Text", runs=told(name, value))


def to_fill_in(name: str, choices: str = "") -> str:
    """A label and a line to write on."""
    return paragraph("", "Fill In", runs=run(f"{name}:", bold=True) + _TAB + run(choices) + _TAB)
