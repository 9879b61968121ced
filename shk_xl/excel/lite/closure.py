"""Which modules a module needs, found in its source.

Rules: nothing is imported to find out. Every import counts, also one inside a function, which
is how this project loads what is heavy. A package that has a needed module in it is needed too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import shk_xl

PACKAGE: Final = shk_xl.__name__
_ROOT: Final = Path(shk_xl.__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Module:
    """A module of this project.

    Args:
        name: As it is imported.
        path: Where its source stands, from the project's root, with forward slashes.
        source: The source.
    """

    name: str
    path: str
    source: str

    def imports(self, *, when_loaded: bool = False) -> frozenset[str]:
        """Give the names of what it imports, of this project and others.

        Args:
            when_loaded: Only what is imported when the module itself is.
        """
        tree = ast.parse(self.source)
        nodes = _outside_functions(tree) if when_loaded else ast.walk(tree)
        return frozenset(name for node in nodes for name in _imported(node))


def find(name: str) -> Module | None:
    """Find a module of this project by its name; None when there is none."""
    base = _ROOT.joinpath(*name.split("."))
    for path in (base / "__init__.py", base.with_suffix(".py")):
        if path.is_file():
            relative = path.relative_to(_ROOT).as_posix()
            return Module(name, relative, path.read_text(encoding="utf-8"))
    return None


def closure(names: Iterable[str], *, when_loaded: bool = False) -> tuple[Module, ...]:
    """Collect modules and all that they need of this project, ordered by path.

    Args:
        names: The modules to begin with.
        when_loaded: Leave out what is only imported when a function runs.

    Raises:
        LookupError: There is no such module.
    """
    found: dict[str, Module] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        module = find(name)
        if module is None:
            raise LookupError(name)
        found[name] = module
        waiting.extend(_packages(name))
        needed = module.imports(when_loaded=when_loaded)
        waiting.extend(other for other in needed if _is_ours(other))
    return tuple(sorted(found.values(), key=lambda module: module.path))


def foreign(modules: Iterable[Module], *, when_loaded: bool = False) -> frozenset[str]:
    """Give the top names of what modules import from elsewhere, standard library included."""
    return frozenset(
        name.partition(".")[0]
        for module in modules
        for name in module.imports(when_loaded=when_loaded)
        if not _is_ours(name)
    )


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == PACKAGE


def _packages(name: str) -> Iterator[str]:
    """Give the packages around a module."""
    parts = name.split(".")
    yield from (".".join(parts[:length]) for length in range(1, len(parts)))


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs when a module is imported."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _outside_functions(child)


def _imported(node: ast.AST) -> Iterator[str]:
    """Give what a statement imports; of a package of ours, the module in it where one is meant."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            inside = f"{node.module}.{alias.name}"
            yield inside if _is_ours(inside) and find(inside) else node.module
