"""xlwings' settings file: one ``"KEY","value"`` on a line, as VBA's ``Write #`` makes it.

Rules: a line that is not asked about keeps its bytes, whatever stands on it. A new line goes
first, so that taking it away leaves the file as it was. Keys are compared without regard to
case and the first of two counts, as in ``GetConfigFromFile`` of xlwings' VBA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_LINE: Final = re.compile(rb'\s*(?:"([^"]*)"|([^",\r\n]*?))\s*,\s*(?:"([^"]*)"|([^"\r\n]*?))\s*$')


@dataclass(frozen=True, slots=True)
class SettingsFile:
    r"""The lines of the file.

    Args:
        data: The whole file.
        encoding: The code page that VBA reads it in.

    >>> file = SettingsFile(b'"PYTHONPATH","D:\\"\n', "cp1252")
    >>> print(file.with_setting("SHOW CONSOLE", "False").data.decode())
    "SHOW CONSOLE","False"
    "PYTHONPATH","D:\"
    <BLANKLINE>
    """

    data: bytes
    encoding: str

    def values(self) -> Mapping[str, str]:
        """Give the value of every setting, by its key in capitals."""
        found: dict[str, str] = {}
        for key, value, _ in self._settings():
            found.setdefault(key, value)
        return found

    def line(self, key: str) -> bytes | None:
        """Give the line of a setting, as it stands; None when it is not there."""
        return next((line for name, _, line in self._settings() if name == key.upper()), None)

    def with_setting(self, key: str, value: str) -> SettingsFile:
        """Set a value: in place of the line that stands there, else on a new first line."""
        ending = b"\r\n" if b"\r\n" in self.data else b"\n"
        return self.with_line(key, f'"{key}","{value}"'.encode(self.encoding) + ending)

    def with_line(self, key: str, line: bytes | None) -> SettingsFile:
        """Put a line in place of the one of the same setting.

        Args:
            key: The setting.
            line: The line with its ending; None takes the line away.
        """
        lines = self.data.splitlines(keepends=True)
        old = self.line(key)
        if old is not None:
            lines[lines.index(old) : lines.index(old) + 1] = [line] if line else []
        elif line:
            lines.insert(0, line)
        return SettingsFile(b"".join(lines), self.encoding)

    def _settings(self) -> Iterator[tuple[str, str, bytes]]:
        for line in self.data.splitlines(keepends=True):
            match = _LINE.match(line)
            if match:
                key, value = (self._text(match, group) for group in (1, 3))
                yield key.upper(), value, line

    def _text(self, match: re.Match[bytes], group: int) -> str:
        quoted, plain = match.group(group), match.group(group + 1)
        found = plain if quoted is None else quoted
        return found.decode(self.encoding, "backslashreplace")
