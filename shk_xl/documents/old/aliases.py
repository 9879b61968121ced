"""Names that the user says are the same: ``--alias "A=B"``.

Rules: A is an alias of B, the official name, but a pair works in either order: it only says that
the two are one. Nothing else joins names that differ in more than case, spaces and phase.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from shk_xl.documents.old.report import Report
from shk_xl.domain.faults import refuse
from shk_xl.domain.names import plain, spaced, split_phase


def read_alias(text: str) -> tuple[str, str]:
    """Read one alias as it is typed on the command line.

    Args:
        text: ``A=B``.

    Raises:
        Refused: ``import_alias_form``.

    >>> read_alias("Tidigt stöd = Stöd i tid")
    ('Tidigt stöd', 'Stöd i tid')
    """
    alias, sign, official = (spaced(part) for part in text.partition("="))
    if not (alias and sign and official) or plain(alias) == plain(official):
        raise refuse("import_alias_form", text=text)
    return alias, official


def option_of(alias: str, official: str) -> str:
    """Word the option that would join two names."""
    return f'--alias "{alias}={official}"'


@dataclass(frozen=True)
class Aliases:
    """Which names are one.

    Args:
        pairs: Alias → official name, as typed.
    """

    pairs: Mapping[str, str]

    def key(self, name: str) -> str:
        """Give what all names for one thing have in common."""
        names = self._groups.get(plain(name))
        return plain(names[0]) if names else plain(name)

    def names(self, name: str) -> tuple[str, ...]:
        """Give all names that the pairs tell of for the same thing, an official one first."""
        return tuple(self._groups.get(plain(name), ()))

    def report_unused(self, seen: Iterable[str], report: Report) -> None:
        """Tell of names in the pairs that no document has."""
        known: Collection[str] = {plain(name) for name in seen}
        for alias, official in self.pairs.items():
            missing = [name for name in (alias, official) if plain(name) not in known]
            if missing:
                report.differs(
                    "alias_unused", names=" och ".join(missing), pair=f"{alias}={official}"
                )

    @cached_property
    def _groups(self) -> Mapping[str, list[str]]:
        """The typed names of each thing, by every one of them; the same list object for each."""
        groups: dict[str, list[str]] = {}
        for pair in self.pairs.items():
            joined: list[str] = []
            for name in reversed(pair):
                for other in groups.get(plain(name), [spaced(name)]):
                    if plain(other) not in {plain(one) for one in joined}:
                        joined.append(other)
            groups.update({plain(name): joined for name in joined})
        lefts = {plain(alias) for alias in self.pairs}
        for names in {id(names): names for names in groups.values()}.values():
            names.sort(key=lambda name: plain(name) in lefts)
        return groups


def without_phase(names: Iterable[str], official: str) -> tuple[str, ...]:
    """Give the aliases of a name: the other names, without phase, each once."""
    by_plain = {plain(name): split_phase(name)[0] for name in reversed(list(names))}
    by_plain.pop(plain(official), None)
    return tuple(reversed(by_plain.values()))
