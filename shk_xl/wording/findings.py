"""The Swedish words for what the readiness check finds, in one table."""

from __future__ import annotations

from typing import Final

from shk_xl.domain.findings import Finding, Level

LEVELS: Final = {Level.STOP: "Stopp", Level.WARN: "Varning", Level.NOTE: "Notera"}

FINDINGS: Final[dict[str, str]] = {
    "basis_missing_priced": (
        "{name} ({amount}) saknar beslutsunderlag. Skriv texterna Syfte och Kort beskrivning på "
        "bladet Texter, eller ta bort initiativet ur förslaget."
    ),
    "basis_missing": (
        "{name} saknar beslutsunderlag. Skriv texterna Syfte och Kort beskrivning på bladet Texter."
    ),
    "amount_unknown": (
        "{name} har inget känt belopp ({reason}). Summan räknar inte med det. Ta reda på beloppet, "
        "eller säg på mötet att det saknas."
    ),
    "frame_unknown": "Beloppet för {name} är okänt. Skriv det på bladet Ramar.",
    "score_missing": (
        "{name} saknar poäng på {count} av {of} kriterier: {criteria}. Utan dem går det inte att "
        "ge initiativet en plats."
    ),
    "score_off_scale": "{name} har {points} poäng på {criterion}. Skalan är 1–5. Rätta poängen.",
    "score_without_motivation": (
        "{name} har poäng på {criterion} men ingen motivering. Skriv varför."
    ),
    "criterion_of_other_type": (
        "{name} är värderat på {criterion}, som inte gäller för {type}. Ta bort raden, eller lägg "
        "till kriteriet på bladet Kriterier."
    ),
    "frame_overdrawn": "{name} är överskriden med {over}. Minska fördelningen eller höj ramen.",
    "frame_preliminary": (
        "{name} är preliminär, och {allocated} är fördelade från den. Säg det på mötet."
    ),
    "areas_do_not_close": (
        "Kostnadsområdena i {name} blir {areas}, men ramen är {amount}. Rätta så att summorna går "
        "ihop."
    ),
    "funding_not_split": (
        "{amount} är fördelade på källor men inte på initiativ ({count} initiativ saknar källa). "
        "Ange källa för varje initiativ på bladet Finansiering."
    ),
    "funding_differs": (
        "{name} kostar {amount}, men finansieringen är {allocated}. Rätta bladet Finansiering."
    ),
    "unsplit_differs": (
        "{amount} är fördelade utan initiativ, men initiativen saknar {lacking}. Rätta bladet "
        "Finansiering."
    ),
    "initiative_not_listed": (
        "Koden {value} finns inte på bladet Initiativ. Rätta koden, eller lägg till initiativet."
    ),
    "decision_on_other": (
        "Mötet {meeting} beslutade om {value}, som inte finns i portföljen. Är det ett initiativ "
        "här under annat namn: skriv koden på raden, eller namnet som alias."
    ),
    "source_not_listed": "Källan {value} finns inte på bladet Ramar. Rätta namnet.",
    "names_near": (
        "{left} och {right} liknar varandra. Är det samma initiativ: skriv det ena som alias på "
        "bladet Initiativ."
    ),
    "party_absent": (
        "{party} hade ingen närvarande vid mötet {meeting}. Nämn det när besluten används."
    ),
    "votes_from_one_party": (
        "Alla röster om {name} vid mötet {meeting} kommer från {party}. Säg det när beslutet "
        "används, eller låt de andra parterna rösta."
    ),
    "reservation_abstained": (
        "{person} avstår och har en reservation. Den som avstår kan inte reservera sig. Rätta "
        "rösten, eller flytta texten till Anmärkning."
    ),
    "reservation_after_yes": (
        "{person} röstar Ja och har en reservation. Rätta rösten, eller flytta texten till "
        "Anmärkning."
    ),
    "reservation_without_vote": (
        "{person} har en reservation men ingen röst. Den som inte är med i beslutet kan inte "
        "reservera sig. Fyll i rösten, eller flytta texten till Anmärkning."
    ),
    "vote_by_absent": "{person} står som frånvarande men har en röst. Rätta närvaron eller rösten.",
    "outcome_missing": (
        "Beslutet om {name} vid mötet {meeting} är inte antecknat. Skriv i kolumnen Beslut vad "
        "som beslutades; rösterna säger det inte av sig själva."
    ),
    "sent_back_without_reason": (
        "{name} återremitterades vid mötet {meeting}, men det står inte vad som saknas. Skriv det "
        "i kolumnen Text."
    ),
    "decided_by_reference": (
        "Beslutet om {name} vid mötet {meeting} är antecknat som enligt förslaget. "
        "Anteckningarna visar då förslaget som det är nu: klistra in meningarna i kolumnen Beslut "
        "innan belopp eller texter ändras."
    ),
    "person_not_listed": (
        "{value} vid mötet {meeting} finns inte på bladet Personer. Lägg till personen, eller "
        "namnet som alias."
    ),
    "best_interests_missing": (
        "{name} saknar text om barnets bästa. Skriv den på bladet Texter, rubrik Barnets bästa."
    ),
    "decision_no_sentence": (
        "En punkt i förslaget till beslut om {name} är ingen hel mening (”{point}”). Skriv den "
        "så att den kan stå oförändrad i protokollet."
    ),
    "registration_number_missing": (
        "Diarienummer saknas. Skriv det på bladet Om filen, på raden Diarienummer, om ärendet är "
        "registrerat."
    ),
    "staff_unnamed": (
        "{name} ryms i ordinarie personal, men det framgår inte vems. Skriv det i Förklaring till "
        "belopp."
    ),
}


def finding_in_words(finding: Finding) -> str:
    """Word a finding as Swedish: what, and what to do."""
    return FINDINGS[finding.code].format_map(finding.values)
