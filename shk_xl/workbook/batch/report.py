"""A report on a batch as a file: a row for each workbook, and one for each frame in them.

Rules: what came from a file (its name, a reason) stays text wherever the report is opened.
Unknown amounts are empty, never 0. Pandas is loaded with this module, and only by those who
want a report.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from shk_xl import look
from shk_xl.domain.amounts import write_kronor
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.workbook.batch.messages import COUNTS
from shk_xl.workbook.batch.outcome import Outcome
from shk_xl.workbook.building.formats import KRONOR, Formats

_STATUS: Final = {"updated": "Omräknad", "unchanged": "Stämde redan", "refused": "Inte omräknad"}
_STALE: Final = "Har gamla värden"
_WHOLE: Final = "0"
_TEXT: Final = ""
_BOOKS: Final = {
    "Arbetsbok": (_TEXT, 44),
    "Resultat": (_TEXT, 18),
    "Formler": (_WHOLE, 10),
    "Anrop av våra funktioner": (_WHOLE, 14),
    "Ändrade värden": (_WHOLE, 11),
    "Formler med fel": (_WHOLE, 11),
    "Celler som behölls": (_WHOLE, 11),
    "Anmärkning": (_TEXT, 60),
    "Totalt": (KRONOR, 16),
    "Okända belopp": (_WHOLE, 11),
    "Kvar i ramarna": (_TEXT, 44),
}
"""The columns of the books: how they are shown, and their width."""
_FRAMES: Final = {
    "Arbetsbok": (_TEXT, 44),
    "Ram": (_TEXT, 30),
    "Belopp": (KRONOR, 16),
    "Fördelat": (KRONOR, 16),
    "Kvar": (KRONOR, 16),
    "Preliminär": (_TEXT, 12),
}
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A text that starts so is a formula to a program that opens it as CSV."""


def write_report(path: Path, outcomes: Sequence[Outcome], *, only_check: bool = False) -> None:
    """Write a report.

    Args:
        path: The file; its suffix (of ``SUFFIXES``) decides the form.
        outcomes: What became of the workbooks.
        only_check: Nothing was written to them.

    Raises:
        Refused: The file cannot be written.
    """
    form = _FORMS[path.suffix.lower()]
    write_atomically(path, form(outcomes, only_check))


def _books(outcomes: Sequence[Outcome], *, only_check: bool) -> pd.DataFrame:
    rows = [_book(outcome, only_check=only_check) for outcome in outcomes]
    return _frame(rows, _BOOKS)


def _book(outcome: Outcome, *, only_check: bool) -> list[object]:
    report, summary = outcome.report, outcome.summary or {}
    status = _STATUS[report["status"]]
    if only_check and report["status"] == "updated":
        status = _STALE
    return [
        str(outcome.path),
        status,
        *(None if outcome.faults else report[name] for name in COUNTS),
        report["reason"],
        summary.get("total"),
        summary.get("unknown_count"),
        ", ".join(map(_left, summary.get("sources", ()))) or None,
    ]


def _left(source: Mapping[str, Any]) -> str:
    left = source["left"]
    return f"{source['name']}: {'okänt' if left is None else write_kronor(left)}"


