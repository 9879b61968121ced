"""The registers: what changes seldom, and stands last in the workbook."""

from __future__ import annotations

from shk_xl.domain import portfolio as model
from shk_xl.workbook.columns import Column, Kind, Table, choices_of

CRITERIA = Table(
    sheet="Kriterier",
    name="Kriterier",
    records="criteria",
    record=model.Criterion,
    key=("Typ", "Kriterium"),
    groups=(("Vikt", "Motivering"),),
    help="Vilka kriterier som gäller för varje typ av initiativ, och deras vikter.",
    register=True,
    columns=(
        Column(
            "Typ",
            Kind.CHOICE,
            18,
            "Initiativtypen.",
            field="type",
            choices=choices_of(model.InitiativeType),
            required=True,
        ),
        Column("Kriterium", Kind.TEXT, 44, "Kriteriets namn.", field="name", required=True),
        Column("Vikt", Kind.WHOLE, 8, "Heltal större än 0. Lika vikt: 1 på alla.", field="weight"),
        Column("Motivering", Kind.LONG_TEXT, 60, "Varför den vikten.", field="motivation"),
    ),
)

PARTIES = Table(
    sheet="Parter",
    name="Parter",
    records="parties",
    record=model.Party,
    key=("Namn",),
    help="Organisationerna i samverkan.",
    register=True,
    columns=(
        Column("Namn", Kind.TEXT, 26, "Organisationens namn.", field="name", required=True),
        Column(
            "Slag",
            Kind.CHOICE,
            10,
            "Part (beslutar) eller Stöd.",
            field="kind",
            choices=choices_of(model.PartyKind),
        ),
        Column("E-post", Kind.TEXT, 34, "Dit arbetsboken skickas.", field="email"),
    ),
)

PEOPLE = Table(
    sheet="Personer",
    name="Personer",
    records="people",
    record=model.Person,
    key=("Namn",),
    help="Ledamöterna i Core Team, och stödet.",
    register=True,
    columns=(
        Column("Namn", Kind.TEXT, 30, "Personens namn.", field="name", required=True),
        Column(
            "Part",
            Kind.TEXT,
            24,
            "Organisationen som personen företräder.",
            field="party",
            refers_to=("Parter", "Namn"),
        ),
        Column(
            "Alias",
            Kind.NAMES,
            24,
            "Andra namn i anteckningar, åtskilda med semikolon.",
            field="aliases",
        ),
        Column("Roll", Kind.TEXT, 24, "Till exempel ledamot.", field="role"),
    ),
)

GOALS = Table(
    sheet="Samhällsmål",
    name="Samhällsmål",
    records="goals",
    record=model.SocietalGoal,
    key=("Mål",),
    help="Målen som initiativen ska bidra till.",
    register=True,
    columns=(
        Column("Mål", Kind.LONG_TEXT, 80, "Målet.", field="name", required=True),
        Column("Anmärkning", Kind.TEXT, 40, "Till exempel under uppbyggnad.", field="note"),
    ),
)
