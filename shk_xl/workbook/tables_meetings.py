"""The tables about meetings: what was said, who was there, and how they voted."""

from __future__ import annotations

from shk_xl.domain import portfolio as model
from shk_xl.workbook.columns import Column, Kind, Table, choices_of

MEETINGS = Table(
    sheet="Möten",
    name="Möten",
    records="meeting_items",
    record=model.MeetingItem,
    key=("Möte", "Punkt"),
    groups=(("Initiativ", "Beslut"), ("Ansvarig", "Klart")),
    help="Mötena: dagordning, anteckningar, beslut och nästa steg, en rad för varje.",
    columns=(
        Column("Möte", Kind.TEXT, 14, "Mötets datum, ÅÅÅÅ-MM-DD.", field="meeting", required=True),
        Column("Punkt", Kind.WHOLE, 8, "Löpnummer i mötet.", field="number", required=True),
        Column(
            "Slag",
            Kind.CHOICE,
            14,
            "Möte (rubrik och plats), Dagordning, Anteckning, Beslut eller Nästa steg.",
            field="kind",
            choices=choices_of(model.ItemKind),
            required=True,
        ),
        Column("Rubrik", Kind.TEXT, 30, "Punktens rubrik.", field="title"),
        Column("Text", Kind.LONG_TEXT, 64, "Anteckningen. För raden Möte: platsen.", field="text"),
        Column("Initiativ", Kind.CODE, 18, "För beslut: initiativets kod.", field="initiative"),
        Column("Beslut", Kind.LONG_TEXT, 28, "För beslut: vad som beslutades.", field="decision"),
        Column("Ansvarig", Kind.TEXT, 22, "För nästa steg: vem.", field="responsible"),
        Column("Klart", Kind.TEXT, 14, "För nästa steg: när.", field="due"),
        Column(
            "Röster",
            Kind.TEXT,
            44,
            "Beräknas: rösterna i ord. Funktionen avgör inte om förslaget är antaget.",
            formula=(
                'IF(Möten[[#This Row],[Slag]]="Beslut",SHK_ROSTER(Närvaro[Röst],Närvaro[Part],'
                "Närvaro[Närvaro],Närvaro[Möte],Möten[[#This Row],[Möte]],"
                'Närvaro[Punkt],Möten[[#This Row],[Punkt]]),"")'
            ),
        ),
    ),
)

_PERSON = "Närvaro[[#This Row],[Person]]"
_PARTY = f"INDEX(Personer[Part],MATCH({_PERSON},Personer[Namn],0))"

ATTENDANCE = Table(
    sheet="Närvaro och röster",
    name="Närvaro",
    records="attendance",
    record=model.Attendance,
    key=("Möte", "Punkt", "Person"),
    groups=(
        ("Närvaro", "Kom vid punkt", "Lämnade vid punkt", "Röst", "Reservation", "Anmärkning"),
    ),
    help=(
        "Vem som var med, och hur var och en röstade. Tom punkt gäller hela mötet; en rad med "
        "punkt gäller före den, till exempel för den som är jävig."
    ),
    columns=(
        Column("Möte", Kind.TEXT, 14, "Mötets datum, ÅÅÅÅ-MM-DD.", field="meeting", required=True),
        Column(
            "Punkt",
            Kind.WHOLE,
            8,
            "Punkten som raden gäller. Tomt för närvaron vid hela mötet.",
            field="item",
        ),
        Column(
            "Person",
            Kind.TEXT,
            30,
            "Namnet enligt bladet Personer.",
            field="person",
            refers_to=("Personer", "Namn"),
            required=True,
        ),
        Column(
            "Närvaro",
            Kind.CHOICE,
            16,
            "Närvarande, Lämnade eller Frånvarande.",
            field="presence",
            choices=choices_of(model.Presence),
        ),
        Column(
            "Kom vid punkt",
            Kind.WHOLE,
            14,
            "Om personen kom senare: den första punkten som personen var med om.",
            field="arrived_at",
            added_later=True,
        ),
        Column(
            "Lämnade vid punkt",
            Kind.WHOLE,
            18,
            "Om personen gick: vid vilken punkt, om det är känt. Från den punkten är personen inte "
            "med.",
            field="left_at",
        ),
        Column(
            "Röst",
            Kind.CHOICE,
            10,
            "Ja, Nej eller Avstår. Tomt om personen inte röstade.",
            field="vote",
            choices=choices_of(model.Vote),
        ),
        Column(
            "Reservation",
            Kind.LONG_TEXT,
            34,
            "På raden med rösten: vad personen reserverar sig mot. Den som avstår kan inte "
            "reservera sig.",
            field="reservation",
            added_later=True,
        ),
        Column(
            "Anmärkning",
            Kind.TEXT,
            34,
            "Till exempel efter halva tiden, eller jäv.",
            field="note",
        ),
        Column(
            "Part",
            Kind.TEXT,
            20,
            "Beräknas: parten som personen röstar för. Tomt för stöd och okända personer.",
            formula=(
                f'IF({_PERSON}="","",IFERROR(IF(INDEX(Parter[Slag],MATCH({_PARTY},Parter[Namn],0))'
                f'="Part",{_PARTY},""),""))'
            ),
        ),
    ),
)
