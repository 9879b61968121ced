"""Several PDFs as one that is still tagged: pages, structure, bookmarks, page labels.

Rules: what makes each PDF accessible is kept. The structure trees stand under one document
element, the numbers that tie content and annotations to them are moved apart, and links to
a document of the pack (``link_to``) become links inside the PDF.

Source: ISO 32000-1, 12.3.3 (outline), 12.4.2 (page labels), 14.7 (logical structure);
ISO 14289-1 (the identification in the metadata).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf

_LINK: Final = re.compile(r"shk-xl:(\d+)")
_TO_THE_TOP: Final = Name.Fit


@dataclass(frozen=True, slots=True)
class PdfPart:
    """A PDF of the pack.

    Args:
        path: The file.
        title: Its title, as the bookmarks say it.
    """

    path: Path
    title: str


def link_to(number: int) -> str:
    """Give the address that, in one part, stands for the first page of another.

    >>> link_to(2)
    'shk-xl:2'
    """
    return f"shk-xl:{number}"


def page_count(path: Path) -> int:
    """Count the pages of a PDF."""
    with Pdf.open(path) as pdf:
        return len(pdf.pages)


def join(parts: Sequence[PdfPart], title: str) -> bytes:
    """Join PDFs into one.

    Args:
        parts: At least one, as LibreOffice makes them: tagged, one structure tree each.
        title: The title of the whole.

    Returns:
        The PDF.
    """
    with Pdf.new() as whole:
        top = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
        tree = _Tree(whole, top)
        starts = [_append(whole, tree, part) for part in parts]
        _link(whole, starts)
        _describe(whole, tree, title)
        output = io.BytesIO()
        whole.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return output.getvalue()


class _Tree:
    """The structure tree of the whole, while it grows."""

    def __init__(self, whole: Pdf, top: pikepdf.Object) -> None:
        self.whole = whole
        self.top = top
        self.kids: list[pikepdf.Object] = []
        self.parents: list[tuple[int, pikepdf.Object]] = []
        self.roles: dict[str, pikepdf.Object] = {}
        self.next_key = 0

    def add(self, root: pikepdf.Object, pages: Iterable[pikepdf.Page]) -> None:
        """Add a part's tree, copied into the whole, and its pages, copied too."""
        self.roles |= dict(root.get(Name.RoleMap, Dictionary()).items())
        for kid in _as_list(root.K):
            kid.P = self.top
            kid.S = Name.Part
            self.kids.append(kid)
        found = _numbers(root.ParentTree)
        offset = self.next_key
        self.parents += [(key + offset, value) for key, value in found]
        for page in pages:
            _move(page.obj, Name.StructParents, offset)
            for annotation in page.obj.get(Name.Annots, Array()):
                _move(annotation, Name.StructParent, offset)
        self.next_key = max((key + offset + 1 for key, _ in found), default=offset)

    def root(self) -> pikepdf.Object:
        """Write the root of the tree."""
        numbers = Array()
        for key, value in self.parents:
            numbers.append(key)
            numbers.append(value)
        root = self.whole.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self.top]),
                ParentTree=self.whole.make_indirect(Dictionary(Nums=numbers)),
                ParentTreeNextKey=self.next_key,
                RoleMap=Dictionary(self.roles),
            )
        )
        self.top.P = root
        self.top.K = Array(self.kids)
        return root


def _append(whole: Pdf, tree: _Tree, part: PdfPart) -> int:
    """Append a part; give the index of its first page in the whole."""
    start = len(whole.pages)
    with Pdf.open(part.path) as pdf:
        whole.pages.extend(pdf.pages)
        pages = [whole.pages[index] for index in range(start, len(whole.pages))]
        tree.add(whole.copy_foreign(pdf.Root.StructTreeRoot), pages)
        index_of = {page.obj.objgen: index for index, page in enumerate(pdf.pages, start)}
        with pdf.open_outline() as own, whole.open_outline() as outline:
            item = OutlineItem(part.title, start, "Fit")
            item.children.extend(_copied(own.root, index_of))
            outline.root.append(item)
    return start


def _copied(
    items: Iterable[OutlineItem], index_of: Mapping[tuple[int, int], int]
) -> list[OutlineItem]:
    """Copy bookmarks, which LibreOffice points at a page and a height on it."""
    copied: list[OutlineItem] = []
    for item in items:
        target = item.destination
        if not isinstance(target, Array):
            continue
        top = float(str(target[3]))
        one = OutlineItem(item.title, index_of[target[0].objgen], "XYZ", left=0.0, top=top)
        one.children.extend(_copied(item.children, index_of))
        copied.append(one)
    return copied


def _link(whole: Pdf, starts: Sequence[int]) -> None:
    for page in whole.pages:
        for annotation in page.obj.get(Name.Annots, Array()):
            action = annotation.get(Name.A)
            match = _LINK.search(str(action.get(Name.URI, ""))) if action is not None else None
            if match:
                target = whole.pages[starts[int(match[1])]].obj
                del annotation.A
                annotation.Dest = Array([target, _TO_THE_TOP])


def _describe(whole: Pdf, tree: _Tree, title: str) -> None:
    whole.Root.StructTreeRoot = tree.root()
    whole.Root.MarkInfo = Dictionary(Marked=True)
    whole.Root.Lang = pikepdf.String("sv-SE")
    whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    whole.Root.PageMode = Name.UseOutlines
    for page in whole.pages:
        page.obj.Tabs = Name.S
    with whole.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = {"sv-SE"}
        metadata["pdfuaid:part"] = "1"


def _numbers(tree: pikepdf.Object) -> list[tuple[int, pikepdf.Object]]:
    """Read a number tree, whether it is one node or many."""
    pending, found = [tree], []
    while pending:
        node = pending.pop()
        pending.extend(node.get(Name.Kids, Array()))
        pairs = list(node.get(Name.Nums, Array()))
        found += list(zip(map(int, pairs[::2]), pairs[1::2], strict=True))
    return sorted(found, key=lambda pair: pair[0])


def _move(holder: pikepdf.Object, name: Name, offset: int) -> None:
    if name in holder:
        holder[name] = int(holder[name]) + offset


def _as_list(kids: pikepdf.Object) -> list[pikepdf.Object]:
    return list(kids) if isinstance(kids, Array) else [kids]