def _frames(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    rows = [
        [
            str(outcome.path),
            source["name"],
            source["frame"],
            source["allocated"],
            source["left"],
            "Ja" if source["preliminary"] else "Nej",
        ]
        for outcome in outcomes
        for source in (outcome.summary or {}).get("sources", ())
    ]
    return _frame(rows, _FRAMES)


def _frame(rows: list[list[object]], columns: Mapping[str, tuple[str, int]]) -> pd.DataFrame:
    """Make a table whose whole numbers stay whole beside those that are missing."""
    table = pd.DataFrame(rows, columns=list(columns), dtype=object)
    whole = [name for name, (shown, _) in columns.items() if shown != _TEXT]
    return table.astype(dict.fromkeys(whole, "Int64"))


def _xlsx(outcomes: Sequence[Outcome], only_check: bool) -> bytes:  # noqa: FBT001 - of a table
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with pd.ExcelWriter(stream, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        formats = Formats(writer.book)
        _sheet(writer, formats, "Arbetsböcker", _books(outcomes, only_check=only_check), _BOOKS)
        frames = _frames(outcomes)
        if len(frames):
            _sheet(writer, formats, "Ramar", frames, _FRAMES)
    return stream.getvalue()


def _sheet(
    writer: pd.ExcelWriter,
    formats: Formats,
    name: str,
    table: pd.DataFrame,
    columns: Mapping[str, tuple[str, int]],
) -> None:
    table.to_excel(writer, sheet_name=name, index=False, header=False, startrow=1)
    sheet = writer.sheets[name]
    for place, (title, (shown, width)) in enumerate(columns.items()):
        shape = {"num_format": shown} if shown else {"text_wrap": True}
        sheet.set_column(place, place, width, formats.make(valign="top", **shape))
        sheet.write_string(0, place, title, formats.header())
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _csv(outcomes: Sequence[Outcome], only_check: bool) -> bytes:  # noqa: FBT001 - of a table
    """Write what Swedish Excel opens by a double click: its separator, and the mark of UTF-8."""
    table = _books(outcomes, only_check=only_check)
    for name, (shown, _) in _BOOKS.items():
        if shown == _TEXT:
            table[name] = table[name].map(_harmless)
    text: str = table.to_csv(sep=";", index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def _harmless(text: object) -> object:
    """Keep a text a text in a form that has no types."""
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA_SIGNS) else text


def _html(outcomes: Sequence[Outcome], only_check: bool) -> bytes:  # noqa: FBT001 - of a table
    tables = [("Arbetsböcker", _books(outcomes, only_check=only_check), _BOOKS)]
    frames = _frames(outcomes)
    if len(frames):
        tables.append(("Ramar", frames, _FRAMES))
    parts = [f"<h1>{title}</h1>{_html_table(table, of)}" for title, table, of in tables]
    return _PAGE.format(body="".join(parts)).encode()


def _html_table(table: pd.DataFrame, columns: Mapping[str, tuple[str, int]]) -> str:
    shown: Mapping[str, Callable[..., str]] = {KRONOR: write_kronor, _WHOLE: str, _TEXT: str}
    cells = {
        name: ["" if pd.isna(value) else shown[columns[name][0]](value) for value in table[name]]
        for name in columns
    }
    html: str = pd.DataFrame(cells).to_html(index=False, border=0, escape=True)
    return html


def _json(outcomes: Sequence[Outcome], _only_check: bool) -> bytes:  # noqa: FBT001 - of a table
    """Write what ``recalc --json`` prints, with the portfolio's sums."""
    objects = []
    for outcome in outcomes:
        summary = outcome.summary or {}
        sums = {name: summary.get(name) for name in ("total", "unknown_count", "sources")}
        objects.append({**outcome.report, **sums})
    return json.dumps(objects, ensure_ascii=False, indent=2).encode()


_FORMS: Final[Mapping[str, Callable[[Sequence[Outcome], bool], bytes]]] = {
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".html": _html,
    ".json": _json,
}
_PAGE: Final = (
    '<!doctype html><html lang="sv"><meta charset="utf-8"><title>Omräkning</title><style>'
    f"body{{{{font:{look.BODY_PT}pt {look.FONT},Carlito,sans-serif;color:#{look.INK};margin:2em}}}}"
    "table{{border-collapse:collapse;margin-bottom:2em}}"
    f"th{{{{background:#{look.PRIMARY};color:#{look.PAPER};text-align:left}}}}"
    f"th,td{{{{border:1px solid #{look.LINE};padding:.3em .6em;vertical-align:top}}}}"
    "</style><body>{body}</body></html>"
)
