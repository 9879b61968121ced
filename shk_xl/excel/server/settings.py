"""What the server is told before it starts, and what forbids that it starts.

Rules: a server that others can reach must know who they are; one that only this machine can
reach asks for the key of this start. What our parts rely on is set here and nobody's
environment changes it; who signs in, the public name and the licence are the host's to set.
This module knows no web library.
"""

from __future__ import annotations

import ipaddress
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Fault, Place, Refused

PROJECT: Final = Path(__file__).with_name("project")
"""Our templates and static files, which xlwings Server puts before its own."""
KEY_VARIABLE: Final = "SHK_XL_SERVER_KEY"
SHORTEST_KEY: Final = 32

FIXED: Final[Mapping[str, str]] = {
    "XLWINGS_PROJECT_DIR": str(PROJECT),
    "XLWINGS_ENVIRONMENT": "prod",
    "XLWINGS_FUNCTIONS_NAMESPACE": "",
    "XLWINGS_APP_PATH": "",
    "XLWINGS_STATIC_URL_PATH": "/static",
    "XLWINGS_ADD_SECURITY_HEADERS": "true",
    "XLWINGS_ENABLE_EXAMPLES": "false",
    "XLWINGS_ENABLE_SOCKETIO": "false",
    "XLWINGS_ENABLE_TESTS": "false",
    "XLWINGS_ENABLE_WASM": "false",
    "XLWINGS_TASKPANE_HTML": "taskpane.html",
    "XLWINGS_CDN_OFFICEJS": "false",
    "XLWINGS_CORS_ALLOW_ORIGINS": "[]",
    # 500 is a fault in the program: asking again gives the same, and a log full of it.
    "XLWINGS_CUSTOM_FUNCTIONS_RETRY_CODES": "[502, 503, 504]",
}
"""What the parts of ours rely on."""
USUAL: Final[Mapping[str, str]] = {
    "XLWINGS_PROJECT_NAME": "Samhällskontraktet",
    "XLWINGS_MANIFEST_ID_PROD": "6c0f4b0e-2f0e-4a39-9a53-6c7a0f1e7d21",
    "XLWINGS_LOG_LEVEL": "WARNING",
}
"""What holds unless the host says otherwise."""
_SIGN_IN_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "entraid": ("XLWINGS_AUTH_ENTRAID_CLIENT_ID", "XLWINGS_AUTH_ENTRAID_TENANT_ID"),
}


@dataclass(frozen=True, slots=True)
class Options:
    """How a person asked for the server.

    Args:
        host: The address to listen on.
        port: The port; 0 for any free one.
        certificate: The file with the TLS certificate; None for plain http.
        private_key: The file with its key.
        behind_proxy: A proxy in front of the server handles TLS.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    certificate: Path | None = None
    private_key: Path | None = None
    behind_proxy: bool = False

    @property
    def scheme(self) -> str:
        """The scheme of its own address."""
        return "https" if self.certificate else "http"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come in.

    Args:
        hosts: The host names, with port, that a request may be meant for.
        origins: The pages, as scheme and host, whose scripts may ask.
        key: What every request that reads or calculates must carry; None where people sign in.
    """

    hosts: frozenset[str]
    origins: frozenset[str]
    key: str | None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def has_module(name: str) -> bool:
    """Whether Python finds a module, without importing more than the packages around it."""
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def refuse_unsafe(
    options: Options,
    environment: Mapping[str, str],
    module_exists: Callable[[str], bool] = has_module,
) -> None:
    """Refuse to start a server that others can reach and that does not know them.

    Args:
        options: How it was asked for.
        environment: The variables of the process.
        module_exists: Whether the host has a module for a way of signing in.

    Raises:
        Refused: Everything that is missing.
    """
    faults = [*_certificate_faults(options), *_key_faults(environment)]
    hostname = environment.get("XLWINGS_HOSTNAME", "")
    providers = sign_in(environment)
    if providers is None:
        faults.append(Fault("server_sign_in_unreadable"))
    elif providers:
        faults.extend(_sign_in_faults(providers, environment, module_exists))
    elif hostname or not is_loopback(options.host):
        faults.append(Fault("server_needs_sign_in", values={"host": hostname or options.host}))
    if not is_loopback(options.host):
        if not hostname:
            faults.append(Fault("server_needs_name"))
        if options.certificate is None and not options.behind_proxy:
            faults.append(Fault("server_needs_tls"))
    if faults:
        raise Refused(faults)


def sign_in(environment: Mapping[str, str]) -> list[str] | None:
    """Read the ways of signing in; None when the variable is no list of names.

    >>> sign_in({"XLWINGS_AUTH_PROVIDERS": '["entraid"]'}), sign_in({})
    (['entraid'], [])
    """
    try:
        found = json.loads(environment.get("XLWINGS_AUTH_PROVIDERS") or "[]")
    except ValueError:
        return None
    if isinstance(found, list) and all(isinstance(name, str) and name for name in found):
        return found
    return None


def _certificate_faults(options: Options) -> list[Fault]:
    files = (options.certificate, options.private_key)
    if all(path is None for path in files):
        return []
    if any(path is None for path in files):
        return [Fault("server_certificate_half")]
    return [
        Fault("file_missing", Place(str(path)))
        for path in files
        if path is not None and not path.is_file()
    ]


def _key_faults(environment: Mapping[str, str]) -> list[Fault]:
    key = environment.get(KEY_VARIABLE, "")
    fits = len(key) >= SHORTEST_KEY and key.isascii() and key.replace("-", "_").isidentifier()
    if not key or fits:
        return []
    return [Fault("server_key_weak", values={"variable": KEY_VARIABLE, "least": SHORTEST_KEY})]


def _sign_in_faults(
    providers: list[str], environment: Mapping[str, str], module_exists: Callable[[str], bool]
) -> list[Fault]:
    """What is missing for each way of signing in.

    xlwings Server ships one way ("custom") that lets everyone in who knows a text of its
    source: a way without variables must be a module of the host's own.
    """
    faults: list[Fault] = []
    for provider in providers:
        needs = _SIGN_IN_NEEDS.get(provider)
        if needs is None and not (provider.isidentifier() and module_exists(f"auth.{provider}")):
            faults.append(Fault("server_sign_in_unknown", values={"provider": provider}))
        faults.extend(
            Fault("server_sign_in_incomplete", values={"provider": provider, "variable": name})
            for name in needs or ()
            if not environment.get(name)
        )
    return faults


def access(options: Options, port: int, environment: Mapping[str, str]) -> Access:
    """Say who may come in.

    Args:
        options: How the server was asked for.
        port: The one that it listens on.
        environment: The variables of the process.
    """
    hostname = environment.get("XLWINGS_HOSTNAME", "").casefold()
    own = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
    if not is_loopback(options.host):
        own = set()
    origins = {f"{options.scheme}://{name}" for name in own}
    key = None
    if not sign_in(environment):
        key = environment.get(KEY_VARIABLE) or secrets.token_urlsafe(32)
    if hostname:
        own |= {hostname}
        origins |= {f"https://{hostname}"}
    return Access(frozenset(own), frozenset(origins), key)
