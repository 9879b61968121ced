"""Receive every hostile package and message, and print what became of each and what it cost.

``python tools/hostile_corpus.py`` takes some minutes; words after it choose those whose names
have them all. ``--write`` puts the tables into docs/provning.md. Ends with 1 when one of them
ends in the wrong state, or takes more than 5 seconds or 500 MB.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import platform
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import proof_document  # noqa: E402
from answers import letter, sent  # noqa: E402 - the tests' own
from hostile_trial import Tried, answer, damaged, groups, outcome, tried  # noqa: E402

from shk_xl.exchange.intake.foreign_reader import ForeignReader  # noqa: E402

STATES = {"merged": "infört", "refused": "går inte att använda", "no_workbook": "ingen arbetsbok"}
GROUPS = {
    "package": "paket som inte är vad de säger",
    "archive": "svar: arkivet (bomber, zip i zip, storlekar som ljuger, 64 bitar)",
    "XML": "svar: XML (entiteter, djup, jättetexter)",
    "sheets": "svar: blad (rader, kolumner, områden, tabeller)",
    "values": "svar: värden (jättetal, halva tecken, formler)",
    "company": "svar: det som följer med (länkar, DDE, anslutningar)",
    "nesting": "brev: i varandra, många delar, många rader",
    "headers": "brev: brevhuvuden",
    "containers": "brev: gränser och teckenkoder",
    "contents": "brev: innehåll (base64, winmail.dat, studs, kryptering)",
}
TITLE = "Fientliga filer och brev"
TEXT = """Allt som kan komma med e-post tas emot på riktigt, ett i taget, i en arbetsbok som är
skickad till fem parter. Gränsen är 5 sekunder och 500 MB för vart och ett. Kör själv:
`python tools/hostile_corpus.py` (några minuter; med `--write` skrivs tabellerna hit).

Senast kört {day} med Python {python} på {system}. Sekunderna är hela mottagandet, också
sammanslagningen och omräkningen av arbetsboken när något är infört: först de som gick, sedan
processorns, där också start och laddning av de två processerna räknas (ungefär en sekund). Är
datorn upptagen med annat gäller processorns. Minnet är det mesta som processen som läser filen
haft, och det mesta som programmet självt haft.

| slag | antal | utfall | längst tid | processorn | läsaren | programmet | underkända |
|---|---|---|---|---|---|---|---|
{groups}

Inget av dem får nå nätet. Processen som läser har gett upp rätten att öppna nätförbindelser,
starta program och ändra filer innan den får något att läsa
(`shk_xl/workbook/child/confinement.py`): försöker något ändå avslutas den, och filen får läget
*går inte att använda*. Testerna (`tests/test_hostile.py`, `tests/test_child.py`) pekar dessutom
filer som nämner en adress mot en adress där testet lyssnar: ingen hör av sig, och processen har
inga nätförbindelser. Det är Python som vägrar; ett bibliotek i C som själv anropade systemet
skulle inte hindras, men inget av dem som används här får annat än byte att läsa.

Skadade på måfå, svar och brev: {damaged} stycken, varav {read} gick att läsa ändå och {refused}
vägrades med besked; {ended} avslutade läsningen.

Ett och ett, med provens egna namn och felkoder:

| prov | läge | kod | sekunder | processorn | läsaren, MB | programmet, MB |
|---|---|---|---|---|---|---|
{items}
"""


class Row(NamedTuple):
    """What became of one of them."""

    group: str
    name: str
    tried: Tried
    is_right: bool


def rows(wanted: Sequence[str], folder: Path) -> Iterator[Row]:
    """Receive them, each in an exchange of its own."""
    with contextlib.redirect_stdout(io.StringIO()):
        exchange = sent(folder)
    book = answer(exchange)
    named = [(g, name, item) for g, some in groups().items() for name, item in some.items()]
    for number, (group, name, item) in enumerate(named):
        if all(word in name for word in wanted):
            own = folder / str(number)
            own.mkdir()
            one = tried(exchange.copied(own), item.make(book), own)
            yield Row(group, name, one, one.is_right(item) and one.is_cheap)


def fuzzed(folder: Path, count: int) -> Counter[str]:
    """Damage an answer and a letter at random, many times, and have them read."""
    with contextlib.redirect_stdout(io.StringIO()):
        book = answer(sent(folder))
    whole = letter(("svar åäö.xlsx", book)).as_bytes()
    outcomes: Counter[str] = Counter()
    with ForeignReader() as reader:
        for seed in range(count):
            data, is_letter = damaged(book, whole, seed)
            outcomes[outcome(reader, data, is_letter=is_letter)] += 1
    return outcomes


def as_line(row: Row) -> str:
    """Give a line of the long table."""
    one = row.tried
    codes = ", ".join(f"`{code}`" for code in sorted(one.codes)) or "–"
    state = STATES.get(one.state, one.state)
    return (
        f"| {row.name} | {state} | {codes} | {in_swedish(one.seconds)} | {one.child} | {one.own} |"
    )


def of_group(group: str, some: Sequence[Row]) -> str:
    """Give a line of the short table."""
    states = Counter(STATES.get(row.tried.state, row.tried.state) for row in some)
    outcome = ", ".join(f"{count} {state}" for state, count in states.most_common())
    longest = in_swedish(max(row.tried.seconds for row in some))
    most = in_swedish(max(row.tried.computed for row in some))
    child, own = max(row.tried.child for row in some), max(row.tried.own for row in some)
    wrong = sum(not row.is_right for row in some)
    first = f"| {GROUPS[group]} | {len(some)} | {outcome} | {longest} s | {most} s"
    return f"{first} | {child} MB | {own} MB | {wrong} |"


def in_swedish(seconds: float) -> str:
    """Write seconds."""
    return f"{seconds:.1f}".replace(".", ",")


def text_of(found: Sequence[Row], outcomes: Counter[str]) -> str:
    """Write the section of the document."""
    by_group = {group: [row for row in found if row.group == group] for group in GROUPS}
    return TEXT.format(
        day=datetime.now(UTC).date(),
        python=platform.python_version(),
        system=platform.system(),
        groups="\n".join(of_group(group, some) for group, some in by_group.items() if some),
        damaged=outcomes.total(),
        read=outcomes["read"],
        refused=outcomes["refused"],
        ended=outcomes.total() - outcomes["read"] - outcomes["refused"],
        items="\n".join(map(as_line, found)),
    )


def main() -> int:
    """Run, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", help="only those whose names have them")
    parser.add_argument("--damaged", type=int, default=5_000, help="damaged at random")
    parser.add_argument("--write", action="store_true", help="into docs/provning.md")
    given = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(given.words, Path(folder)):
            found.append(row)
            print(as_line(row), "" if row.is_right else "<-- fel", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        outcomes = fuzzed(Path(folder), 0 if given.words else given.damaged)
    if given.write and not given.words:
        proof_document.write_section(TITLE, text_of(found, outcomes))
    wrong = sum(not row.is_right for row in found)
    print(f"{len(found)} prov, {wrong} fel; skadade på måfå: {dict(outcomes)}")
    return int(wrong > 0 or bool({*outcomes} - {"read", "refused"}))


if __name__ == "__main__":
    sys.exit(main())
