r"""The user's settings for sending: which server, as whom; never a password.

The file ``mail.toml`` in the user's own configuration folder::

    [smtp]
    host = "smtp.kommun.example"
    sender = "portfolj@kommun.example"
    user = "portfolj@kommun.example"
    security = "starttls"      # or "ssl"

    [graph]
    client_id = "…"
    tenant = "kommun.example"

Rules: all faults of the file at once; a key that nobody knows is a fault, since it is a
misspelt one, or a password.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shk_xl.domain.faults import Fault, Place, Refused, refuse
from shk_xl.exchange.message import address_faults
from shk_xl.exchange.transports.smtp import PORTS, SmtpSettings
from shk_xl.ooxml.user_file import read_user_file

FILE: Final = "mail.toml"
_LAST_PORT: Final = 65_535
_SMTP: Final[Mapping[str, type]] = {
    "host": str,
    "sender": str,
    "security": str,
    "port": int,
    "user": str,
    "ca_file": str,
}
_GRAPH: Final[Mapping[str, type]] = {"client_id": str, "tenant": str}


@dataclass(frozen=True, slots=True)
class GraphSettings:
    """How the program is known to Microsoft 365.

    Args:
        client_id: The application that the tenant's administrator registered for it.
        tenant: The tenant's name or id.
    """

    client_id: str
    tenant: str


def settings_file() -> Path:
    """Give the place of the user's settings.

    >>> settings_file().name
    'mail.toml'
    """
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(os.environ.get("APPDATA", home / "AppData/Roaming"))
    elif sys.platform == "darwin":
        folder = home / "Library/Application Support"
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return folder / "shk-xl" / FILE


def smtp_settings(path: Path) -> SmtpSettings:
    """Read how the mail server is reached.

    Raises:
        Refused: With every fault of that part of the file.
    """
    given = _section(path, "smtp", _SMTP)
    faults = list(_smtp_faults(given, path))
    if faults:
        raise Refused(faults)
    ca_file = given.pop("ca_file", "")
    security = given.get("security", "starttls")
    return SmtpSettings(
        **{"port": PORTS[security], **given},
        ca_file=path.parent / Path(ca_file).expanduser() if ca_file else None,
    )


def graph_settings(path: Path) -> GraphSettings:
    """Read how the program is known to Microsoft 365.

    Raises:
        Refused: With every fault of that part of the file.
    """
    given = _section(path, "graph", _GRAPH)
    faults = list(_missing(given, _GRAPH, "graph", path))
    if faults:
        raise Refused(faults)
    return GraphSettings(**given)


def _section(path: Path, name: str, known: Mapping[str, type]) -> dict[str, Any]:
    """Read a part of the file whose keys are known and have values of the right type."""
    place = Place(str(path))
    if not path.is_file():
        raise refuse("mail_settings_missing", place, section=name)
    try:
        section = tomllib.loads(read_user_file(path).decode("utf-8-sig")).get(name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refuse("mail_settings_unreadable", place, reason=str(error)) from error
    if not isinstance(section, dict):
        raise refuse("mail_settings_missing", place, section=name)
    faults = [
        Fault("mail_settings_key", place, {"key": key, "known": ", ".join(known)})
        for key, value in section.items()
        if key not in known or type(value) is not known[key]
    ]
    if faults:
        raise Refused(faults)
    return section


def _missing(
    given: Mapping[str, Any], wanted: Mapping[str, type] | tuple[str, ...], name: str, path: Path
) -> Iterator[Fault]:
    for key in wanted:
        if not given.get(key):
            yield Fault("mail_settings_value", Place(str(path)), {"key": f"{name}.{key}"})


def _smtp_faults(given: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    yield from _missing(given, ("host", "sender"), "smtp", path)
    if given.get("sender"):
        yield from address_faults(given["sender"], Place(str(path)))
    if given.get("security", "starttls") not in PORTS:
        yield Fault("mail_settings_security", Place(str(path)))
    if not 0 < given.get("port", 1) <= _LAST_PORT:
        yield Fault("mail_settings_value", Place(str(path)), {"key": "smtp.port"})
