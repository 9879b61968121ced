"""What the Windows registry says about Excel: its version, its macros, what is synced.

Policies go before what the person chose: first those of the cloud, then group policies.
Names and values as in Microsoft's policy templates for Office 16 (Excel 2016 to 365).

Rules: the registry itself is only reached through ``Registry``; ``winreg`` stands in
``windows_registry``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Final, Protocol

from shk_xl.excel.setup.facts import Excel, Macros, MacroSetting, TrustedLocation

RegistryValue = int | str | None


class Hive(StrEnum):
    """The two hives that Excel reads."""

    USER = "HKEY_CURRENT_USER"
    MACHINE = "HKEY_LOCAL_MACHINE"


class Registry(Protocol):
    """The registry, read only."""

    def value(self, hive: Hive, key: str, name: str) -> RegistryValue:
        """Give a value; None when it is not there or may not be read."""

    def subkeys(self, hive: Hive, key: str) -> Sequence[str]:
        """Name the keys below a key; none when it is not there."""


_USER: Final = r"Software\Microsoft\Office\16.0"
_POLICIES: Final = (
    (Hive.USER, r"Software\Policies\Microsoft\Cloud\Office\16.0"),
    (Hive.USER, r"Software\Policies\Microsoft\Office\16.0"),
    (Hive.MACHINE, r"Software\Policies\Microsoft\Office\16.0"),
)
_CLICK_TO_RUN: Final = r"Software\Microsoft\Office\ClickToRun\Configuration"
_APP_PATH: Final = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_SYNC: Final = r"Software\SyncEngines\Providers\OneDrive"
_BITS: Final[dict[RegistryValue, int]] = {"x64": 64, "x86": 32}
_SETTINGS: Final[dict[RegistryValue, MacroSetting]] = {int(one): one for one in MacroSetting}
_SECURITY: Final = r"Excel\Security"
_TRUSTED: Final = r"Excel\Security\Trusted Locations"


def read_excel(registry: Registry, *, running: bool | None) -> Excel:
    """Read which Excel is installed.

    Args:
        registry: The registry.
        running: Whether Excel runs just now.
    """
    version = registry.value(Hive.MACHINE, _CLICK_TO_RUN, "VersionToReport")
    bits = _BITS.get(registry.value(Hive.MACHINE, _CLICK_TO_RUN, "Platform"))
    if version is None and registry.value(Hive.MACHINE, _APP_PATH, "") is not None:
        version = "16.0"  # installed from a medium: no more is written about it
        bits = _BITS.get(registry.value(Hive.MACHINE, rf"{_USER}\Outlook", "Bitness"))
    return Excel(None if version is None else str(version), bits, running)


def read_macros(registry: Registry, expand: Callable[[str], str]) -> Macros:
    """Read what Excel does with macros.

    Args:
        registry: The registry.
        expand: Replaces the variables in a path.
    """
    decided = _policy(registry, _SECURITY, "VBAWarnings")
    chosen = registry.value(Hive.USER, rf"{_USER}\{_SECURITY}", "VBAWarnings")
    value = chosen if decided is None else decided
    return Macros(
        setting=_SETTINGS.get(value, MacroSetting.ASK),
        by_policy=decided is not None,
        off_by_policy=_policy(registry, "Common", "VBAOff") == 1,
        internet_blocked_by_policy=(
            _policy(registry, _SECURITY, "blockcontentexecutionfrominternet") == 1
        ),
        trusted=tuple(_trusted_locations(registry, expand)),
    )


def read_synced_folders(registry: Registry) -> list[str]:
    """Read which folders OneDrive keeps in step with OneDrive and SharePoint."""
    folders = (
        registry.value(Hive.USER, rf"{_SYNC}\{name}", "MountPoint")
        for name in registry.subkeys(Hive.USER, _SYNC)
    )
    return [folder for folder in folders if isinstance(folder, str) and folder]


def _policy(registry: Registry, key: str, name: str) -> RegistryValue:
    """Give the value of the first policy that decides something."""
    values = (registry.value(hive, rf"{root}\{key}", name) for hive, root in _POLICIES)
    return next((value for value in values if value is not None), None)


def _trusted_locations(
    registry: Registry, expand: Callable[[str], str]
) -> Iterator[TrustedLocation]:
    if _policy(registry, _TRUSTED, "AllLocationsDisabled") == 1:
        return
    for hive, root in ((Hive.USER, _USER), *_POLICIES):
        for name in registry.subkeys(hive, rf"{root}\{_TRUSTED}"):
            key = rf"{root}\{_TRUSTED}\{name}"
            path = registry.value(hive, key, "Path")
            if isinstance(path, str) and path:
                below = registry.value(hive, key, "AllowSubFolders") == 1
                yield TrustedLocation(expand(path), below)
