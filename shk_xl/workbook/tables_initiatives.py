"""The tables about the initiatives: who and what, the texts, the points."""

from __future__ import annotations

from shk_xl.domain import portfolio as model
from shk_xl.domain.party_roles import Role
from shk_xl.workbook.columns import (
    AMOUNT_GROUP,
    Column,
    Kind,
    Table,
    amount_columns,
    choices_of,
    kronor_column,
)

_THIS_INITIATIVE = "Initiativ[[#This Row]"
_TYPES = ",".join(f'"{type_}"' for type_ in model.InitiativeType)
_WEIGHT_SUM = f"SUMIFS(Kriterier[Vikt],Kriterier[Typ],{_THIS_INITIATIVE},[Typ]])"


_SCORED_WEIGHT = (
    f'SUMIFS(Värdering[Vikt],Värdering[Initiativ],{_THIS_INITIATIVE},[Kod]],Värdering[Poäng],">0")'
)
_IS_SCORED = f"{_SCORED_WEIGHT}>={_WEIGHT_SUM}"
"""Every criterion of the type has points."""


def _score_formula(function: str) -> str:
    """Weigh the initiative's points."""
    return (
        f"{function}(Värdering[Poäng],Värdering[Vikt],"
        f"Värdering[Initiativ],{_THIS_INITIATIVE},[Kod]],{_WEIGHT_SUM})"
    )


def _limit_formula(function: str) -> str:
    """Give the score, or its limit while points are missing; empty for a type without criteria."""
    score = f"{_THIS_INITIATIVE},[Poäng]]"
    return f"IF(ISNA({score}),{_score_formula(function)},{score})"


INITIATIVES = Table(
    sheet="Initiativ",
    name="Initiativ",
    records="initiatives",
    record=model.Initiative,
    key=("Kod",),
    groups=(AMOUNT_GROUP,),
    new_rows=2,
    help="Portföljens initiativ: en rad för varje.",
    columns=(
        Column(
            "Kod",
            Kind.CODE,
            14,
            "Kort kod som aldrig ändras, till exempel UVAS. Andra blad hänvisar till den.",
            field="code",
            required=True,
        ),
        Column("Namn", Kind.TEXT, 34, "Namnet utan fas.", field="name", required=True),
        Column(
            "Alias",
            Kind.NAMES,
            24,
            "Andra namn som används i dokument om samma initiativ, åtskilda med semikolon.",
            field="aliases",
        ),
        Column(
            "Typ",
            Kind.CHOICE,
            15,
            "Avgör vilka kriterier som gäller och vilken mall som används.",
            field="type",
            choices=choices_of(model.InitiativeType),
            required=True,
        ),
        Column("Fas", Kind.WHOLE, 6, "1, 2 … Tomt om initiativet inte har faser.", field="phase"),
        Column(
            "Ansvarig part",
            Kind.TEXT,
            15,
            "Den part som svarar för initiativet.",
            field="responsible",
            refers_to=("Parter", "Namn"),
        ),
        Column(
            "Samverkande aktörer",
            Kind.LONG_TEXT,
            30,
            "Alla som deltar, åtskilda med komma.",
            field="actors",
            filled_by=Role.RESPONSIBLE,
        ),
        Column(
            "Kontext",
            Kind.LONG_TEXT,
            24,
            "Var initiativet bedrivs. Skriv + mellan kontexter om de är flera.",
            field="context",
            filled_by=Role.RESPONSIBLE,
        ),
        Column(
            "Period",
            Kind.TEXT,
            14,
            "När, till exempel Mars–september.",
            field="period",
            filled_by=Role.RESPONSIBLE,
        ),
        Column(
            "Förslag på start",
            Kind.LONG_TEXT,
            34,
            "Vad som görs först.",
            field="start",
            filled_by=Role.RESPONSIBLE,
        ),
        Column(
            "Resurser från parterna",
            Kind.LONG_TEXT,
            38,
            "Ungefär vilken tid och vilka personer parterna bidrar med.",
            field="resources",
            filled_by=Role.COOPERATING,
        ),
        *amount_columns(),
        kronor_column("Initiativ", "Kod"),
        Column(
            "Finansierat",
            Kind.KRONOR,
            14,
            "Beräknas: summan som har en källa på bladet Finansiering.",
            formula=(
                f'IF({_THIS_INITIATIVE},[Kod]]="","",SHK_BUDGETSUMMA(Finansiering[Kronor],'
                f"Finansiering[Initiativ],{_THIS_INITIATIVE},[Kod]]))"
            ),
        ),
        Column(
            "Poäng",
            Kind.DECIMAL,
            8,
            "Beräknas: vägt medelvärde över typens alla kriterier. #SAKNAS! om någon poäng saknas.",
            formula=(
                f'IF({_WEIGHT_SUM}=0,"",IF({_IS_SCORED},{_score_formula("SHK_PRIORITET")},NA()))'
            ),
        ),
        Column(
            "Lägst",
            Kind.DECIMAL,
            8,
            "Beräknas: poängen om det som saknas blir 1.",
            formula=_limit_formula("SHK_PRIORITET_LAGST"),
        ),
        Column(
            "Högst",
            Kind.DECIMAL,
            8,
            "Beräknas: poängen om det som saknas blir 5.",
            formula=_limit_formula("SHK_PRIORITET_HOGST"),
        ),
        Column(
            "Plats",
            Kind.WHOLE,
            8,
            "Beräknas: platsen bland initiativ av samma typ. Lika poäng delar plats.",
            formula=(
                f"IF(ISNUMBER({_THIS_INITIATIVE},[Poäng]]),SHK_RANG({_THIS_INITIATIVE},[Poäng]],"
                f"Initiativ[Poäng],Initiativ[Typ],{_THIS_INITIATIVE},[Typ]]),"
                f"{_THIS_INITIATIVE},[Poäng]])"
            ),
        ),
        Column(
            "Ordning",
            Kind.WHOLE,
            10,
            "Beräknas, dold: ordningen på bladet Översikt, efter typ, plats och rad.",
            formula=(
                f'IF({_THIS_INITIATIVE},[Kod]]="","",IFERROR(MATCH({_THIS_INITIATIVE},[Typ]],'
                f"{{{_TYPES}}},0),9)*10^5+IF(ISNUMBER({_THIS_INITIATIVE},[Plats]]),"
                f"MIN({_THIS_INITIATIVE},[Plats]],99998),99999)+ROW()/10^7)"
            ),
            hidden=True,
        ),
    ),
)

