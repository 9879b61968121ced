"""The gate before everything that the server answers.

Rules: what is not on the list of addresses does not exist. A request must be meant for this
server (``Host``: a foreign name that leads here is an attack), come from its own page
(``Origin``) and carry the key where the list says so. A body is counted while it is read,
within a time, and what its length claims is not believed. No address leads to a file except
names of plain characters below ``/static``, whatever the application behind does with others.
Standard library only; the interface is ASGI 3.0's.
"""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qs

from shk_xl.domain.faults import Fault
from shk_xl.excel.buttons import BUTTONS
from shk_xl.excel.server.settings import Access
from shk_xl.wording import what_and_remedy

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

KEY_PARAMETER: Final = "nyckel"
MAX_BODY_BYTES: Final = 32 * 1024 * 1024
"""Two whole columns of a worksheet, or a large portfolio."""
BODY_SECONDS: Final = 60.0
"""How long a body may take to arrive."""
MAX_HEADER: Final = 16_384
"""Room for a signed token."""

SECURITY_HEADERS: Final = (
    (
        b"content-security-policy",
        b"script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


class Needs(Enum):
    """What a request must carry."""

    NOTHING = auto()
    KEY_IN_ADDRESS = auto()
    KEY_IN_HEADER = auto()


@dataclass(frozen=True, slots=True)
class Route:
    """Addresses that exist.

    Args:
        methods: How they may be asked for.
        path: The whole path, as a regular expression.
        needs: What a request must carry.
    """

    methods: frozenset[str]
    path: re.Pattern[str]
    needs: Needs


def _route(methods: str, path: str, needs: Needs) -> Route:
    return Route(frozenset(methods.split()), re.compile(path), needs)


_SCRIPTS: Final = "|".join(button.name for button in BUTTONS)
ROUTES: Final = (
    _route("GET HEAD", "/|/favicon[.]ico|/shk/look[.]css", Needs.NOTHING),
    _route("GET HEAD", r"/static(?:/[A-Za-z0-9@_-][A-Za-z0-9@_.-]*)+", Needs.NOTHING),
    _route(
        "GET HEAD",
        r"/xlwings/custom-(?:functions-meta[.]json|functions-code[.]js|scripts-meta[.]json)",
        Needs.NOTHING,
    ),
    _route("GET", "/shk/dokument/[A-Za-z0-9_-]{43}", Needs.NOTHING),
    _route("GET HEAD", r"/taskpane[.]html|/manifest[.]xml", Needs.KEY_IN_ADDRESS),
    _route("POST", "/xlwings/custom-functions-call", Needs.KEY_IN_HEADER),
    _route("POST", f"/xlwings/custom-scripts-call/(?:{_SCRIPTS})", Needs.KEY_IN_HEADER),
)


class Turned(Exception):  # noqa: N818 - it is an answer, not a crash
    """A request is not let in.

    Args:
        status: The status of HTTP.
        code: A key of ``shk_xl.wording.FAULTS``.
    """

    def __init__(self, status: HTTPStatus, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class Gate:
    """Lets in what the list allows, and answers the rest in Swedish.

    Args:
        inside: The application behind it.
        access: Who may come in.
        body_seconds: How long a body may take to arrive.
    """

    def __init__(
        self, inside: Application, access: Access, *, body_seconds: float = BODY_SECONDS
    ) -> None:
        self.inside = inside
        self.access = access
        self.body_seconds = body_seconds

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        guarded = self._with_headers(send)
        try:
            self._admit(scope)
            body = await self._body(receive)
        except Turned as turned:
            await _answer(guarded, turned)
            return
        await self.inside(scope, _replay(body, receive), guarded)

    def _admit(self, scope: MutableMapping[str, Any]) -> None:
        headers = _headers(scope["headers"])
        if headers.get("host", "").casefold() not in self.access.hosts:
            raise Turned(HTTPStatus.MISDIRECTED_REQUEST, "server_host_foreign")
        origin = headers.get("origin")
        if origin is not None and origin.casefold() not in self.access.origins:
            raise Turned(HTTPStatus.FORBIDDEN, "server_origin_foreign")
        route = next((r for r in ROUTES if r.path.fullmatch(scope["path"])), None)
        if route is None:
            raise Turned(HTTPStatus.NOT_FOUND, "server_address_unknown")
        if scope["method"] not in route.methods:
            raise Turned(HTTPStatus.METHOD_NOT_ALLOWED, "server_address_unknown")
        self._check_key(route.needs, headers, scope["query_string"])

    def _check_key(self, needs: Needs, headers: dict[str, str], query: bytes) -> None:
        if self.access.key is None or needs is Needs.NOTHING:
            return
        given = headers.get("authorization", "")
        if needs is Needs.KEY_IN_ADDRESS:
            given = parse_qs(query.decode("latin-1")).get(KEY_PARAMETER, [""])[0]
        if not hmac.compare_digest(given.encode(), self.access.key.encode()):
            raise Turned(HTTPStatus.FORBIDDEN, "server_key_wrong")

    async def _body(self, receive: Receive) -> bytes:
        try:
            async with asyncio.timeout(self.body_seconds):
                return await _read(receive)
        except TimeoutError:
            raise Turned(HTTPStatus.REQUEST_TIMEOUT, "server_body_slow") from None

    def _with_headers(self, send: Send) -> Send:
        """Add the headers of every answer.

        A promise of https for a year would bind every other server of this machine.
        """
        dropped = {name for name, _ in SECURITY_HEADERS}
        if self.access.key is not None:
            dropped |= {b"strict-transport-security"}

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0].lower() not in dropped]
                message["headers"] = [*kept, *SECURITY_HEADERS]
            await send(message)

        return guarded


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The headers by name; one that is given twice, or is too long, lets nobody in."""
    headers: dict[str, str] = {}
    for name, value in raw:
        key = name.decode("latin-1").lower()
        if len(value) > MAX_HEADER or (key in headers and key in {"host", "origin"}):
            raise Turned(HTTPStatus.BAD_REQUEST, "server_call_malformed")
        headers[key] = value.decode("latin-1")
    return headers


async def _read(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Turned(HTTPStatus.BAD_REQUEST, "server_call_malformed")
        part = message.get("body", b"")
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise Turned(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "server_body_large")
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hand the body that was read to the application, and then what comes after it."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return left.pop() if left else await receive()

    return replayed


async def _answer(send: Send, turned: Turned) -> None:
    values = {"megabytes": MAX_BODY_BYTES // (1024 * 1024)}
    text = what_and_remedy(Fault(turned.code, values=values)).encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"cache-control", b"no-store"),
        # The rest of a body that was not read must not be taken for the next request.
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": turned.status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
