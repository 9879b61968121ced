"""The check of templates for the one who edits them: all that is wrong, before anything is made.

Rules: a template is checked as it stands, filled with the example portfolio as a trial, and
checked for all readers both ways. What stands in the way of using it stops; what hinders some
readers is told by the level of its rule. Nothing is written.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from shk_xl.documents.accessibility import rules
from shk_xl.documents.accessibility.looks import read_looks
from shk_xl.documents.accessibility.template_check import check_template
from shk_xl.documents.kinds import TEMPLATES
from shk_xl.documents.templates.compilation import load_template
from shk_xl.documents.templates.examples import example_rows
from shk_xl.documents.templates.kind_of_template import with_kind
from shk_xl.documents.templates.titles import template_in_words
from shk_xl.documents.word.package import read_package
from shk_xl.domain.faults import Fault, Place, Refused
from shk_xl.domain.findings import Level
from shk_xl.ooxml.user_file import read_user_file
from shk_xl.wording import in_words
from shk_xl.wording.accessibility import more_in_words
from shk_xl.wording.findings import LEVELS

_LEVELS: Final = {"template_name_unknown": Level.NOTE, "template_missing": Level.WARN}
_OTHER_SUFFIXES: Final = (".dotx", ".docm", ".dotm", ".doc", ".odt", ".rtf")
_TRIAL: Final = "ifylld med exemplet, "


@dataclass(frozen=True, slots=True)
class Checked:
    """A template that was checked.

    Args:
        path: The file.
        template: The file name of the template that it was checked as; empty for a file that
            is none.
        found: All that was found, faults first.
    """

    path: Path
    template: str
    found: tuple[Fault, ...]

    @property
    def stops(self) -> bool:
        """Whether something has to be mended."""
        return any(level_of(fault) is Level.STOP for fault in self.found)


def level_of(fault: Fault) -> Level:
    """Say how bad something is that was found in a template."""
    return _LEVELS.get(fault.code) or rules.level_of(fault)


def check_folder(folder: Path) -> list[Checked]:
    """Check a folder of templates.

    Args:
        folder: The team's own folder.

    Returns:
        Every template, whether it is there or not, then the files that are none.

    Raises:
        Refused: There is no such folder.
    """
    try:
        files = {path.name: path for path in sorted(folder.iterdir()) if path.is_file()}
    except OSError as error:
        raise Refused(
            [Fault("folder_missing", Place(str(folder)), {"folder": str(folder)})]
        ) from error
    checked = [_in_folder(folder, template, files) for template in TEMPLATES]
    strays = [path for name, path in files.items() if _is_stray(name)]
    return [*checked, *(Checked(path, "", (_stray(path),)) for path in strays)]


def check_file(path: Path) -> Checked:
    """Check one file, as the template that its name or its fields say that it is.

    Raises:
        Refused: There is no such file.
    """
    data = read_user_file(path)
    if path.name in TEMPLATES:
        return Checked(path, path.name, tuple(_check(data, path, path.name)))
    if path.suffix.casefold() in _OTHER_SUFFIXES:
        return Checked(path, "", (_other_format(path),))
    best = min(TEMPLATES, key=lambda template: len(_faults(data, path, template)))
    return Checked(path, best, (*_check(data, path, best), _stray(path)))


def lines(checked: Iterable[Checked]) -> list[str]:
    """Word what was found, a line for each, and what was checked.

    Args:
        checked: What ``check_folder`` gave.
    """
    listed: list[str] = []
    for one in checked:
        name = template_in_words(one.template) if one.template else "ingen mall"
        listed += [
            f"{LEVELS[level_of(fault)]}: {in_words(fault)}{more_in_words(more)}"
            for fault, more in rules.told_once(one.found)
        ]
        if not one.found:
            listed.append(f"{one.path.name} ({name}): inget att åtgärda.")
    return listed


def _in_folder(folder: Path, template: str, files: dict[str, Path]) -> Checked:
    path = files.get(template)
    if path is not None:
        try:
            return check_file(path)
        except Refused as refused:
            return Checked(path, template, refused.faults)
    stem = Path(template).stem
    other = next(
        (files[stem + suffix] for suffix in _OTHER_SUFFIXES if stem + suffix in files), None
    )
    if other is not None:
        return Checked(other, template, (_other_format(other),))
    path = folder / template
    return Checked(path, template, (Fault("template_missing", Place(str(path))),))


def _is_stray(name: str) -> bool:
    path = Path(name)
    return (
        path.suffix.casefold() in (".docx", *_OTHER_SUFFIXES)
        and path.stem not in {Path(template).stem for template in TEMPLATES}
        and not name.startswith(("~$", "."))
    )


def _stray(path: Path) -> Fault:
    near = difflib.get_close_matches(path.name, TEMPLATES, n=1) or list(TEMPLATES)
    return Fault("template_name_unknown", Place(str(path)), {"near": ", ".join(near)})


def _other_format(path: Path) -> Fault:
    return Fault("template_other_format", Place(str(path)), {"format": path.suffix})


def _check(data: bytes, path: Path, template: str) -> Iterator[Fault]:
    """Give everything that is found in a template, each place within its file."""
    faults = _faults(data, path, template)
    yield from faults
    try:
        package = read_package(data, str(path))
    except Refused:
        return
    standing = check_template(package, read_looks(package))
    yield from rules.placed_in(str(path), standing)
    known = {fault.code for fault in standing}
    if not faults:
        yield from _trial(data, path, template, known)


def _faults(data: bytes, path: Path, template: str) -> Sequence[Fault]:
    try:
        load_template(data, str(path), TEMPLATES[template])
    except Refused as refused:
        return with_kind(data, str(path), template, refused.faults)
    return with_kind(data, str(path), template, ())


def _trial(data: bytes, path: Path, template: str, known: set[str]) -> Iterator[Fault]:
    """Fill the template with the example, and tell what only shows then."""
    loaded = load_template(data, str(path), TEMPLATES[template])
    for values in example_rows(template):
        try:
            found = loaded.render(values).findings
        except Refused as refused:
            yield from refused.faults
            return
        for fault in found:
            if fault.code not in known:
                known.add(fault.code)
                place = Place(str(path), cell=f"{_TRIAL}{fault.place.cell}")
                yield replace(fault, place=place)
