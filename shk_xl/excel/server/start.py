"""Starting the server: everything that can be refused is refused first.

Rules: the settings of xlwings Server go into the environment of this process before it is
imported, and nothing else of the program runs in it. Only the one who hosts it sees its log.
"""

from __future__ import annotations

import gc
import os
import socket
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from shk_xl.domain.faults import Place, refuse
from shk_xl.excel.server.gate import KEY_PARAMETER
from shk_xl.excel.server.settings import (
    FIXED,
    USUAL,
    Access,
    Options,
    access,
    has_module,
    refuse_unsafe,
)

_EXTRA: Final = ("xlwings_server", "fastapi", "uvicorn")
_MAX_CONNECTIONS: Final = 200
_KEEP_ALIVE_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the server is.

    Args:
        root: Its own address.
        manifest: What Excel is given.
        task_pane: What Excel then shows.
    """

    root: str
    manifest: str
    task_pane: str


def serve(options: Options, announce: Callable[[Addresses], None]) -> None:
    """Run the server until it is stopped.

    Args:
        options: How a person asked for it.
        announce: Called with its addresses when it listens.

    Raises:
        Refused: It is not safe as asked, or something that it needs is missing.
    """
    refuse_unsafe(options, os.environ)
    _prepare()
    listening = _listen(options)
    with listening:
        granted = access(options, listening.getsockname()[1], os.environ)
        _run(options, listening, granted, announce)


def _prepare() -> None:
    """Set what xlwings Server reads when it is imported, and check that it can be.

    Raises:
        Refused: The extra or the licence is missing.
    """
    os.environ.update(FIXED)
    for name, value in USUAL.items():
        os.environ.setdefault(name, value)
    if not all(map(has_module, _EXTRA)):
        raise refuse("server_extra_missing")
    import xlwings  # noqa: PLC0415 - only here

    try:
        import_module("xlwings.pro")
    except xlwings.LicenseError:
        given = os.environ.get("XLWINGS_LICENSE_KEY")
        raise refuse("server_license_refused" if given else "server_license_missing") from None


def _listen(options: Options) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it lets two programs share the address
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((options.host, options.port))
        listening.listen(_MAX_CONNECTIONS)
    except OSError as error:
        listening.close()
        address = f"{options.host}:{options.port}"
        raise refuse("server_port_taken", address=address, reason=str(error.strerror)) from error
    return listening


def _run(
    options: Options,
    listening: socket.socket,
    granted: Access,
    announce: Callable[[Addresses], None],
) -> None:
    import uvicorn  # noqa: PLC0415 - only here, and only with the extra

    build = import_module("shk_xl.excel.server.application").application
    config = uvicorn.Config(
        build(granted),
        log_level="warning",
        access_log=False,  # an address can hold the key
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        limit_concurrency=_MAX_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        ssl_certfile=options.certificate,
        ssl_keyfile=options.private_key,
    )
    try:
        config.load()
    except (ssl.SSLError, OSError) as error:
        place = Place(str(options.certificate))
        raise refuse("server_certificate_unreadable", place, reason=str(error)) from error
    # What is loaded now stays; looking through it again for garbage tripled a large call.
    gc.freeze()
    announce(_addresses(options, listening, granted))
    uvicorn.Server(config).run(sockets=[listening])


def _addresses(options: Options, listening: socket.socket, granted: Access) -> Addresses:
    name, port = listening.getsockname()[:2]
    root = f"{options.scheme}://[{name}]:{port}" if ":" in name else ""
    root = root or f"{options.scheme}://{name}:{port}"
    if hostname := os.environ.get("XLWINGS_HOSTNAME"):
        root = f"https://{hostname}"
    query = f"?{KEY_PARAMETER}={granted.key}" if granted.key else ""
    return Addresses(root, f"{root}/manifest.xml{query}", f"{root}/taskpane.html{query}")