TEXTS = Table(
    sheet="Texter",
    name="Texter",
    records="texts",
    record=model.TextSection,
    key=("Initiativ", "Rubrik"),
    new_rows=5,
    help="Texterna i beslutsunderlagen: en rad för varje rubrik. Tomt initiativ gäller helheten.",
    columns=(
        Column(
            "Initiativ",
            Kind.CODE,
            14,
            "Initiativets kod. Tomt för texter om portföljen som helhet.",
            field="initiative",
            refers_to=("Initiativ", "Kod"),
        ),
        Column(
            "Rubrik",
            Kind.CHOICE,
            22,
            "Rubriken som texten står under.",
            field="heading",
            choices=choices_of(model.Heading),
            required=True,
        ),
        Column(
            "Text",
            Kind.LONG_TEXT,
            100,
            "Punkter skrivs med - först på raden, delar som Del 1:, kursiv som *så här*.",
            field="text",
            filled_by=Role.COOPERATING,
        ),
    ),
)

ASSESSMENT = Table(
    sheet="Värdering",
    name="Värdering",
    records="scores",
    record=model.Score,
    key=("Initiativ", "Kriterium"),
    groups=(("Poäng", "Motivering"),),
    new_rows=5,
    help="Poäng 1–5 för varje initiativ och kriterium. Tom poäng betyder ännu inte värderad.",
    columns=(
        Column(
            "Initiativ",
            Kind.CODE,
            14,
            "Initiativets kod.",
            field="initiative",
            refers_to=("Initiativ", "Kod"),
            required=True,
        ),
        Column(
            "Kriterium",
            Kind.TEXT,
            42,
            "Ett kriterium som gäller för initiativets typ.",
            field="criterion",
            refers_to=("Kriterier", "Kriterium"),
            required=True,
        ),
        Column(
            "Poäng",
            Kind.POINTS,
            8,
            "Heltal 1–5.",
            field="points",
            filled_by=Role.COOPERATING,
        ),
        Column(
            "Motivering",
            Kind.LONG_TEXT,
            80,
            "Varför. En poäng utan motivering går inte att pröva.",
            field="motivation",
            filled_by=Role.COOPERATING,
        ),
        Column(
            "Vikt",
            Kind.WHOLE,
            8,
            "Beräknas: kriteriets vikt för initiativets typ.",
            formula=(
                'IF(Värdering[[#This Row],[Initiativ]]="","",SUMIFS(Kriterier[Vikt],Kriterier[Typ],'
                "INDEX(Initiativ[Typ],MATCH(Värdering[[#This Row],[Initiativ]],Initiativ[Kod],0)),"
                "Kriterier[Kriterium],Värdering[[#This Row],[Kriterium]]))"
            ),
        ),
    ),
)
