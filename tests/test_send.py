"""``send`` and ``outbox`` as a person meets them: drafts first, and nothing by itself."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import keyring
import openpyxl
import pytest
from mail_servers import HOST, PASSWORD, USER, Mailbox, make_certificate, smtp_server
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from test_cli import Console

from shk_xl.domain.faults import Refused
from shk_xl.domain.portfolio import Party, PartyKind, Portfolio
from shk_xl.exchange import archive, dispatch
from shk_xl.exchange.identity import is_ours, load_key, parse_id
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.message import parse
from shk_xl.exchange.records import Copy, OutboxState, OutgoingMessage, Round, Version
from shk_xl.exchange.request import Request
from shk_xl.ooxml.package import Package
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.reading.read import read_portfolio_bytes

pytestmark = pytest.mark.thorough

PARTIES = (
    Party("Norrby kommun", email="registrator@norrby.example"),
    Party("Södra Öarna", email="post@soder.example"),
    Party("Processtödet", PartyKind.SUPPORT, "stod@samverkan.example"),
)


@pytest.fixture
def shk(capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(capsys)


@pytest.fixture(scope="session")
def portfolio() -> Portfolio:
    example = example_2024()
    people = tuple(replace(person, party="Norrby kommun") for person in example.people)
    initiatives = tuple(
        replace(initiative, responsible="Norrby kommun") for initiative in example.initiatives
    )
    return replace(example, parties=PARTIES, people=people, initiatives=initiatives)


@pytest.fixture(scope="session")
def book_bytes(portfolio: Portfolio) -> bytes:
    return build_workbook(portfolio)


@pytest.fixture
def book(book_bytes: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "portfölj 2024.xlsx"
    path.write_bytes(book_bytes)
    return path


def with_parties(portfolio: Portfolio, path: Path, *parties: Party) -> Path:
    path.write_bytes(build_workbook(replace(portfolio, parties=parties)))
    return path


def states(book: Path) -> dict[str, OutboxState]:
    with Ledger.peek(folder_of(book)) as ledger:
        return {message.party: message.state for message in ledger.select(OutgoingMessage)}


def test_a_dry_run_shows_who_what_size_and_hash_and_leaves_nothing(
    shk: Console, book: Path
) -> None:
    code, out, err = shk("send", book, "--all", "--dry-run")
    assert (code, err) == (0, "")
    for shown in ("Norrby kommun", "post@soder.example", "-utskick-1.xlsx", " kB"):
        assert shown in out
    assert "Processtödet" not in out
    assert [path.name for path in book.parent.iterdir()] == [book.name]
    (first, _) = json.loads(shk("send", book, "--all", "--dry-run", "--json")[1])
    assert (first["round"], first["message"], len(first["sha256"])) == (1, None, 64)


def test_drafts_are_made_and_all_of_it_is_kept(shk: Console, book: Path) -> None:
    before = book.read_bytes()
    code, out, _ = shk(
        "send", book, "--all", "--ask", "Fyll i era belopp.", "--due", "2099-05-01", "--json"
    )
    assert code == 0
    assert book.read_bytes() == before
    with Ledger(folder_of(book)) as ledger:
        (made,) = ledger.select(Round)
        assert (made.number, made.ask, made.due) == (1, "Fyll i era belopp.", "2099-05-01")
        assert made.book_sha256 == archive.sha256_of(before)
        (version,) = ledger.select(Version)
        assert archive.kept(ledger.kept_versions, version.sha256, ".xlsx") == before
        for one in json.loads(out):
            draft = parse((ledger.folder / one["message"]["reason"]).read_bytes())
            copy = ledger.copy_of(one["copy_id"])
            assert copy is not None
            assert draft.attachment is not None
            assert draft.attachment.data == ledger.copy_bytes(copy)
            assert archive.sha256_of(draft.attachment.data) == one["sha256"] == copy.sha256
            assert (draft.recipient, draft.subject) == (one["recipient"], one["subject"])
            for said in ("Fyll i era belopp.", "2099-05-01", copy.id_text, PARTIES[2].email):
                assert said in draft.body
            assert one["message"]["state"] == "drafted"
        assert len(ledger.select(Copy)) == 2
        sheet = ledger.outgoing / "utskick-1" / "diarieblad-utskick-1.xlsx"
        with zipfile.ZipFile(sheet) as package:
            printed = b"".join(map(package.read, package.namelist())).decode(errors="ignore")
        for one in json.loads(out):
            assert one["sha256"] in printed
            assert one["recipient"] in printed


def test_answers_go_to_the_support_whoever_sends(shk: Console, book: Path) -> None:
    (one, _) = json.loads(shk("send", book, "--all", "--json")[1])
    draft = folder_of(book) / one["message"]["reason"]
    assert parse(draft.read_bytes()).reply_to == PARTIES[2].email


def test_the_next_step_and_the_registration_sheet_are_named(shk: Console, book: Path) -> None:
    out = shk("send", book, "--all")[1]
    sheet = folder_of(book) / "ut" / "utskick-1" / "diarieblad-utskick-1.xlsx"
    assert sheet.is_file()
    assert str(sheet) in out
    assert f'shk-xl receive MAPP --into "{book}"' in out
    drafts = [line for line in out.splitlines() if "utkast:" in line]
    parties = ("Norrby kommun", "Södra Öarna")
    assert [party in line for party, line in zip(parties, drafts, strict=True)] == [True, True]


def test_what_copies_do_not_have_is_told(shk: Console, book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    for name in ("Bara för oss", "Kontroll", "Konflikter", "Ändringslogg"):
        opened.create_sheet(name)["A1"] = "Hemligt"
    opened.save(book)
    code, out, _ = shk("send", book, "--all", "--dry-run")
    assert code == 0
    assert out.count("Egna blad följer inte med: Bara för oss.") == 1


def test_what_is_refused_leaves_nothing_beside_the_workbook(
    shk: Console, book: Path, portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = [book.name]
    assert shk("send", book, "--all", "--due", "2001-01-01")[0] == 3
    assert shk("send", book, "--all", "--via", "smtp", "--settings", book.with_name("x"))[0] == 3
    about = replace(portfolio.about, focus_area="Alla 19121212-1212")
    parties = (*PARTIES, Party("19121212-1212", email="a@x.example"))
    book.write_bytes(build_workbook(replace(portfolio, about=about, parties=parties)))
    monkeypatch.setattr(dispatch, "TOO_LARGE", 1_000)
    assert shk("send", book, "--all")[0] == 3
    assert [path.name for path in book.parent.iterdir()] == only


def test_all_that_is_wrong_is_told_at_once(
    shk: Console, portfolio: Portfolio, tmp_path: Path
) -> None:
    book = with_parties(portfolio, tmp_path / "bok.xlsx", Party("Utan"), Party("Även", email="fel"))
    code, _, err = shk("send", book, "--all")
    assert (code, len(err.splitlines())) == (3, 3)
    assert "--reply-to" in err


def test_a_round_that_somebody_else_made_meanwhile_is_not_made_twice(book: Path) -> None:
    data = book.read_bytes()
    workbook = read_portfolio_bytes(data, file=book.name)
    parties = dispatch.chosen_parties(workbook, None)
    sender, reply_to = dispatch.asker(workbook.portfolio, "")
    request = Request("Fyll i.", date(2099, 1, 1), sender, reply_to, date(2098, 1, 1))
    folder = folder_of(book)
    with Ledger.peek(folder) as ledger:
        plans = [dispatch.plan(ledger, workbook, parties, request, stem="bok") for _ in "ab"]
    with Ledger(folder) as ledger:
        made = dispatch.commit(ledger, plans[0], data, ".xlsx", via="eml", sender=None)
        with pytest.raises(Refused, match="register_in_use"):
            dispatch.commit(ledger, plans[1], data, ".xlsx", via="eml", sender=None)
        assert ledger.select(OutgoingMessage) == sorted(made, key=lambda one: one.key)
        key = load_key(folder)
        assert all(is_ours(copy.id_text, key) for copy in ledger.select(Copy))
        assert {parse_id(copy.id_text).workbook for copy in ledger.select(Copy)} == {  # type: ignore[union-attr]
            ledger.workbook_id
        }


PLANTED = "Planterat"


def planted(data: bytes) -> bytes:
    """Put a word wherever a workbook keeps what is not in its cells, and in cells of nobody's."""
    opened: Any = openpyxl.load_workbook(io.BytesIO(data))
    about = opened.properties
    about.creator = about.lastModifiedBy = about.keywords = about.description = PLANTED
    opened.custom_doc_props.append(StringProperty(name="MSIP_Label_Owner", value=PLANTED))
    opened["Initiativ"]["A2"].comment = Comment(PLANTED, PLANTED)
    opened["Initiativ"].oddFooter.left.text = PLANTED
    for name, state in ((f"{PLANTED} 1", "hidden"), (f"{PLANTED} 2", "veryHidden")):
        sheet = opened.create_sheet(name)
        sheet["A1"], sheet.sheet_state = PLANTED, state
    opened.defined_names[PLANTED] = DefinedName(PLANTED, attr_text=f'"{PLANTED}"', hidden=True)
    buffer = io.BytesIO()
    opened.save(buffer)
    package = Package(buffer.getvalue())
    saved = f'<workbookPr/><x15ac:absPath xmlns:x15ac="http://a" url="K:\\{PLANTED}\\"/>'
    main = package.read("xl/workbook.xml").decode()
    assert "<workbookPr/>" in main
    company = f"<Company>{PLANTED}</Company></Properties>"
    return package.replaced(
        {
            "xl/workbook.xml": main.replace("<workbookPr/>", saved).encode(),
            "docProps/app.xml": package.read("docProps/app.xml")
            .decode()
            .replace("</Properties>", company)
            .encode(),
        },
        added={
            "xl/printerSettings/printerSettings1.bin": f"\\\\{PLANTED}\\p".encode("utf-16-le"),
            "xl/sharedStrings.xml": f"<sst><si><t>{PLANTED}</t></si></sst>".encode(),
            "customXml/item1.xml": f"<a>{PLANTED}</a>".encode(),
        },
    )


