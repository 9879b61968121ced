"""Passwords, which only the system's keyring keeps.

Rules: a password is never in a file of ours, in an argument, in the ledger or in a message. A
keyring that keeps it as plain text, or keeps nothing, is refused: better no password than one
that lies open.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, Final

from shk_xl.domain.faults import refuse

SERVICE: Final = "shk-xl"
_UNSAFE_MODULES: Final = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
"""The ones that keep nothing, and the collection of those that keep plain text or weakly."""


def password_for(user: str, host: str) -> str:
    """Give the password of a user on a server.

    Args:
        user: Who logs in.
        host: Where.

    Raises:
        Refused: The library for it is not installed, the system has no safe keyring, it is
            locked, or the password is not in it.
    """
    account = f"{user}@{host}"
    if find_spec("keyring") is None:
        raise refuse("mail_extra_missing", extra="mail")
    import keyring  # noqa: PLC0415 - an extra
    from keyring.errors import KeyringError  # noqa: PLC0415 - the same

    safe = [backend for backend in _backends(keyring.get_keyring()) if _is_safe(backend)]
    if not safe:
        raise refuse("keyring_unsafe")
    try:
        found = (backend.get_password(SERVICE, account) for backend in safe)
        password = next((one for one in found if one), None)
    except KeyringError as error:
        raise refuse("keyring_closed", reason=type(error).__name__) from error
    if password is None:
        raise refuse("password_missing", service=SERVICE, account=account)
    return str(password)


def _backends(backend: Any) -> Iterator[Any]:  # noqa: ANN401 - keyring is an extra
    """Give the keyrings that are in use: several stand behind one that asks them in turn."""
    if type(backend).__module__ == "keyring.backends.chainer":
        yield from backend.backends
    else:
        yield backend


def _is_safe(backend: object) -> bool:
    kind = type(backend)
    return not kind.__module__.startswith(_UNSAFE_MODULES) and "plaintext" not in (
        kind.__qualname__.casefold()
    )
