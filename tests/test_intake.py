"""Answers taken in: every message in one state, every workbook merged or told why not."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from answers import Exchange, changed, forwarded, letter, sent
from hostile_packages import HOSTILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shk_xl.cli.app import run
from shk_xl.domain.faults import Refused
from shk_xl.exchange.archive import sha256_of
from shk_xl.exchange.intake.kinds import Kind, judge, shown_name
from shk_xl.exchange.intake.letters import DEEPEST, read_letter
from shk_xl.exchange.ledger import Ledger
from shk_xl.exchange.merge.sheets import CHOICE, CONFLICT_SHEET, FIELD
from shk_xl.exchange.merge.values import text_of
from shk_xl.exchange.message import parse
from shk_xl.exchange.records import IncomingFile, IncomingMessage, IntakeState, Receipt
from shk_xl.ooxml.package import Package
from shk_xl.wording.intake import (
    NOT_TAKEN,
    NOTHING_DIFFERS,
    OTHERS_STANDS,
    OURS_STANDS,
    STILL_WAITING,
    TAKEN,
)
from shk_xl.workbook.reading.package import read_plain_tables

pytestmark = pytest.mark.thorough

PERIOD = ("Initiativ", ("uvas",), "Period")
START = ("Initiativ", ("uvas",), "Förslag på start")
PARTY = "Västerås stad"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    return sent(tmp_path_factory.mktemp("sent"))


@pytest.fixture
def exchange(once: Exchange, tmp_path: Path) -> Exchange:
    return once.copied(tmp_path)


class Taken:
    """Runs ``receive`` on files in a folder of their own, and gives what it says as JSON."""

    def __init__(self, exchange: Exchange, capsys: pytest.CaptureFixture[str]) -> None:
        self.exchange, self.capsys = exchange, capsys
        self.inbox = exchange.book.parent / "svar"
        self.inbox.mkdir(exist_ok=True)
        self.code = -1

    def __call__(self, files: dict[str, bytes] | None = None, *options: str) -> dict[str, Any]:
        for name, data in (files or {}).items():
            (self.inbox / name).write_bytes(data)
        paths = [str(self.inbox)] if files is not None else []
        return self.run("receive", *paths, "--into", str(self.exchange.book), *options)

    def run(self, *arguments: str) -> dict[str, Any]:
        self.capsys.readouterr()
        self.code = run([*arguments, "--json"])
        said = self.capsys.readouterr()
        assert self.code in (0, 1, 3), said.err
        result: dict[str, Any] = json.loads(said.out) if said.out.strip() else {"err": said.err}
        return result


@pytest.fixture
def take(exchange: Exchange, capsys: pytest.CaptureFixture[str]) -> Taken:
    return Taken(exchange, capsys)


def answer(exchange: Exchange, value: object = "Hela 2027", party: str = PARTY) -> bytes:
    return changed(exchange.copies[party], (*PERIOD, value))  # type: ignore[arg-type]


def states(said: dict[str, Any]) -> dict[str, str]:
    return {item["name"]: item["state"] for item in said["items"]}


def balanced(said: dict[str, Any]) -> bool:
    return bool(sum(said["states"].values()) == said["came_in"] == len(said["items"]))


# --- wrappings -------------------------------------------------------------------------------


def tnef(_book: bytes) -> bytes:
    return letter(("winmail.dat", b"\x78\x9f\x3e\x22" + b"x" * 50)).as_bytes()


def same_names(book: bytes) -> bytes:
    other = letter(("svar.xlsx", book), ("svar.xlsx", b"PK\x03\x04 xl/ damaged"))
    return other.as_bytes()


def inline(book: bytes) -> bytes:
    message = letter(("svar.xlsx", book))
    part = next(message.iter_attachments())
    del part["Content-Disposition"]
    part["Content-Disposition"] = 'inline; filename="svar.xlsx"'
    return message.as_bytes()


def eml_as_file(book: bytes) -> bytes:
    inner = letter(("svar.xlsx", book)).as_bytes()
    message = letter()
    message.add_attachment(
        inner, maintype="application", subtype="octet-stream", filename="brev.eml"
    )
    return message.as_bytes()


def hostile_name(book: bytes) -> bytes:
    return letter(("..\\..\\C:\\Windows\\evil\x07.xlsx", book)).as_bytes()


def raw_latin_1(book: bytes) -> bytes:
    data = letter(("svar.xlsx", book), subject="SVAR").as_bytes()
    return data.replace(b"Subject: SVAR", "Subject: Svar från oss".encode("latin-1"))


def bounce(book: bytes) -> bytes:
    """A bounce that carries our own message, and with it the copy."""
    report = (
        b"From: MAILER-DAEMON@mail.example\r\nSubject: Undelivered\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nNo such user\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mail.example\r\n\r\n"
        b"Final-Recipient: rfc822; borta@nord.example\r\nAction: failed\r\n\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n"
    )
    return report + letter(("kopia.xlsx", book)).as_bytes() + b"\r\n--b--\r\n"


def broken_base64(book: bytes) -> bytes:
    data = letter(("svar.xlsx", book)).as_bytes()
    at = data.index(b"\n\n", data.index(b"filename=")) + 2_000
    return data[:at] + b"\n!!%%**\n" + data[at + 400 :]


def zipped(book: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("svar.xlsx", book)
    return letter(("svar.zip", stream.getvalue())).as_bytes()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

WRAPPINGS: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {
    "plain": (lambda b: letter(("svar åäö.xlsx", b)).as_bytes(), "merged", ""),
    "forwarded": (lambda b: forwarded(letter(("s.xlsx", b))).as_bytes(), "merged", ""),
    "forwarded 4": (lambda b: forwarded(letter(("s.xlsx", b)), 4).as_bytes(), "merged", ""),
    "eml as file": (eml_as_file, "merged", ""),
    "inline": (inline, "merged", ""),
    "hostile name": (hostile_name, "merged", ""),
    "raw latin-1": (raw_latin_1, "merged", ""),
    "one of two damaged": (same_names, "refused", ""),
    "damaged on its way": (broken_base64, "refused", ""),
    "winmail.dat": (tnef, "refused", "winmail.dat"),
    "zipped": (zipped, "refused", "zip"),
    "encrypted": (
        lambda _b: letter(("s.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"))).as_bytes(),
        "refused",
        "",
    ),
    "old format": (lambda _b: letter(("s.xls", OLE)).as_bytes(), "refused", ""),
    "outlook message": (
        lambda _b: OLE + "__substg1.0_".encode("utf-16-le"),
        "refused",
        ".msg",
    ),
    "encrypted letter": (
        lambda _b: (
            b"From: a@b.example\r\nContent-Type: application/pkcs7-mime; "
            b'name="smime.p7m"\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB\r\n'
        ),
        "refused",
        "krypterat",
    ),
    "too deep": (
        lambda b: forwarded(letter(("s.xlsx", b)), DEEPEST + 3).as_bytes(),
        "refused",
        "lager",
    ),
    "automatic": (
        lambda _b: letter(headers={"Auto-Submitted": "auto-replied"}).as_bytes(),
        "no_workbook",
        "automatiskt",
    ),
    "bounce": (bounce, "no_workbook", "borta@nord.example"),
    "answer in text": (lambda _b: letter().as_bytes(), "no_workbook", "ingen arbetsbok"),
    "link": (
        lambda _b: letter(body="https://x.sharepoint.com/:x:/abc\n").as_bytes(),
        "no_workbook",
        "länk",
    ),
    "picture": (lambda _b: letter(("logo.png", b"\x89PNG")).as_bytes(), "no_workbook", ""),
}


@pytest.mark.parametrize("name", WRAPPINGS)
def test_every_wrapping_gets_the_right_verdict(name: str, exchange: Exchange, take: Taken) -> None:
    wrap, state, words = WRAPPINGS[name]
    data = wrap(answer(exchange))
    before = exchange.book.read_bytes()
    said = take({"brev.eml": data})
    assert states(said) == {"brev.eml": state}
    assert balanced(said)
    assert words in json.dumps(said, ensure_ascii=False)
    assert (exchange.folder / "in" / sha256_of(data)).read_bytes() == data
    if state == "merged":
        assert exchange.value(*PERIOD) == "Hela 2027"
    elif name != "one of two damaged":
        assert exchange.book.read_bytes() == before


def test_of_two_files_with_one_name_the_whole_one_is_merged(
    exchange: Exchange, take: Taken
) -> None:
    said = take({"brev.eml": same_names(answer(exchange))})
    assert [file["state"] for file in said["items"][0]["files"]] == ["merged", "refused"]
    assert exchange.value(*PERIOD) == "Hela 2027"


def test_all_wrappings_together_get_their_verdicts_and_balance(
    exchange: Exchange, take: Taken
) -> None:
    copy, keys = exchange.copies[PARTY], exchange.rows("Texter")
    files, expected = {}, {"anteckning.txt": "no_workbook"}
    for number, (name, (wrap, state, _)) in enumerate(WRAPPINGS.items()):
        answered = changed(copy, ("Texter", keys[number], "Text", f"Ny text {number}"))
        files[f"{name}.eml"], expected[f"{name}.eml"] = wrap(answered), state
    said = take({**files, "tom.xlsx": b"", "anteckning.txt": b"hej"})
    empty = str(take.inbox / "tom.xlsx")
    assert states(said) == {**expected, empty: "refused"}
    assert balanced(said)
    merged = sum(state == "merged" for state in expected.values()) + 1  # one of the two
    assert said["counts"]["came_in"] == merged
    with Ledger(exchange.folder) as ledger:
        assert not ledger.select(IncomingMessage, state=IntakeState.STORED)
        assert not ledger.select(IncomingFile, state=IntakeState.STORED)


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "empty"])
def test_a_hostile_package_is_refused_and_kept(name: str, exchange: Exchange, take: Taken) -> None:
    make, _code = HOSTILE[name]
    data, before = make(), exchange.book.read_bytes()
    said = take({"svar.xlsx": data})
    assert states(said) == {"svar.xlsx": "refused"}
    assert said["items"][0]["files"][0]["messages"] or said["items"][0]["messages"]
    assert exchange.book.read_bytes() == before
    assert (exchange.folder / "in" / sha256_of(data)).read_bytes() == data


# --- coming again ----------------------------------------------------------------------------


def test_the_same_bytes_again_change_nothing_and_it_is_said(
    exchange: Exchange, take: Taken
) -> None:
    files = {"svar.xlsx": answer(exchange)}
    assert states(take(files)) == {"svar.xlsx": "merged"}
    before = exchange.book.read_bytes()
    said = take(files)
    assert states(said) == {"svar.xlsx": "seen_before"}
    assert "sammanslagning 1" in json.dumps(said)
    assert exchange.book.read_bytes() == before
    assert take.code == 0


def test_one_workbook_in_two_letters_is_merged_once(exchange: Exchange, take: Taken) -> None:
    book = answer(exchange)
    said = take({"a.eml": letter(("s.xlsx", book)).as_bytes(), "b.xlsx": book})
    assert sorted(states(said).values()) == ["merged", "seen_before"]
    assert said["counts"]["came_in"] == 1


def test_an_answer_whose_merge_was_undone_can_be_merged_again(
    exchange: Exchange, take: Taken
) -> None:
    take({"svar.xlsx": answer(exchange)})
    assert run(["restore", str(exchange.book), "1"]) == 0
    assert exchange.value(*PERIOD) != "Hela 2027"
    assert states(take({"svar.xlsx": answer(exchange)})) == {"svar.xlsx": "merged"}
    assert exchange.value(*PERIOD) == "Hela 2027"


def test_a_dry_run_says_the_same_and_leaves_no_trace(exchange: Exchange, take: Taken) -> None:
    before = {path: path.read_bytes() for path in exchange.folder.rglob("*") if path.is_file()}
    book = exchange.book.read_bytes()
    rehearsed = take({"svar.xlsx": answer(exchange)}, "--dry-run")
    after = {path: path.read_bytes() for path in exchange.folder.rglob("*") if path.is_file()}
    assert exchange.book.read_bytes() == book
    assert before == after
    real = take({"svar.xlsx": answer(exchange)})
    assert rehearsed["counts"] == real["counts"]
    assert rehearsed["states"] == real["states"]


def test_an_answer_waits_while_the_workbook_is_open_and_goes_in_by_itself_later(
    exchange: Exchange, take: Taken
) -> None:
    owner = exchange.book.with_name(f"~${exchange.book.name}")
    owner.write_bytes(b"x")
    before = exchange.book.read_bytes()
    said = take({"svar.xlsx": answer(exchange)})
    assert (take.code, states(said)) == (3, {"svar.xlsx": "waiting"})
    assert exchange.book.read_bytes() == before
    owner.unlink()
    (take.inbox / "svar.xlsx").unlink()
    said = take()
    assert (take.code, states(said)) == (0, {"svar.xlsx": "merged"})
    assert exchange.value(*PERIOD) == "Hela 2027"


# --- whose answer ----------------------------------------------------------------------------


def without_id(data: bytes, text: str, other: str) -> bytes:
    """Put another text in place of the id, wherever it stands."""
    package = Package(data)
    names = [name for name in package.partnames if text.encode() in package.read(name)]
    assert names
    parts = {name: package.read(name).replace(text.encode(), other.encode()) for name in names}
    return package.replaced(parts)


def in_one_place(data: bytes, text: str, other: str) -> bytes:
    package = Package(data)
    part = "docProps/custom.xml"
    return package.replaced({part: package.read(part).replace(text.encode(), other.encode())})


@pytest.mark.parametrize("case", ["forged", "none", "contradictory"])
def test_a_doubtful_id_is_asked_about_and_a_person_can_say(
    case: str, exchange: Exchange, take: Taken
) -> None:
    id_text = exchange.ids[PARTY]
    data = answer(exchange)
    forged = id_text[:-4] + ("0000" if not id_text.endswith("0000") else "1111")
    odd = {
        "forged": lambda: without_id(data, id_text, forged),
        "none": lambda: without_id(data, id_text, "inget"),
        "contradictory": lambda: in_one_place(data, id_text, exchange.ids["MDU"]),
    }[case]()
    before = exchange.book.read_bytes()
    said = take({"svar.xlsx": odd})
    assert (take.code, states(said)) == (1, {"svar.xlsx": "waiting"})
    assert exchange.book.read_bytes() == before
    short = sha256_of(odd)[:8]
    assert short in said["items"][0]["files"][0]["messages"][0]
    said = take(None, "--accept", f"{short}={PARTY}/1")
    assert states(said) == {"svar.xlsx": "merged"}
    assert exchange.value(*PERIOD) == "Hela 2027"


def test_an_answer_from_a_stranger_is_merged_with_a_warning(
    exchange: Exchange, take: Taken
) -> None:
    message = letter(("s.xlsx", answer(exchange)), sender="nagon@annat.example")
    said = take({"brev.eml": message.as_bytes()})
    assert states(said) == {"brev.eml": "merged"}
    assert "nagon@annat.example" in said["items"][0]["files"][0]["messages"][0]


# --- what is merged --------------------------------------------------------------------------

HOSTILE_TEXTS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example")'),
    *("=WEBSERVICE(A1)", "\t=1+1", "\n=1+1", "=DDE(1)", "+cmd|'/C calc'!A0", "-2+3+cmd|' /C c'!A0"),
    *("@A1", "=IMPORTXML(A1)", "{=1}", "'=1+1", '"=1+1"', "=Blad1!A1", "_x003D_1+1", "＝1+1"),
    *("<f>1+1</f>", "&lt;f&gt;", "=1+1]]>", "=\u200b1+1"),
)


def formulas_of(data: bytes) -> Counter[bytes]:
    package = Package(data)
    sheets = (package.read(name) for name in package.partnames if "/worksheets/sheet" in name)
    return Counter(found for sheet in sheets for found in re.findall(rb"<f[ >].*?</f>", sheet))


def test_no_hostile_text_becomes_a_formula(exchange: Exchange, take: Taken) -> None:
    codes = [*exchange.rows("Texter")][: len(HOSTILE_TEXTS)]
    cells = [("Texter", key, "Text", text) for key, text in zip(codes, HOSTILE_TEXTS, strict=True)]
    before = formulas_of(exchange.book.read_bytes())
    take({"svar.xlsx": changed(exchange.copies[PARTY], *cells)})
    take.run("resolve", str(exchange.book), "--all-theirs", PARTY)
    read = read_plain_tables(exchange.book.read_bytes(), "", whole=True).tables["Texter"]
    stored = {row.values.get("Text") for row in read.rows}
    assert {text_of(text) for text in HOSTILE_TEXTS} <= {text_of(str(text)) for text in stored}
    assert not any(row.formulas for row in read.rows)
    assert formulas_of(exchange.book.read_bytes()) == before


def test_answers_in_any_order_give_the_same(once: Exchange, tmp_path: Path) -> None:
    results = set()
    parties = [*once.copies]
    for number in range(3):
        folder = tmp_path / str(number)
        folder.mkdir()
        exchange = once.copied(folder)
        inbox = folder / "svar"
        inbox.mkdir()
        random.Random(number).shuffle(parties)  # noqa: S311 - any order will do
        for place, party in enumerate(parties):
            data = changed(exchange.copies[party], (*PERIOD, "Samma"))
            (inbox / f"{place}.xlsx").write_bytes(data)
        run(["receive", str(inbox), "--into", str(exchange.book)])
        results.add(exchange.value(*PERIOD))
    assert results == {"Samma"}


def test_a_conflict_is_asked_about_and_the_choice_on_the_sheet_is_applied(
    exchange: Exchange, take: Taken
) -> None:
    exchange.book.write_bytes(changed(exchange.book.read_bytes(), (*PERIOD, "Vårt")))
    said = take({"svar.xlsx": answer(exchange, "Deras")})
    assert take.code == 1
    assert [question["what"] for question in said["questions"]] == ["Ändrat olika"]
    assert exchange.value(*PERIOD) == "Vårt"
    left = take.run("resolve", str(exchange.book))
    assert (take.code, len(left["open"])) == (1, 1)
    done = take.run("resolve", str(exchange.book), "--all-theirs", PARTY)
    assert (take.code, len(done["answered"])) == (0, 1)
    assert exchange.value(*PERIOD) == "Deras"
    assert take.run("resolve", str(exchange.book))["open"] == []


def test_a_question_that_was_answered_with_ours_is_not_asked_again(
    exchange: Exchange, take: Taken
) -> None:
    exchange.book.write_bytes(changed(exchange.book.read_bytes(), (*PERIOD, "Vårt")))
    take({"svar.xlsx": answer(exchange, "Deras")})
    take.run("resolve", str(exchange.book), "--all-ours")
    said = take({"svar.xlsx": answer(exchange, "Deras")}, "--again")
    assert said["questions"] == []
    assert exchange.value(*PERIOD) == "Vårt"


def test_a_question_stays_open_while_other_answers_come_in(exchange: Exchange, take: Taken) -> None:
    exchange.book.write_bytes(changed(exchange.book.read_bytes(), (*PERIOD, "Vårt")))
    take({"a.xlsx": answer(exchange, "Deras")})
    other = changed(exchange.copies["MDU"], ("Initiativ", ("forskola",), "Period", "Vår 2027"))
    said = take({"b.xlsx": other})
    assert ["Period"] in [question["columns"] for question in said["questions"]]
    done = take.run("resolve", str(exchange.book), "--all-theirs", PARTY)
    assert any(one["choice"].startswith("Deras") for one in done["answered"])
    assert exchange.value(*PERIOD) == "Deras"


def test_a_question_that_the_team_has_settled_by_hand_is_closed(
    exchange: Exchange, take: Taken
) -> None:
    exchange.book.write_bytes(changed(exchange.book.read_bytes(), (*PERIOD, "Vårt")))
    take({"svar.xlsx": answer(exchange, "Deras")})
    exchange.book.write_bytes(changed(exchange.book.read_bytes(), (*PERIOD, "Deras")))
    done = take.run("resolve", str(exchange.book))
    assert (done["closed"], done["open"]) == (1, [])


def test_a_row_that_the_team_removed_meanwhile_is_still_asked_about(
    exchange: Exchange, take: Taken
) -> None:
    text = ("Texter", ("uvas", "syfte"), "Text")
    ours = changed(exchange.book.read_bytes(), (*text, "Vår text"))
    exchange.book.write_bytes(ours)
    take({"svar.xlsx": changed(exchange.copies[PARTY], (*text, "Deras text"))})
    gone = changed(
        exchange.book.read_bytes(),
        *(("Texter", ("uvas", "syfte"), title, None) for title in ("Text", "Rubrik", "Initiativ")),
    )
    exchange.book.write_bytes(gone)
    left = take.run("resolve", str(exchange.book))
    assert len(left["open"]) == 1
    assert left["open"][0]["what"] != "Ändrat olika"


def test_an_unchanged_answer_leaves_the_workbook_to_the_byte(
    exchange: Exchange, take: Taken
) -> None:
    before = exchange.book.read_bytes()
    said = take({"svar.xlsx": exchange.copies[PARTY]})
    assert states(said) == {"svar.xlsx": "merged"}
    assert said["counts"]["came_in"] == 0
    assert exchange.book.read_bytes() == before


def test_receipts_tell_each_party_of_its_own_answer(exchange: Exchange, take: Taken) -> None:
    said = take(
        {
            "a.xlsx": answer(exchange, "Hela 2027"),
            "b.xlsx": changed(
                exchange.copies["MDU"], ("Initiativ", ("forskola",), "Period", "Hemligt")
            ),
        },
        "--receipts",
    )
    letters = [parse(Path(path).read_bytes()) for path in said["receipts"]]
    texts = {one.recipient: one.body for one in letters}
    assert [*texts] == ["portfolj@mdu.example", "portfolj@vasteras.example"]
    assert "Hela 2027" in texts["portfolj@vasteras.example"]
    assert "Hela 2027" not in texts["portfolj@mdu.example"]
    assert "Hemligt" not in texts["portfolj@vasteras.example"]
    with Ledger(exchange.folder) as ledger:
        assert [one.party for one in ledger.select(Receipt)] == ["MDU", PARTY]


def test_a_receipt_of_an_unchanged_answer_names_the_file_and_says_so(
    exchange: Exchange, take: Taken
) -> None:
    said = take({"svar.xlsx": exchange.copies[PARTY]}, "--receipts")
    (body,) = [parse(Path(path).read_bytes()).body for path in said["receipts"]]
    assert "(svar.xlsx)" in body
    assert NOTHING_DIFFERS in body


def test_what_waited_is_told_when_it_is_decided_and_to_each_party_its_own(
    exchange: Exchange, take: Taken
) -> None:
    kontext = ("Initiativ", ("uvas",), "Kontext")
    exchange.book.write_bytes(
        changed(exchange.book.read_bytes(), (*PERIOD, "Vårt"), (*kontext, "Vårt eget"))
    )
    west = changed(exchange.copies[PARTY], (*PERIOD, "Västs ord"), (*kontext, "Västs text"))
    east = changed(exchange.copies["Eskilstuna kommun"], (*PERIOD, "Östs ord"))
    take({"a.xlsx": west, "b.xlsx": east})
    choose(exchange.book, {"Period": f"Deras: {PARTY}"})
    done = take.run("resolve", str(exchange.book), "--receipts")
    letters = [parse(Path(path).read_bytes()) for path in done["receipts"]]
    assert {one.subject for one in letters} == {"Beslut om ert svar, utskick 1"}
    first, second = sorted(letters, key=lambda one: one.recipient)
    assert f"{NOT_TAKEN}: 1" in first.body
    assert f"Period (ändrat olika): {OTHERS_STANDS}" in first.body
    assert TAKEN not in first.body
    assert STILL_WAITING not in first.body
    assert f"{TAKEN}: 1" in second.body
    assert f"{STILL_WAITING}: 1" in second.body
    assert not {"Östs ord", "Vårt eget"} & set(second.body.splitlines())
    done = take.run("resolve", str(exchange.book), "--all-ours", "--receipts")
    (last,) = [parse(Path(path).read_bytes()) for path in done["receipts"]]
    assert f"Kontext (ändrat olika): {OURS_STANDS}" in last.body
    assert take.run("resolve", str(exchange.book), "--receipts")["receipts"] == []


def test_a_party_without_an_address_gets_its_receipt_as_text(
    exchange: Exchange, take: Taken
) -> None:
    parties = [("Parter", (name.casefold(),), "E-post", None) for name in (PARTY, "MDU")]
    exchange.book.write_bytes(changed(exchange.book.read_bytes(), *parties))
    other = changed(exchange.copies["MDU"], ("Initiativ", ("forskola",), "Period", "Vår"))
    said = take({"a.xlsx": answer(exchange), "b.xlsx": other}, "--receipts")
    texts = [Path(path).read_text(encoding="utf-8") for path in said["receipts"]]
    assert [text.partition("\n")[0] for text in texts] == ["MDU", PARTY]


def choose(book: Path, choices: Mapping[str, str]) -> None:
    """Put choices in the sheet Konflikter, by the column that a question is about."""
    opened = openpyxl.load_workbook(book)
    sheet = opened[CONFLICT_SHEET]
    titles = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        chosen = choices.get(str(row[titles.index(FIELD)].value))
        if chosen:
            row[titles.index(CHOICE)].value = chosen
    opened.save(book)


# --- small parts -----------------------------------------------------------------------------


@given(st.binary(max_size=400), st.text(max_size=30), st.text(max_size=20))
@settings(max_examples=50)
def test_nothing_makes_the_judge_fail(data: bytes, name: str, content_type: str) -> None:
    assert isinstance(judge(name, data, content_type).kind, Kind)
    shown = shown_name(name, "bilaga")
    assert shown
    assert shown.isprintable()
    assert "/" not in shown


@given(st.data())
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_to_a_message_makes_it_fail(data: st.DataObject) -> None:
    message = bytearray(
        forwarded(letter(("svar.xlsx", b"PK\x03\x04xl/" + b"x" * 200)), 2).as_bytes()
    )
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(message) - 1))
        message[at] = data.draw(st.integers(0, 255))
    read_letter(bytes(message))


def test_very_deep_messages_end_by_themselves() -> None:
    data = b"Content-Type: message/rfc822\r\n\r\n" * 3_000
    assert read_letter_or_refusal(data)


def read_letter_or_refusal(data: bytes) -> bool:
    try:
        return any(fault.code == "letter_too_deep" for fault in read_letter(data).faults)
    except Refused as refused:
        return refused.faults[0].code == "letter_too_deep"
