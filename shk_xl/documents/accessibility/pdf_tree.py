"""The structure tree of a tagged PDF: its elements in order, by the standard's own types.

Rules: a type of the producer's own ("List Bullet") is followed through the role map to a
standard one. An element that leads back to itself is met once.

Source: ISO 32000-1 14.7 (logical structure) and 14.8 (tagged PDF).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pikepdf

_MOST_ROLES: Final = 20


@dataclass(frozen=True)
class Node:
    """A structure element.

    Args:
        type: Its standard type ("H1", "Table").
        element: The element.
        page: The page that it stands on, from 1; 0 where it doesn't say.
        children: The elements under it, in order.
        has_content: Text or pictures belong to it directly.
    """

    type: str
    element: pikepdf.Dictionary
    page: int
    children: tuple[Node, ...]
    has_content: bool

    def walk(self) -> Iterator[Node]:
        """Give this element and all under it, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def read_tree(pdf: pikepdf.Pdf) -> Node | None:
    """Read the structure tree; None for a PDF that has none."""
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return None
    roles = {str(key): str(value) for key, value in _items(root.get("/RoleMap"))}
    pages: dict[object, int] = {
        page.objgen: number for number, page in enumerate(pdf.pages, start=1)
    }
    return _Reader(roles, pages).node(root, 0, frozenset())


def _items(mapping: object) -> Iterator[tuple[str, pikepdf.Object]]:
    if isinstance(mapping, pikepdf.Dictionary):
        yield from mapping.items()


@dataclass(frozen=True)
class _Reader:
    """Reads elements with the document's roles and page numbers."""

    roles: Mapping[str, str]
    pages: Mapping[object, int]

    def node(
        self, element: pikepdf.Dictionary, page: int, above: frozenset[tuple[int, int]]
    ) -> Node:
        said = element.get("/Pg")
        here = page if said is None else self.pages.get(said.objgen, page)
        below = above | {element.objgen}
        kids = list(_kids(element.get("/K")))
        elements = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        children = tuple(self.node(kid, here, below) for kid in elements if kid.objgen not in above)
        return Node(
            self.standard(str(element.get("/S", "/Root"))),
            element,
            here or next((child.page for child in children if child.page), 0),
            children,
            len(kids) > len(elements),
        )

    def standard(self, type_: str) -> str:
        for _ in range(_MOST_ROLES):
            if type_ not in self.roles:
                break
            type_ = self.roles[type_]
        return type_.removeprefix("/")


def _kids(value: object) -> Iterator[object]:
    if isinstance(value, pikepdf.Array):
        yield from value
    elif value is not None:
        yield value
