"""What became of documents, counted in Swedish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from shk_xl.documents.making import Produced, Status

STATUS_IN_WORDS: Final[Mapping[Status, tuple[str, str]]] = {
    Status.WRITTEN: ("skrivet", "skrivna"),
    Status.UNCHANGED: ("oförändrat", "oförändrade"),
    Status.EDITED: ("ändrat för hand", "ändrade för hand"),
}
"""Of one document, and of several."""


def count_in_words(produced: Sequence[Produced]) -> str:
    """Count the documents by what became of them.

    >>> count_in_words([])
    'Inga dokument att skapa.'
    """
    counts = Counter(document.status for document in produced)
    parts = [f"{count} {STATUS_IN_WORDS[status][count > 1]}" for status, count in counts.items()]
    return f"{len(produced)} dokument: {', '.join(parts)}." if parts else "Inga dokument att skapa."