@pytest.mark.parametrize("own", [(), ("--only-own",)])
def test_nothing_but_cells_of_ours_goes_out(shk: Console, book: Path, own: tuple[str, ...]) -> None:
    book.write_bytes(planted(book.read_bytes()))
    assert carried(book.read_bytes()) > 10
    code, _, err = shk("send", book, "--all", *own)
    assert code == 0, err
    sent = [*(folder_of(book) / "ut").rglob("*")]
    assert sum(carried(path.read_bytes()) for path in sent if path.suffix == ".xlsx") == 0
    letters = [path.read_bytes() for path in sent if path.suffix == ".eml"]
    assert len(letters) == 4
    for data in letters:
        attached = parse(data).attachment
        assert attached is not None
        assert carried(attached.data) == 0
        assert PLANTED.encode() not in data


def carried(data: bytes) -> int:
    """Count the parts of a workbook that hold the planted word, in any writing."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [name.encode() + package.read(name) for name in package.namelist()]
    words = [PLANTED.encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be")]
    return sum(any(word in part for word in words) for part in parts)


def test_a_second_round_is_a_new_one(shk: Console, book: Path) -> None:
    for number in (1, 2):
        (one,) = json.loads(shk("send", book, "--to", "södra öarna", "--json")[1])
        assert one["round"] == number
    assert len(json.loads(shk("outbox", book, "--json")[1])) == 2


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        (Party("Utan"), "Utan har ingen adress"),
        (Party("Två", email="a@x.example, b@x.example"), "är inte en e-postadress"),
        (Party("Namn", email="Anna <a@x.example>"), "är inte en e-postadress"),
    ],
)
def test_a_party_without_one_exact_address_gets_nothing_and_nor_does_anybody(
    shk: Console, portfolio: Portfolio, tmp_path: Path, party: Party, expected: str
) -> None:
    book = with_parties(portfolio, tmp_path / "bok.xlsx", *PARTIES, party)
    code, _, err = shk("send", book, "--all")
    assert code == 3
    assert expected in err
    assert "Parter!C" in err
    assert not folder_of(book).exists()


def test_what_stands_in_the_workbook_cannot_steer_a_letter(
    shk: Console, portfolio: Portfolio, tmp_path: Path
) -> None:
    book = tmp_path / "bok.xlsx"
    for area, told in (
        ("=?utf-8?q?a=0D=0ABcc:_evil@x.example?=", "=?"),
        ("Alla \u202ebarn", "U+202E"),
        ("x" * 300, "för lång"),
    ):
        about = replace(portfolio.about, focus_area=area)
        book.write_bytes(build_workbook(replace(portfolio, about=about)))
        code, _, err = shk("send", book, "--all")
        assert (code, err.count("Ämnesraden"), told in err) == (3, 2, True)
    about = replace(portfolio.about, focus_area="Alla\nBcc: evil@x.example")
    book.write_bytes(build_workbook(replace(portfolio, about=about)))
    (one, _) = json.loads(shk("send", book, "--all", "--dry-run", "--json")[1])
    assert "Alla Bcc: evil@x.example" in one["subject"]


def test_who_is_not_in_the_table_is_refused(shk: Console, book: Path) -> None:
    code, _, err = shk("send", book, "--to", "evil@x.example", "--to", "Norby")
    assert (code, err.count("finns inte i tabellen Parter")) == (3, 2)


def test_somebody_must_take_the_answers(shk: Console, portfolio: Portfolio, tmp_path: Path) -> None:
    book = with_parties(portfolio, tmp_path / "bok.xlsx", *PARTIES[:2])
    code, _, err = shk("send", book, "--all")
    assert (code, "--reply-to" in err) == (3, True)
    assert shk("send", book, "--all", "--dry-run", "--reply-to", "stod@x.example")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--all", "--to", "Norrby kommun"],
        ["--all", "--send"],
        ["--all", "--via", "outlook", "--send"],
        ["--all", "--via", "smtp", "--send", "--dry-run"],
        ["--all", "--due", "snart"],
        ["--all", "--via", "brevduva"],
    ],
)
def test_wrong_usage_writes_nothing(shk: Console, book: Path, arguments: list[str]) -> None:
    assert shk("send", book, *arguments)[0] == 2
    assert not folder_of(book).exists()


def test_a_copy_that_no_mailbox_takes_is_refused_and_a_large_one_is_warned_about(
    shk: Console, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "LARGE", 1_000)
    code, _, err = shk("send", book, "--all")
    assert (code, err.count("en del brevlådor tar inte emot så mycket")) == (0, 2)
    monkeypatch.setattr(dispatch, "TOO_LARGE", 1_000)
    code, _, err = shk("send", book, "--all")
    assert (code, err.count("tar många inte emot")) == (3, 2)


class Post:
    """A mail server, and the settings for it."""

    def __init__(self, mailbox: Mailbox, settings: Path) -> None:
        self.mailbox = mailbox
        self.settings = settings


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    certificate = make_certificate(tmp_path)
    mailbox = Mailbox()
    monkeypatch.setattr(keyring, "get_keyring", _Vault)
    settings = tmp_path / "inställningar" / "mail.toml"
    settings.parent.mkdir()
    with smtp_server(
        mailbox, tls_context=certificate.context, require_starttls=True, auth_required=True
    ) as port:
        settings.write_text(
            f'[smtp]\nhost = "{HOST}"\nport = {port}\nsender = "{USER}"\nuser = "{USER}"\n'
            f"ca_file = '{certificate.file}'\n",
            encoding="utf-8",
        )
        yield Post(mailbox, settings)


class _Vault:
    """A keyring that is at hand."""

    def get_password(self, service: str, account: str) -> str | None:
        return PASSWORD if (service, account) == ("shk-xl", f"{USER}@{HOST}") else None


def test_nothing_is_sent_by_smtp_until_told_to(shk: Console, book: Path, post: Post) -> None:
    via = ("--via", "smtp", "--settings", post.settings)
    code, out, _ = shk("send", book, "--all", *via)
    assert (code, post.mailbox.received) == (1, [])
    assert "shk-xl outbox" in out
    assert set(states(book).values()) == {OutboxState.QUEUED}
    shk("outbox", book)
    assert post.mailbox.received == []
    code, out, _ = shk("outbox", book, "--send", "--settings", post.settings)
    assert (code, out.count("skickat")) == (0, 2)
    assert sorted(to for _, (to,), _ in post.mailbox.received) == [
        "post@soder.example",
        "registrator@norrby.example",
    ]
    assert shk("outbox", book, "--send", "--settings", post.settings)[0] == 0
    assert len(post.mailbox.received) == 2


def test_what_arrives_is_what_was_shown(shk: Console, book: Path, post: Post) -> None:
    code, out, _ = shk(
        "send", book, "--all", "--via", "smtp", "--settings", post.settings, "--send", "--json"
    )
    assert code == 0
    shown = {one["recipient"]: one for one in json.loads(out)}
    for sender, (recipient,), data in post.mailbox.received:
        letter = parse(data)
        assert letter.attachment is not None
        one = shown.pop(recipient)
        assert (sender, letter.recipient, letter.subject) == (USER, recipient, one["subject"])
        assert letter.attachment.file_name == one["file"]
        assert archive.sha256_of(letter.attachment.data) == one["sha256"]
    assert not shown


def test_an_unknown_outcome_is_asked_about_and_never_resent_by_itself(
    shk: Console, book: Path, post: Post
) -> None:
    post.mailbox.answer = None
    options = ("--settings", post.settings)
    code, out, _ = shk("send", book, "--all", "--via", "smtp", "--send", *options)
    assert code == 1
    assert out.count("--mark-sent") == 2
    post.mailbox.answer = "250 OK"
    code, out, _ = shk("outbox", book, "--send", *options)
    assert (code, out.count("Message-ID\n<"), len(post.mailbox.received)) == (1, 2, 2)
    code, _, err = shk("send", book, "--all", *options)
    assert (code, err.count("oklart om det förra brevet")) == (3, 2)
    first, second = json.loads(shk("outbox", book, "--json")[1])
    assert first["message_id"].startswith(f"<{first['id'][:32]}@")
    assert shk("outbox", book, "--mark-sent", first["id"][:8])[0] == 1
    code, _, _ = shk("outbox", book, "--retry", second["id"][:8], "--send", *options)
    assert code == 0
    assert set(states(book).values()) == {OutboxState.SENT}
    assert len(post.mailbox.received) == 3
    assert post.mailbox.received[-1] in post.mailbox.received[:2]


def test_without_the_right_password_nothing_is_queued_as_sent(
    shk: Console, book: Path, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Vault, "get_password", lambda *_: "gammalt")
    options = ("--via", "smtp", "--settings", post.settings)
    code, out, _ = shk("send", book, "--all", "--send", *options)
    assert (code, post.mailbox.logins) == (1, 1)
    assert "inloggningen godtogs inte" in out
    monkeypatch.setattr(_Vault, "get_password", lambda *_: None)
    code, _, err = shk("send", book, "--all", "--send", *options)
    assert (code, "python -m keyring set" in err) == (3, True)
    assert len(states(book)) == 2


def test_a_cancelled_message_is_not_sent(shk: Console, book: Path, post: Post) -> None:
    options = ("--settings", post.settings)
    shk("send", book, "--all", "--via", "smtp", *options)
    first, second = json.loads(shk("outbox", book, "--json")[1])
    shk("outbox", book, "--cancel", first["id"][:8])
    assert shk("outbox", book, "--send", *options)[0] == 0
    assert [to for _, (to,), _ in post.mailbox.received] == [second["recipient"]]


def test_the_outbox_of_a_book_that_was_never_sent_is_empty(shk: Console, book: Path) -> None:
    assert shk("outbox", book)[:2] == (0, "Inget har gått ut.\n")
    assert json.loads(shk("outbox", book, "--json")[1]) == []
    assert shk("outbox", book.with_name("fel.xlsx"))[0] == 3
    assert shk("outbox", book, "--retry", "abcdef12")[0] == 3
