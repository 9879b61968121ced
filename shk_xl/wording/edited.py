"""The Swedish words for what comes back in a document that the program made."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

_NOT_READ: Final = "Ändringen läses inte in."

FAULTS: Final[dict[str, Words]] = {
    "edited_amount": Words(
        "Beloppet är ändrat i dokumentet, från ”{before}” till ”{after}”.",
        "Ändringen läses inte in: skriv beloppet i arbetsboken, på bladet Initiativ.",
    ),
    "edited_between_fields": Words(
        "Ny text kan höra till två olika ställen i arbetsboken: ”{text}”.",
        "Den läses inte in: för in den för hand på bladet Texter.",
    ),
    "edited_comments": Words(
        "Dokumentet har kommentarer ({count}), och de läses inte in.",
        "Läs dem i Word, och skriv det som ska vara kvar under en rubrik.",
    ),
    "edited_computed": Words(
        "{field} är ändrat i dokumentet, från ”{before}” till ”{after}”, men hämtas ur flera "
        "uppgifter i arbetsboken.",
        "Ändringen läses inte in: ändra det som ska gälla i arbetsboken.",
    ),
    "edited_field_gone": Words(
        "Stället där {field} stod finns inte kvar i dokumentet.",
        "Texten i arbetsboken står kvar: ”{text}”. Töm den där om den ska bort.",
    ),
    "edited_form_empty": Words(
        "Formuläret har inget namn på initiativet.",
        "Skriv namnet efter ”Namn på initiativet” och läs in formuläret igen.",
    ),
    "edited_frames": Words(
        "{field} är ändrat i dokumentet, från ”{before}” till ”{after}”.",
        "Ändringen läses inte in: ändra ramen i arbetsboken, på bladet Ramar.",
    ),
    "edited_funding": Words(
        "{field} är ändrat i dokumentet, från ”{before}” till ”{after}”.",
        "Ändringen läses inte in: ändra i arbetsboken, på bladet Finansiering.",
    ),
    "edited_heading": Words(
        "Rubriken ”{before}” heter nu ”{after}”.",
        "Texten under den läses in som förut. Rubriken själv ändras i mallen.",
    ),
    "edited_heading_gone": Words(
        "Rubriken ”{heading}” är borttagen, men texten under den finns kvar.",
        "Texten läses in som om rubriken stod kvar.",
    ),
    "edited_heading_unknown": Words(
        "Rubriken ”{heading}” finns inte i arbetsboken: ”{text}”.",
        "Texten läses inte in. Flytta den i Word till en rubrik som finns, eller till Övrigt.",
    ),
    "edited_name": Words(
        "Dokumentet är gjort om ”{before}” men säger nu ”{after}”.",
        "Inget införs utan att ni har valt det. Är det ett nytt initiativ, börja i stället med "
        "ett formulär: shk-xl documents --form.",
    ),
    "edited_no_field": Words(
        "Ny text står där arbetsboken inte har någon plats för den: ”{text}”.",
        "Den läses inte in. Flytta den i Word till en rubrik som finns, eller till Övrigt.",
    ),
    "edited_outside": Words(
        "Sidhuvud, sidfot eller fotnoter säger något annat än när dokumentet gjordes: ”{text}”.",
        _NOT_READ,
    ),
    "edited_own_words": Words(
        "En mening som kommer från mallen är ändrad, från ”{before}” till ”{after}”.",
        "Ändringen läses inte in: ändra i mallen, eller det i arbetsboken som meningen bygger på.",
    ),
    "edited_own_words_gone": Words(
        "En rad som kommer från mallen är borta: ”{before}”.", _NOT_READ
    ),
    "edited_points": Words(
        "{field} är ändrat i dokumentet, från ”{before}” till ”{after}”.",
        "Ändringen läses inte in: ändra i arbetsboken, på bladet Värdering.",
    ),
    "edited_row_gone": Words(
        "En rad i tabellen är borta: ”{text}”.",
        "Raden i arbetsboken står kvar. Ta bort den där om den ska bort.",
    ),
    "edited_row_new": Words(
        "En ny rad i tabellen läses inte in: ”{text}”.", "För in den för hand i arbetsboken."
    ),
    "edited_section_gone": Words(
        "Rubriken ”{heading}” och texten under den är borta.",
        "Texten i arbetsboken står kvar. Töm den där om den ska bort.",
    ),
    "edited_table_gone": Words(
        "En tabell är borta: ”{text}”.", "Uppgifterna i arbetsboken står kvar."
    ),
    "edited_template_changed": Words(
        "Mallen {template} har ändrats sedan dokumentet gjordes.",
        "Se igenom det som läses in en gång extra.",
    ),
    "edited_tracked": Words(
        "{field} har spårade ändringar som ingen har godkänt eller avvisat.",
        "De läses inte in. Godkänn eller avvisa dem i Word och läs in dokumentet igen. "
        "Godkänt blir texten: ”{text}”.",
    ),
    "edited_twice": Words(
        "{field} står på flera ställen i dokumentet och är ändrat olika: ”{text}”.",
        "Ändringen läses inte in: skriv samma på alla ställen, eller ändra i arbetsboken.",
    ),
    "edited_unsure": Words(
        "{field} är kanske ändrat, från ”{before}” till ”{after}”, men dokumentets rubriker är "
        "ändrade så att det inte går att veta.",
        "Ändringen läses inte in: för in den för hand på bladet Texter.",
    ),
    "edited_votes": Words(
        "{field} är ändrat i dokumentet, från ”{before}” till ”{after}”.",
        "Ändringen läses inte in: ändra i arbetsboken, på bladet Närvaro och röster.",
    ),
    "edited_without_base": Words(
        "Dokumentet minns inte vad det fylldes i med, och arbetsboken har inte det som det "
        "handlar om.",
        "För in ändringarna för hand i arbetsboken.",
    ),
}
