"""The Swedish words for the notes about an import of old documents, in one table.

Each says what was found and, where something is to be done, what. The fields in braces come from
the note's values. A test holds this table against the codes that the readers give.
"""

from __future__ import annotations

from typing import Final

from shk_xl.documents.old.report import ImportNote
from shk_xl.domain.faults import Fault
from shk_xl.wording import place_in_words

NOTES: Final[dict[str, str]] = {
    # what was read
    "basis_read": "Beslutsunderlag för {name}: {texts} texter och {scores} poäng.",
    "code_changed": "{name} fick koden {code} i stället för {before}, som fanns.",
    "computed_line": "Programmet räknar självt ut detta, så det lästes inte in: ”{text}”",
    "criterion_spelled": "Kriteriet ”{typed}” är samma som ”{name}”.",
    "document_twice": "{kind} med samma innehåll finns i en annan fil. Det lästes en gång.",
    "filled": "{owner}, {field}, var tomt och fylldes i: {text}",
    "funding_agrees": (
        "Det som tas från ramarna, {sum}, stämmer med totalen (okända belopp: {unknown})."
    ),
    "joined_by_alias": "”{alias}” och ”{name}” är samma initiativ enligt alias.",
    "minutes_read": "Mötesanteckningar {meeting}: {items} punkter, {people} personer.",
    "proposal_read": "Helhetsförslag: {rows} initiativ, {frames} ramar och kostnadsområden.",
    "sum_agrees": "Summan {sum} stämmer med raderna (okända belopp: {unknown}).",
    # guesses to confirm
    "amount_ambiguous": (
        "Beloppet ”{text}” kan betyda två olika tal. Det är inläst som okänt. Skriv hela kronor."
    ),
    "amount_from_costs": "{name} fick beloppet {amount}, från sina kostnader.",
    "amount_unknown": "”{text}” är inget tal. Beloppet är inläst som okänt, med det som orsak.",
    "code_proposed": (
        "{name} fick koden {code}. Byt den nu om en annan är bättre; sedan ändras den inte."
    ),
    "encoding_guessed": (
        "Filen är inte sparad som UTF-8. Den lästes som {encoding}. Kontrollera å, ä och ö."
    ),
    "frame_guessed": "Rubriken säger inte vilken ram det gäller. Kostnaderna lades under {name}.",
    "frame_named": "”{typed}” fick namnet {name}.",
    "heading_near": "Rubriken ”{typed}” lästes som ”{heading}”.",
    "minutes_titles": "Möte {meeting}: dessa rader lästes som rubriker: {titles}.",
    "partnership_read": "”{name}” lästes som namnet på samverkan.",
    "party_from_elsewhere": "{name} står utan part här. {party} togs från andra anteckningar.",
    "party_is_support": "{name} registrerades som stöd, inte som beslutande part.",
    "payer_is_frame": "Betalaren ”{typed}” lästes som ramen {name}.",
    "presence_guessed": (
        "”{text}” står efter listan över frånvarande. Personerna lästes som närvarande."
    ),
    "responsible_read": "Möte {meeting}: {name} står som ansvarig för ”{text}”",
    "tracked_changes": (
        "Dokumentet har spårade ändringar. Infogad text lästes in, borttagen text inte."
    ),
    "type_guessed": "Typen ”{typed}” är okänd. Initiativet lästes som {type}.",
    "type_of_row": "{name} har inget beslutsunderlag. Typen sattes till {type}, efter fasen.",
    "voter_guessed": "Möte {meeting}: rösten från ”{typed}” gavs till {name}, som ensam heter så.",
    # names that may belong together
    "criteria_near": (
        "Kriterierna ”{left}” och ”{right}” är snarlika. Är de samma, ändra på bladet Kriterier."
    ),
    "goals_near": (
        "Målen ”{left}” och ”{right}” är snarlika. Är de samma, ta bort det ena på bladet "
        "Samhällsmål."
    ),
    "join_near": "”{alias}” och ”{name}” är snarlika. Är de samma initiativ, lägg till {option}",
    "join_possible": (
        "”{alias}” har ingen text och ”{name}” ingen rad i förslaget. Är de samma initiativ, "
        "lägg till {option}"
    ),
    "parties_near": "Parterna ”{left}” och ”{right}” är snarlika. Är de samma, ändra den ena.",
    "people_near": "”{alias}” och ”{name}” är snarlika. Är de samma person, lägg till {option}",
    "voter_unknown": (
        "Möte {meeting}: ”{typed}” röstade men står inte bland de närvarande. Möjliga: {names}. "
        "Till exempel {option}"
    ),
    # what had no place of its own
    "before_document": "”{text}” står före första dokumentet. Det lades under Övrigt.",
    "heading_maybe": (
        "”{typed}” liknar rubriken ”{heading}” men är inte säkert en rubrik. Raden står kvar i "
        "texten ovanför."
    ),
    "heading_unknown": "”{typed}” ser ut som en rubrik. Raden står kvar i texten under {field}.",
    "heading_words": "Rubriken säger ”{text}” men initiativet heter {name}.",
    "no_column": "{owner}: ”{text}” har ingen egen kolumn. Det lades under Övrigt.",
    "no_field": "{owner}: ”{text}” hör inte till någon känd rubrik. Det lades under Övrigt.",
    "score_continued": "”{text}” lades till motiveringen ovanför.",
    "vote_row_unread": "Raden ”{text}” i rösttabellen är ingen röst. Den lades i anteckningen.",
    # what contradicts something else
    "about_differs": "{field}: här står ”{text}”, men ”{kept}” behölls.",
    "alias_unused": "Alias ”{pair}”: {names} finns inte i dokumenten. Kontrollera stavningen.",
    "amounts_differ": "Flera olika belopp: {amounts}. Det första gäller.",
    "article_twice": "Artikeln ”{article}” finns två gånger. Den andra fick namnet {name}.",
    "basis_without_heading": (
        "”{line}” börjar ett nytt beslutsunderlag utan rubrik. Kontrollera vad som står före."
    ),
    "decision_on_other": "Möte {meeting}: beslutet gäller ”{name}”, som inte finns i portföljen.",
    "frame_twice": "{name} finns två gånger. Den andra fick ett nummer efter namnet.",
    "funding_differs": (
        "Det som tas från ramarna är {counted} (okända belopp: {unknown}), men totalen är {told}."
    ),
    "heading_twice": "Rubriken ”{heading}” finns två gånger. Texterna lades efter varandra.",
    "kept_existing": "{owner}, {field}: dokumentet säger ”{text}”, men ”{kept}” behölls.",
    "listed_twice": "Möte {meeting}: {name} står två gånger. Den första raden gäller.",
    "matches_several": (
        "{name} passar in på flera initiativ i arbetsboken: {codes}. Det första gäller."
    ),
    "meeting_exists": "Mötet {meeting} finns redan i arbetsboken, utan detta: ”{text}”",
    "meeting_twice": "Två möten har datumet {meeting}. Det andra heter {name}.",
    "money_differs": "{name}: här står {text}, men {kept} behölls.",
    "name_missing": "Beslutsunderlaget säger inte vad initiativet heter. Ge det ett namn.",
    "party_differs": "{name} står under {text}, men också under {kept}, som gäller.",
    "phases_apart": ("”{name}” finns i flera faser ({phases}). Varje fas blev ett eget initiativ."),
    "points_off_scale": "{criterion}: {points} poäng. Skalan är 1–5. Rätta på bladet Värdering.",
    "points_unread": (
        "{criterion}: ”{text}” börjar inte med en hel poäng. Poängen är tom, texten står i "
        "motiveringen."
    ),
    "row_twice": "{name} har två rader i tabellen. Varje rad blev ett eget initiativ.",
    "score_differs": (
        "{owner}: {criterion} är värderat på två sätt. Det första gäller, det andra ligger under "
        "Övrigt."
    ),
    "sum_differs": (
        "Summan är {told} i dokumentet, men raderna ger {counted} (okända belopp: {unknown})."
    ),
    "text_differs": (
        "{owner}: {heading} finns i två versioner. Båda är kvar; den andra ligger sist, eller "
        "under Övrigt."
    ),
    "value_differs": "{owner}, {field}: här står ”{text}”, men ”{kept}” behölls.",
    "vote_unread": "”{text}” från {person} är varken Ja, Nej eller Avstår. Det är ingen röst.",
    "voter_twice": "Möte {meeting}: {name} har redan röstat. ”{typed}” står kvar som det skrevs.",
    # what the source lacks, or cannot give
    "cell_missing": "{name}: raden saknar cell för {column}.",
    "meeting_without_date": "Anteckningarna saknar datum. Skriv det på bladet Möten.",
    "outside_body": "Text i sidhuvud, fotnot eller kommentar lästes inte in: ”{text}”",
    "party_unknown": "{name} står utan part. Skriv den på bladet Personer.",
    "party_without_people": "{party} har ingen person på mötet.",
    "payer_missing": "{article}: det står inte vem som betalar. Skriv källan på Finansiering.",
    "points_missing": "{criterion} saknar poäng.",
    "picture_lost": "Under {heading} står ingen text. Bilden som fanns där går inte att läsa in.",
    "pictures_not_read": "Dokumentet har {count} bilder. De läses inte in.",
}


def note_in_words(note: ImportNote) -> str:
    """Word a note as one line of Swedish, with its place first."""
    words = NOTES[note.code].format_map(note.values)
    place = place_in_words(Fault(note.code, note.place))
    return f"{place}: {words}" if place else words
