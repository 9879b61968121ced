"""The settings for sending, and the keyring: never a password where it can be read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked

from shk_xl.domain.faults import Refused
from shk_xl.exchange.mail_settings import (
    GraphSettings,
    graph_settings,
    settings_file,
    smtp_settings,
)
from shk_xl.exchange.passwords import password_for
from shk_xl.exchange.transports.smtp import SmtpSettings

GOOD = '[smtp]\nhost = "smtp.x.example"\nsender = "stod@x.example"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "mail.toml"
    path.write_text(text, encoding="utf-8")
    return path


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [fault.code for fault in caught.value.faults]


def test_the_server_is_what_the_file_says(tmp_path: Path) -> None:
    least = smtp_settings(written(tmp_path, GOOD))
    assert least == SmtpSettings("smtp.x.example", "stod@x.example")
    more = 'security = "ssl"\nuser = "stod"\nca_file = "egen.pem"\n'
    assert smtp_settings(written(tmp_path, GOOD + more)) == SmtpSettings(
        "smtp.x.example", "stod@x.example", "ssl", 465, "stod", tmp_path / "egen.pem"
    )
    own_port = smtp_settings(written(tmp_path, GOOD + "port = 2525\n"))
    assert (own_port.security, own_port.port) == ("starttls", 2525)
    graph = '[graph]\nclient_id = "a"\ntenant = "x.example"\n'
    assert graph_settings(written(tmp_path, GOOD + graph)) == GraphSettings("a", "x.example")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["file_empty"]),
        ("smtp = 1", ["mail_settings_missing"]),
        ("[smtp", ["mail_settings_unreadable"]),
        ("[smtp]\n", ["mail_settings_value"] * 2),
        (GOOD + 'password = "hemligt"\n', ["mail_settings_key"]),
        (GOOD + 'port = "587"\n', ["mail_settings_key"]),
        (GOOD + "port = true\n", ["mail_settings_key"]),
        (
            GOOD + 'port = 0\nsecurity = "plain"\n',
            ["mail_settings_security", "mail_settings_value"],
        ),
        ('[smtp]\nhost = "x"\nsender = "a@x.example, b@x.example"\n', ["mail_address"]),
    ],
)
def test_what_is_wrong_in_the_file_is_told_at_once(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    with pytest.raises(Refused) as caught:
        smtp_settings(written(tmp_path, text))
    assert codes(caught) == expected


def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        smtp_settings(written(tmp_path, GOOD + 'password = "hemligt"\n'))
    assert "hemligt" not in str([fault.values for fault in caught.value.faults])


def test_without_a_file_the_person_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="mail_settings_missing"):
        graph_settings(tmp_path / "mail.toml")


def test_the_file_lies_in_the_users_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path("/hem")
    monkeypatch.setattr(Path, "home", lambda: home)
    for name in ("APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    places = {}
    for platform in ("win32", "darwin", "linux"):
        monkeypatch.setattr(sys, "platform", platform)
        places[platform] = settings_file().relative_to(home).as_posix()
    assert places == {
        "win32": "AppData/Roaming/shk-xl/mail.toml",
        "darwin": "Library/Application Support/shk-xl/mail.toml",
        "linux": ".config/shk-xl/mail.toml",
    }


class Vault(KeyringBackend):
    """A keyring that keeps its secrets."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring has types for some
        self.secrets: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password


class PlaintextKeyring(Vault):
    """A keyring that keeps them in a file that anybody may read."""


@pytest.fixture
def vault() -> Vault:
    made = Vault()
    made.secrets = {("shk-xl", "stod@smtp.x.example"): "lösen"}
    return made


def use(monkeypatch: pytest.MonkeyPatch, backend: Any) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)


def ask() -> str:
    return password_for("stod", "smtp.x.example")


def test_the_password_comes_from_the_keyring(monkeypatch: pytest.MonkeyPatch, vault: Vault) -> None:
    use(monkeypatch, vault)
    assert ask() == "lösen"
    with pytest.raises(Refused, match="password_missing"):
        password_for("annan", "smtp.x.example")
    vault.locked = True
    with pytest.raises(Refused, match="keyring_closed"):
        ask()


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, PlaintextKeyring])
def test_a_keyring_that_keeps_no_secret_is_refused(
    monkeypatch: pytest.MonkeyPatch, backend: Callable[[], KeyringBackend]
) -> None:
    use(monkeypatch, backend())
    with pytest.raises(Refused, match="keyring_unsafe"):
        ask()


def test_behind_a_chain_only_the_safe_ones_are_asked(
    monkeypatch: pytest.MonkeyPatch, vault: Vault
) -> None:
    plain = PlaintextKeyring()
    plain.secrets = {("shk-xl", "stod@smtp.x.example"): "ur en fil"}
    chain = chainer.ChainerBackend()  # type: ignore[no-untyped-call] # keyring has types for some
    for backends, expected in (([plain, vault], "lösen"), ([plain], None)):
        monkeypatch.setattr(type(chain), "backends", backends)
        use(monkeypatch, chain)
        if expected:
            assert ask() == expected
        else:
            with pytest.raises(Refused, match="keyring_unsafe"):
                ask()


def test_the_collection_of_weak_keyrings_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("keyrings.alt.file")
    backend = type("EncryptedKeyring", (Vault,), {"__module__": module.__name__})
    use(monkeypatch, backend())
    with pytest.raises(Refused, match="keyring_unsafe"):
        ask()
