"""The ways out, by the name that a person gives on the command line.

Rules: what a transport needs is loaded and asked for when that one is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shk_xl.exchange.transports.delivery import Transport


@dataclass(frozen=True, slots=True)
class Wish:
    """What a transport is made from.

    Args:
        outgoing: The folder of what goes out.
        settings: The file with the user's settings.
        send: Send; otherwise drafts at most.
        tell: Shows the person a line, while something waits for her.
    """

    outgoing: Path
    settings: Path
    send: bool
    tell: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way out.

    Args:
        make: Makes the transport; raises Refused for what is missing.
        drafts: It can leave a draft with the person.
        sends: It can send.
    """

    make: Callable[[Wish], Transport]
    drafts: bool
    sends: bool


def _eml(wish: Wish) -> Transport:
    from shk_xl.exchange.transports.draft import DraftFiles  # noqa: PLC0415 - when used

    return DraftFiles(wish.outgoing)


def _smtp(wish: Wish) -> Transport:
    from shk_xl.exchange.mail_settings import smtp_settings  # noqa: PLC0415 - when used
    from shk_xl.exchange.passwords import password_for  # noqa: PLC0415 - the same
    from shk_xl.exchange.transports.smtp import Smtp  # noqa: PLC0415 - the same

    settings = smtp_settings(wish.settings)
    needs_password = wish.send and settings.user
    return Smtp(settings, password_for(settings.user, settings.host) if needs_password else "")


def _outlook(_wish: Wish) -> Transport:
    from shk_xl.exchange.transports.outlook import Outlook  # noqa: PLC0415 - when used

    return Outlook()


def _graph(wish: Wish) -> Transport:
    from shk_xl.exchange.mail_settings import graph_settings  # noqa: PLC0415 - when used
    from shk_xl.exchange.transports.graph import Graph, sign_in  # noqa: PLC0415 - the same

    client = sign_in(graph_settings(wish.settings), wish.tell, send=wish.send)
    return Graph(client, send=wish.send)


TRANSPORTS: Final[Mapping[str, Kind]] = {
    "eml": Kind(_eml, drafts=True, sends=False),
    "outlook": Kind(_outlook, drafts=True, sends=False),
    "smtp": Kind(_smtp, drafts=False, sends=True),
    "graph": Kind(_graph, drafts=True, sends=True),
}
DEFAULT: Final = "eml"
