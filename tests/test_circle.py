"""The whole circle: out to five parties, edited in LibreOffice, back in any order, and merged."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from answers import PARTIES, Exchange, changed, forwarded, letter, sent, value_in
from conftest import missing

from shk_xl.cli.app import run
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.merge.tables import MergeTable
from shk_xl.ooxml.package import Package
from shk_xl.workbook.reading.records import Key

pytestmark = pytest.mark.thorough

PYTHON = "/usr/bin/python3"
PERSON = Path(__file__).parent / "libreoffice" / "person.py"
Step = tuple[Any, ...]
WEST, EAST, MDU, NORTH, SOCIETY = PARTIES


@pytest.fixture(scope="module")
def person(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Gives what lets a person work in LibreOffice: files, and the steps in each."""
    found = subprocess.run([PYTHON, "-c", "import uno"], check=False, capture_output=True)
    if found.returncode:
        missing("python3-uno", "SHK_XL_REQUIRE_HOSTS")
    profile = tmp_path_factory.mktemp("office") / "profile"

    def work(jobs: dict[Path, list[Step]]) -> None:
        pipe = f"shkxlcircle{os.getpid()}"
        office = subprocess.Popen(
            [
                *(soffice, "--headless", "--invisible", "--norestore", "--nologo"),
                f"-env:UserInstallation={profile.as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            asked = [{"path": str(path), "steps": steps} for path, steps in jobs.items()]
            done = subprocess.run(
                [PYTHON, str(PERSON), pipe],
                input=json.dumps(asked).encode(),
                capture_output=True,
                timeout=240,
                check=False,
            )
            assert done.returncode == 0, done.stderr.decode()
            office.wait(60)
        finally:
            if office.poll() is None:
                os.killpg(office.pid, signal.SIGKILL)
                office.wait()

    return work


class Sheet:
    """Says where things stand in a copy, as its person sees them."""

    def __init__(self, data: bytes, table: str) -> None:
        self.table: MergeTable = tables_of(data, file="")[table]

    def cell(self, key: Key, title: str) -> str:
        return f"{self.table.letters[title]}{self.table.rows[key].number}"

    def at(self, row: int, title: str) -> str:
        return f"{self.table.letters[title]}{row}"

    @property
    def area(self) -> str:
        letters = [*self.table.letters.values()]
        numbers = [row.number for row in self.table.rows.values()]
        return f"{letters[0]}{min(numbers)}:{letters[-1]}{max(numbers)}"

    @property
    def last(self) -> int:
        return max(row.number for row in self.table.rows.values())


def test_the_whole_circle(person: Any, tmp_path: Path) -> None:
    exchange = sent(tmp_path)
    drafts = sorted((exchange.folder / "ut" / "utskick-1").glob("*.eml"))
    assert len(drafts) == len(PARTIES)
    files = {party: attached(draft, tmp_path) for draft in drafts for party in [party_of(draft)]}
    for party, path in files.items():
        assert path.read_bytes() == exchange.copies[party]

    person({files[party]: steps for party, steps in work_of(exchange).items()})

    # Meanwhile the team has changed the same cell as one of them.
    team = changed(exchange.book.read_bytes(), ("Initiativ", ("uvas",), "Kontext", "Teamets ord"))
    exchange.book.write_bytes(team)
    receive_all(exchange, files, tmp_path)

    after = exchange.book.read_bytes()
    assert value_in(after, "Initiativ", ("uvas",), "Period") == "Januari–juni 2027"
    assert value_in(after, "Initiativ", ("uvas",), "Kontext") == "Teamets ord"
    assert value_in(after, "Initiativ", ("forskola",), "Förslag på start") == "=Vi börjar i mars"
    gone_or_kept(team, after)

    assert run(["resolve", str(exchange.book), "--all-theirs", WEST]) in (0, 1)
    for party in (EAST, MDU, NORTH, SOCIETY):
        run(["resolve", str(exchange.book), "--all-theirs", party])
    resolved = exchange.book.read_bytes()
    for name, key, title, value in (
        ("Initiativ", ("uvas",), "Kontext", "Västerås ord"),
        ("Initiativ", ("uvas",), "Resurser från parterna", None),
        ("Texter", ("uvas", "barnets bästa"), "Text", "- Barn har frågats.\n- Och svarat."),
        ("Värdering", ("uvas", "ett eget kriterium"), "Kriterium", "Ett eget kriterium"),
    ):
        assert value_in(resolved, name, key, title) == value
    gone_or_kept(team, resolved)
    assert run(["check", str(exchange.book)]) in (0, 1)
    assert run(["recalc", str(exchange.book), "--check"]) == 0
    reread = tmp_path / "igen.xlsx"
    reread.write_bytes(resolved)
    person({reread: []})
    for name, table in tables_of(resolved, file="").items():
        again = tables_of(reread.read_bytes(), file="")[name]
        assert {k: dict(r.values) for k, r in again.rows.items()} == {
            k: dict(r.values) for k, r in table.rows.items()
        }
    receipts = [*filter(is_receipt, drafts[0].parent.glob("*.eml"))]
    assert len(receipts) == len(PARTIES)


def work_of(exchange: Exchange) -> dict[str, list[Step]]:
    """What each person does: types, sorts, inserts rows, clears."""
    starts = {party: Sheet(data, "Initiativ") for party, data in exchange.copies.items()}
    texts = Sheet(exchange.copies[MDU], "Texter")
    scores = Sheet(exchange.copies[EAST], "Värdering")
    west, north = starts[WEST], starts[NORTH]
    new = texts.last + 1
    inserted = scores.last
    return {
        WEST: [
            ("type", "Initiativ", west.cell(("uvas",), "Period"), "Januari–juni 2027"),
            ("type", "Initiativ", west.cell(("uvas",), "Kontext"), "Västerås ord"),
            (
                "type",
                "Initiativ",
                west.cell(("forskola",), "Förslag på start"),
                "=Vi börjar i mars",
            ),
        ],
        EAST: [
            ("sort", "Värdering", scores.area, 1),
            ("insert", "Värdering", inserted),
            ("type", "Värdering", scores.at(inserted, "Initiativ"), "UVAS"),
            ("type", "Värdering", scores.at(inserted, "Kriterium"), "Ett eget kriterium"),
        ],
        MDU: [
            ("type", "Texter", texts.at(new, "Initiativ"), "UVAS"),
            ("type", "Texter", texts.at(new, "Rubrik"), "Barnets bästa"),
            ("type", "Texter", texts.at(new, "Text"), "- Barn har frågats.\n- Och svarat."),
            ("sort", "Texter", texts.area, 2),
        ],
        NORTH: [("clear", "Initiativ", north.cell(("uvas",), "Resurser från parterna"))],
        SOCIETY: [],
    }


def receive_all(exchange: Exchange, files: dict[str, Path], folder: Path) -> None:
    """Send the answers back in several wrappings, and take them in, in random order."""
    inbox = folder / "svar"
    inbox.mkdir()
    order = [*files]
    random.Random(7).shuffle(order)  # noqa: S311 - any order will do
    for number, party in enumerate(order):
        data = files[party].read_bytes()
        message = letter((files[party].name, data), sender=PARTIES[party], subject=f"SV {number}")
        wrapped = {0: message, 1: forwarded(message), 2: forwarded(message, 2)}.get(number)
        if wrapped is None:
            (inbox / f"{number} {files[party].name}").write_bytes(data)
        else:
            (inbox / f"{number}.eml").write_bytes(wrapped.as_bytes())
    assert run(["receive", str(inbox), "--into", str(exchange.book), "--receipts"]) == 1


def gone_or_kept(before: bytes, after: bytes) -> None:
    """What isn't ours stands to the byte: charts, drawings, themes, everything but cells."""
    old, new = Package(before), Package(after)
    written = ("xl/worksheets/sheet", "xl/tables/", "xl/styles.xml", "xl/workbook.xml", "rels")
    for name in old.partnames:
        if not any(part in name for part in (*written, "[Content_Types]", "calcChain")):
            assert new.read(name) == old.read(name), name
    ours, theirs = tables_of(before, file=""), tables_of(after, file="")
    for name, table in ours.items():
        assert table.rows.keys() <= theirs[name].rows.keys()


def attached(draft: Path, folder: Path) -> Path:
    """Save the attachment of a draft, as its receiver does."""
    message = message_from_bytes(draft.read_bytes())
    part = next(part for part in message.walk() if part.get_filename())
    path = folder / f"{draft.stem}.xlsx"
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    path.write_bytes(data)
    return path


def party_of(draft: Path) -> str:
    to = str(message_from_bytes(draft.read_bytes())["To"])
    return next(party for party, address in PARTIES.items() if address == to)


def is_receipt(path: Path) -> bool:
    message = message_from_bytes(path.read_bytes())
    return message["X-Unsent"] == "1" and not any(p.get_filename() for p in message.walk())
