"""Which copy an answer was made from.

Rules: the ids that a file carries are held against the ledger, word for word. One that we did
not write, one that the ledger doesn't know, and several that differ are asked about; so is a
file without any. What can be proposed is proposed. A person's answer is the only other way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from shk_xl.domain.faults import Fault, FaultValue, Place, Refused
from shk_xl.exchange.identity import KEY_FILE, FoundId, is_ours, load_key, parse_id
from shk_xl.exchange.intake.foreign import ForeignBook
from shk_xl.exchange.ledger import Ledger
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.merge.tables import MergeTable
from shk_xl.exchange.records import Copy
from shk_xl.workbook.reading.records import Key
from shk_xl.workbook.tables_registers import PARTIES

_ALIKE: Final = 0.5
"""The part of the rows that a file must share with a copy for it to be proposed."""
_SHORT: Final = 8

Tables = Mapping[str, MergeTable]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What is known of where a file comes from.

    Args:
        copy: The copy that it answers; None when a person must say.
        proposed: The copy that it may be.
        fault: What the person is asked, where there is no copy.
    """

    copy: Copy | None = None
    proposed: Copy | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties' addresses, as the team's workbook has them.

    Args:
        of_address: The party's name, by address in lower case.
    """

    of_address: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ours: Tables) -> Parties:
        """Read them from the table of parties; one that is missing has none."""
        name, address = PARTIES.column_of("name").title, PARTIES.column_of("email").title
        rows = ours[PARTIES.name].rows.values() if PARTIES.name in ours else ()
        pairs = ((row.values.get(address), row.values.get(name)) for row in rows)
        return cls({str(a).strip().casefold(): str(n) for a, n in pairs if a and n})

    def doubt(self, sender: str, party: str) -> Fault | None:
        """Say when an answer comes from somebody who isn't known to belong to the party.

        Args:
            sender: The address that the message says it comes from; empty for a bare file.
            party: The party whose copy it is.
        """
        if not sender or self.of_address.get(sender) == party:
            return None
        domains = {a.rpartition("@")[2] for a, name in self.of_address.items() if name == party}
        if sender.rpartition("@")[2] in domains:
            return None
        known = {"sender": sender, "party": party}
        return Fault("answer_from_stranger", values=known)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a file.

    Args:
        address: As the message says; empty for a bare file.
        parties: Whose addresses are known.
    """

    address: str
    parties: Parties

    @property
    def party(self) -> str | None:
        """The party that has the address."""
        return self.parties.of_address.get(self.address)


def recognise(
    ledger: Ledger, book: ForeignBook, sender: Sender, *, file: str, sha256: str
) -> Recognised:
    """Find the copy that a file was made from.

    Args:
        ledger: Of the workbook's exchange, open.
        book: What the file holds.
        sender: Who sent it, for what is proposed.
        file: Its name, for what is asked.
        sha256: Of its bytes, for what is asked.
    """
    found = book.ids
    known = {text: copy for text in found.texts.values() if (copy := ledger.copy_of(text))}
    if found.agreed in known and not found.disagree:
        return Recognised(known[found.agreed])
    proposed = known.get(found.agreed or "") or _propose(ledger, book.tables, sender)
    code = _why(found, ledger)
    values: dict[str, FaultValue] = {
        "answer": ledger_name(sha256),
        "proposed": f"{proposed.party}/{proposed.round}" if proposed else "PARTENS NAMN",
        "ids": "; ".join(f"{where}: {_says(text)}" for where, text in found.texts.items()),
    }
    return Recognised(None, proposed, Fault(code, Place(file), values))


def ledger_name(sha256: str) -> str:
    """Give the short name by which a person points at something that came in."""
    return sha256[:_SHORT]


def find_copy(ledger: Ledger, written: str) -> Copy | None:
    """Find the copy that a person names: a party, and the round where it isn't the last.

    Args:
        ledger: Of the workbook's exchange, open.
        written: ``PART`` or ``PART/UTSKICK``.
    """
    party, slash, number = written.rpartition("/")
    if not slash or not number.strip().isdigit():
        party, number = written, ""
    named = [c for c in _copies(ledger) if c.party.casefold() == party.strip().casefold()]
    if number:
        named = [copy for copy in named if copy.round == int(number)]
    return named[0] if named else None


def _why(found: FoundId, ledger: Ledger) -> str:
    if not found.texts:
        return "answer_without_id"
    if found.disagree:
        return "answer_ids_differ"
    # Without a key nothing was ever signed here; reading one would make it.
    signed = (ledger.folder / KEY_FILE).is_file() and is_ours(
        found.agreed or "", load_key(ledger.folder)
    )
    return "answer_id_unknown" if signed else "answer_id_forged"


def _says(text: str) -> str:
    said = parse_id(text)
    return f"{said.party}, utskick {said.round}" if said else text


def _copies(ledger: Ledger) -> list[Copy]:
    """Give all copies, the last round first."""
    return sorted(ledger.select(Copy), key=lambda copy: (-copy.round, copy.party))


def _propose(ledger: Ledger, theirs: Tables, sender: Sender) -> Copy | None:
    """Propose the copy of the last round that a file is most like; none where two are."""
    copies = _copies(ledger)
    last = [copy for copy in copies if copy.round == copies[0].round]
    scores = {copy.party: score for copy, score in _scores(ledger, last, _rows(theirs))}
    near = [copy for copy in last if scores.get(copy.party, 0.0) >= _ALIKE]
    of_sender = [copy for copy in near if copy.party == sender.party]
    if of_sender:
        return of_sender[0]
    best = max((scores[copy.party] for copy in near), default=0.0)
    found = [copy for copy in near if scores[copy.party] == best]
    return found[0] if len(found) == 1 else None


def _scores(
    ledger: Ledger, copies: Sequence[Copy], theirs: set[tuple[str, Key]]
) -> Iterator[tuple[Copy, float]]:
    for copy in copies:
        try:
            base = _rows(tables_of(ledger.copy_bytes(copy), file=copy.file_name))
        except Refused:  # told when somebody says that it is this one
            continue
        if theirs | base:
            yield copy, len(theirs & base) / len(theirs | base)


def _rows(tables: Tables) -> set[tuple[str, Key]]:
    return {(name, key) for name, table in tables.items() for key in table.rows}
