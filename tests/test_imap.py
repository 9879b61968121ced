"""A mailbox read over IMAP from a real server (Dovecot), which is left as it was."""

from __future__ import annotations

import getpass
import imaplib
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import keyring
import pytest
from answers import changed, letter, sent
from conftest import missing
from keyring.backend import KeyringBackend

from shk_xl.cli.app import run
from shk_xl.domain.faults import Refused
from shk_xl.exchange.imap import Mailbox, fetch, parse_mailbox
from shk_xl.exchange.intake.arrivals import Arrival

pytestmark = pytest.mark.thorough

USER, PASSWORD = "anna@kommun.example", "hemligt"
FOLDER = "Svar från parter"
PERIOD = ("Initiativ", ("uvas",), "Period")
CONFIG = """
protocols = imap
base_dir = {folder}/base
state_dir = {folder}/base
auth_mechanisms = plain
log_path = {folder}/log
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
listen = 127.0.0.1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Server:
    """A mail server on this computer."""

    port: int
    plain: int
    certificate: Path

    def mailbox(self, folder: str = FOLDER) -> Mailbox:
        return Mailbox("localhost", self.port, USER, folder)

    def deliver(self, message: bytes, folder: str = FOLDER) -> None:
        context = ssl.create_default_context(cafile=str(self.certificate))
        with imaplib.IMAP4_SSL("localhost", self.port, ssl_context=context) as client:
            client.login(USER, PASSWORD)
            client.create(f'"{folder.replace("å", "&AOU-")}"')
            client.append(f'"{folder.replace("å", "&AOU-")}"', "", "", message)

    def flags(self, folder: str = FOLDER) -> list[bytes]:
        context = ssl.create_default_context(cafile=str(self.certificate))
        with imaplib.IMAP4_SSL("localhost", self.port, ssl_context=context) as client:
            client.login(USER, PASSWORD)
            client.select(f'"{folder.replace("å", "&AOU-")}"', readonly=True)
            _, found = client.fetch("1:*", "(FLAGS)")
            return [line for line in found if isinstance(line, bytes)]


class Ring(KeyringBackend):
    """A keyring that keeps one password, in memory."""

    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        return PASSWORD if (service, username) == ("shk-xl", f"{USER}@localhost") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Dovecot, with its own certificate and an empty mailbox."""
    dovecot = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
    if dovecot is None or shutil.which("openssl") is None:
        missing("Dovecot or OpenSSL", "SHK_XL_REQUIRE_HOSTS")
    folder = short_folder()
    try:
        yield from started(dovecot, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def short_folder() -> Path:
    """Make a folder whose name leaves room for those of sockets, which may be 107 bytes long."""
    folder = Path(mkdtemp(prefix="imap"))
    folder.chmod(0o755)
    (folder / "mail").mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder / "mail", "nobody")
    return folder


def started(dovecot: str, folder: Path) -> Iterator[Server]:
    certificate = folder / "cert.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(folder / "key.pem"), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    user = "nobody" if os.geteuid() == 0 else getpass.getuser()
    group = subprocess.run(
        ["id", "-gn", user], check=True, capture_output=True, text=True
    ).stdout.strip()
    port, plain = free_port(), free_port()
    config = folder / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            folder=folder, user=user, group=group, password=PASSWORD, port=port, plain=plain
        )
    )
    process = subprocess.Popen([dovecot, "-F", "-c", str(config)], stderr=subprocess.PIPE)
    try:
        wait_for(port, process)
        yield Server(port, plain, certificate)
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr is not None:
            process.stderr.close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + 20
    while time.monotonic() < last and process.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    said = process.stderr.read() if process.poll() is not None and process.stderr else b""
    pytest.fail(f"Dovecot does not answer: {said.decode()}")


@pytest.fixture
def ring() -> Iterator[None]:
    """A keyring that has the password."""
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


@pytest.fixture
def trusted(server: Server, ring: None, monkeypatch: pytest.MonkeyPatch) -> Server:  # noqa: ARG001
    """The server, with its certificate trusted and its password in the keyring."""
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    return server


def test_answers_in_a_mailbox_are_merged_once_and_the_mailbox_is_left_as_it_was(
    trusted: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exchange = sent(tmp_path)
    answer = changed(exchange.copies["Västerås stad"], (*PERIOD, "Hela 2027"))
    trusted.deliver(letter(("svar.xlsx", answer)).as_bytes())
    trusted.deliver(letter(subject="Hej").as_bytes())
    before = trusted.flags()
    address = f"imaps://{USER}@localhost:{trusted.port}/Svar%20fr%C3%A5n%20parter"
    assert run(["receive", "--into", str(exchange.book), "--imap", address]) == 0
    assert exchange.value(*PERIOD) == "Hela 2027"
    assert "Infört 1, ingen arbetsbok 1." in capsys.readouterr().out
    assert trusted.flags() == before
    assert not any(b"Seen" in flags for flags in before)
    assert run(["receive", "--into", str(exchange.book), "--imap", address]) == 0
    assert "Kommit in: 0." in capsys.readouterr().out


def test_a_message_comes_byte_for_byte_also_over_starttls(trusted: Server) -> None:
    message = letter(subject="En egen låda").as_bytes().replace(b"\n", b"\r\n")
    trusted.deliver(message, "INBOX")
    box = Mailbox("localhost", trusted.plain, USER, "INBOX", starttls=True)
    with fetch(box, days=3) as found:
        arrivals = [one for one in found if isinstance(one, Arrival)]
    assert message in [one.data for one in arrivals]
    with fetch(box, days=3, known=[one.name for one in arrivals]) as found:
        assert [*found] == []


def test_a_wrong_folder_and_a_certificate_that_nobody_vouches_for_are_refused(
    trusted: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused) as wrong, fetch(trusted.mailbox("Finns inte"), days=3):
        pass
    assert wrong.value.faults[0].code == "imap_folder"
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Refused) as unknown, fetch(trusted.mailbox(), days=3):
        pass
    assert unknown.value.faults[0].code == "imap_certificate"


@pytest.mark.parametrize(
    "text", ["", "https://a@b.example", "imaps://b.example", "imaps://a:hemligt@b.example"]
)
def test_what_is_no_mailbox_is_refused(text: str) -> None:
    assert parse_mailbox(text) is None


@pytest.mark.usefixtures("ring")
def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(Refused) as found, fetch(Mailbox("localhost", free_port(), USER), days=1):
        pass
    assert found.value.faults[0].code == "imap_broken"
