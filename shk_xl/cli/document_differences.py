"""What differs between documents, on the screen and as data: after writing, and for the status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from shk_xl.cli import show
from shk_xl.documents.difference import DocumentDifference, differences_between
from shk_xl.documents.making import Produced, Status
from shk_xl.documents.overwrite import kept_path
from shk_xl.documents.status import DocumentStatus, State
from shk_xl.documents.word.package import read_package
from shk_xl.domain.faults import Refused
from shk_xl.ooxml.user_file import read_user_file

MOST: Final = 6
"""How many differences of a document are shown before the rest are counted."""
_SHOWN: Final = 70
_INDENT: Final = "  "
_STATES: Final = {
    State.UP_TO_DATE: "aktuellt",
    State.STALE: "inaktuellt",
    State.EDITED: "ändrat för hand",
    State.MISSING: "saknas",
    State.SUPERFLUOUS: "överflödigt",
}


def differences_of(document: Produced) -> tuple[DocumentDifference, ...]:
    """Give what an edited document says, and what the one beside it says."""
    kept = kept_path(document.path)
    if document.status is not Status.EDITED or kept == document.path:
        return ()
    try:
        packages = [read_package(read_user_file(path), path.name) for path in (kept, document.path)]
    except Refused:
        return ()  # what stands there is no Word document: it has nothing to compare
    return differences_between(*packages)


def lines_of_edited(produced: Sequence[Produced], book: Path) -> Iterator[str]:
    """Say what edited documents say differently, and what to do about them."""
    edited = [document for document in produced if document.status is Status.EDITED]
    for document in edited:
        kept = kept_path(document.path)
        yield f"{kept.name} → {document.path.name}:"
        yield from _shown(differences_of(document))
    if edited:
        names = " ".join(show.in_shell(kept_path(document.path)) for document in edited)
        yield (
            "Läs in det som är ändrat för hand i arbetsboken: "
            f"shk-xl import {names} --into {show.in_shell(book)}"
        )


def lines_of_status(statuses: Sequence[DocumentStatus], book: Path) -> list[str]:
    """List the documents, with what is out of date in each, and count them."""
    said: list[str] = []
    for one in statuses:
        said.append(f"{one.path.name}: {status_in_words(one)}")
        said += _shown(one.differences)
    counts = [
        (words, sum(one.state is state for one in statuses)) for state, words in _STATES.items()
    ]
    told = ", ".join(f"{count} {words}" for words, count in counts if count)
    said.append(f"{len(statuses)} dokument: {told}." if statuses else "Inga dokument.")
    if any(one.state in (State.STALE, State.MISSING) for one in statuses):
        said.append(f"Gör nya med: shk-xl documents {show.in_shell(book)}")
    return said


def status_in_words(status: DocumentStatus) -> str:
    """Say how a document stands.

    >>> from shk_xl.documents.kinds import DocumentKind
    >>> status_in_words(DocumentStatus(Path("a.docx"), DocumentKind.FORUM, "A", State.STALE, True))
    'inaktuellt, och ändrat för hand'
    """
    words = _STATES[status.state]
    if status.edited and status.state is not State.EDITED:
        words += ", och ändrat för hand"
    if status.template_changed:
        words += ". Mallen har ändrats sedan dess"
    if status.state is State.SUPERFLUOUS:
        words += f": arbetsboken har inte längre {status.row}"
    return words


def status_for_json(status: DocumentStatus) -> dict[str, object]:
    """Give a document's status as data for a machine."""
    return {
        "path": str(status.path),
        "kind": status.kind.value,
        "initiative": status.initiative or None,
        "status": status.state.value,
        "edited": status.edited,
        "reason": status_in_words(status),
        "differences": [*map(for_json, status.differences)],
    }


def for_json(difference: DocumentDifference) -> dict[str, str]:
    """Give a difference as data for a machine, in full."""
    return {
        "heading": difference.heading,
        "where": difference.where,
        "before": difference.before,
        "after": difference.after,
    }


def _shown(differences: Iterable[DocumentDifference]) -> Iterator[str]:
    told = [*differences]
    for one in told[:MOST]:
        where = ", ".join(filter(None, (one.heading, one.where)))
        yield f"{_INDENT}{where}: ”{_short(one.before)}” → ”{_short(one.after)}”"
    if len(told) > MOST:
        yield f"{_INDENT}… och {len(told) - MOST} skillnader till. Alla visas med --json."


def _short(text: str) -> str:
    line = " ".join(text.split(" ")).replace("\n", " / ")
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
