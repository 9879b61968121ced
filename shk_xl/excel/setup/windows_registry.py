"""The real Windows registry behind ``registry.Registry``; loaded on Windows only."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress

from shk_xl.excel.setup.registry import Hive, RegistryValue

if sys.platform == "win32":
    import winreg

    _HIVES = {Hive.USER: winreg.HKEY_CURRENT_USER, Hive.MACHINE: winreg.HKEY_LOCAL_MACHINE}

    class WindowsRegistry:
        """The registry as a 64-bit program sees it."""

        def value(self, hive: Hive, key: str, name: str) -> RegistryValue:
            """Give a value; None when it is not there, may not be read, or is of another kind."""
            try:
                with self._open(hive, key) as opened:
                    found, _ = winreg.QueryValueEx(opened, name)
            except OSError:
                return None
            return found if isinstance(found, int | str) else None

        def subkeys(self, hive: Hive, key: str) -> Sequence[str]:
            """Name the keys below a key; none when it is not there."""
            names: list[str] = []
            with suppress(OSError), self._open(hive, key) as opened:
                count, _, _ = winreg.QueryInfoKey(opened)
                names.extend(winreg.EnumKey(opened, index) for index in range(count))
            return names

        def _open(self, hive: Hive, key: str) -> winreg.HKEYType:
            return winreg.OpenKey(
                _HIVES[hive], key, access=winreg.KEY_READ | winreg.KEY_WOW64_64KEY
            )
