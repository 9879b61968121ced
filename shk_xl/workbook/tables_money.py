"""The tables about money: the frames, and where the initiatives take it from."""

from __future__ import annotations

from shk_xl.domain import portfolio as model
from shk_xl.domain.party_roles import Role
from shk_xl.workbook.columns import (
    AMOUNT_GROUP,
    NO,
    YES,
    Column,
    Kind,
    Table,
    amount_columns,
    kronor_column,
)

FRAMES = Table(
    sheet="Ramar",
    name="Ramar",
    records="frames",
    record=model.Frame,
    key=("Namn",),
    groups=(("Belopp", "Preliminär"),),
    help="Pengarna: ramar, och kostnadsområdena i dem.",
    columns=(
        Column(
            "Namn",
            Kind.TEXT,
            28,
            "Ramens eller kostnadsområdets namn.",
            field="name",
            required=True,
        ),
        Column(
            "Ingår i",
            Kind.TEXT,
            22,
            "För ett kostnadsområde: ramen som det är en del av. Tomt för en egen ram.",
            field="part_of",
            refers_to=("Ramar", "Namn"),
        ),
        Column("Belopp", Kind.KRONOR, 14, "Hela kronor. Tomt om okänt.", field="amount.kronor"),
        Column(
            "Preliminär",
            Kind.YES_NO,
            12,
            "Ja om beloppet inte är beslutat.",
            field="preliminary",
            choices=(YES, NO),
        ),
        Column(
            "Delas ut",
            Kind.YES_NO,
            12,
            "Ja om initiativ får finansieras härifrån.",
            field="funds_initiatives",
            choices=(YES, NO),
        ),
        Column("Avser", Kind.LONG_TEXT, 44, "Vad pengarna är till för.", field="purpose"),
        Column(
            "Fördelat",
            Kind.KRONOR,
            14,
            "Beräknas: det som bladet Finansiering tar härifrån.",
            formula=(
                'IF(Ramar[[#This Row],[Delas ut]]="Ja",SHK_BUDGETSUMMA(Finansiering[Kronor],'
                'Finansiering[Källa],Ramar[[#This Row],[Namn]]),"")'
            ),
        ),
        Column(
            "Kvar",
            Kind.KRONOR,
            14,
            "Beräknas: beloppet minus det som är fördelat. Negativt om ramen är överskriden.",
            formula=(
                'IF(Ramar[[#This Row],[Delas ut]]="Ja",IF(Ramar[[#This Row],[Belopp]]="",NA(),'
                "SHK_RAMKVAR(Ramar[[#This Row],[Belopp]],Finansiering[Kronor],"
                'Finansiering[Källa],Ramar[[#This Row],[Namn]])),"")'
            ),
        ),
    ),
)

FUNDING = Table(
    sheet="Finansiering",
    name="Finansiering",
    records="allocations",
    record=model.Allocation,
    key=("Initiativ", "Källa", "Artikel"),
    groups=(AMOUNT_GROUP,),
    new_rows=3,
    help="Varifrån pengarna kommer. Ett initiativ kan ha flera källor: en rad för varje.",
    columns=(
        Column(
            "Initiativ",
            Kind.CODE,
            14,
            "Initiativets kod. Tomt så länge summan inte är delad mellan initiativ.",
            field="initiative",
            refers_to=("Initiativ", "Kod"),
        ),
        Column(
            "Källa",
            Kind.TEXT,
            24,
            "En rad på bladet Ramar.",
            field="source",
            refers_to=("Ramar", "Namn"),
            required=True,
        ),
        Column(
            "Artikel",
            Kind.TEXT,
            22,
            "Vad pengarna betalar, till exempel Arbetstid. Får vara tomt.",
            field="article",
        ),
        *amount_columns(),
        Column(
            "Anmärkning",
            Kind.LONG_TEXT,
            50,
            "Visas för läsaren.",
            field="note",
            filled_by=Role.RESPONSIBLE,
        ),
        kronor_column("Finansiering", "Källa"),
    ),
)
