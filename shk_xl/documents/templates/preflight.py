"""The check of a template before anything is written: every fault, with paragraph and field.

Rules: a template that passes cannot lose text or break the document, whatever the values.
So a tag that replaces a paragraph, row or cell stands alone in it, blocks close where they
opened, and braces outside tags are refused. All faults of a template are found at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from shk_xl.documents.fields import FieldSpec, Shape
from shk_xl.documents.templates import expressions
from shk_xl.documents.templates.expressions import LOOP, Rejected
from shk_xl.documents.templates.tags import ParagraphText, Tag
from shk_xl.documents.word.places import shortened
from shk_xl.domain.faults import Fault, FaultValue, Place

_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_SINGLE_BRACES = re.compile(r"\{\s*(?:(?:p|tr|tc)\s+)?(?P<name>[\w.]+)\s*\}")
_IN_BRACES = re.compile(r"\{(?!\s*%)[^{}]*\}")
_LONE_BRACE = re.compile(r"[{}]")
_QUOTES = re.compile("[“”„‟‘’‚‛]")
_MOST_LOOPS = 3
_MOST_OPEN = 20
"""What a template needs, with room to spare; else rows multiply, or Python's stack ends."""
_BLOCK_SHAPES = (Shape.BLOCKS, Shape.PICTURE)

Fields = tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A block tag that waits for its end.

    Args:
        keyword: ``for`` or ``if``.
        tag: The tag.
        paragraph: Where it stands.
        container: The element inside which it must end.
        scope: What could be named around it.
    """

    keyword: str
    tag: Tag
    paragraph: ParagraphText
    container: etree._Element | None
    scope: expressions.Scope


@dataclass
class Check:
    """One pass over a part of a template: what can be named, what is open, what was found."""

    file: str
    scope: expressions.Scope
    open: list[Open] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, paragraph: ParagraphText, **values: FaultValue) -> None:
        """Note a fault at a paragraph, with the paragraph's text."""
        place = Place(self.file, cell=paragraph.where)
        self.faults.append(Fault(code, place, {"text": shortened(paragraph.text), **values}))


def check_part(file: str, paragraphs: Iterable[ParagraphText], fields: Fields) -> list[Fault]:
    """Check the paragraphs of one part of a template.

    Args:
        file: The name of the template, for the faults.
        paragraphs: The paragraphs in reading order.
        fields: The fields that this kind of document has.

    Returns:
        Everything that is wrong; empty for a part that can be used.
    """
    check = Check(file, {declared.name: declared for declared in fields})
    listed = list(paragraphs)
    sound = [paragraph for paragraph in listed if _braces_match(paragraph, check)]
    for paragraph in sound:
        _check_paragraph_alone(paragraph, check)
        for tag in paragraph.tags:
            _check_tag(tag, paragraph, check)
    for scope in ("tr", "tc"):
        _check_container_alone(sound, scope, check)
    for block in check.open:
        check.fault("template_unclosed", block.paragraph, tag=block.tag.source)
    order = {paragraph.where: index for index, paragraph in enumerate(listed)}
    return sorted(check.faults, key=lambda fault: order[fault.place.cell or ""])


def _braces_match(paragraph: ParagraphText, check: Check) -> bool:
    """Look for braces that belong to no tag; a paragraph with such is not read further."""
    outside = paragraph.outside
    single = [match["name"] for match in _SINGLE_BRACES.finditer(outside)]
    if _BRACES.search(outside) or _LONE_BRACE.search(_IN_BRACES.sub("", outside)):
        check.fault("template_braces", paragraph)
        return False
    for name in single:
        check.fault("template_single_braces", paragraph, field=name)
    return True


def _check_paragraph_alone(paragraph: ParagraphText, check: Check) -> None:
    """A tag that replaces its paragraph takes everything else in it away."""
    tag = next((tag for tag in paragraph.tags if tag.scope == "p"), None)
    if tag is not None and len(paragraph.tags) > 1:
        check.fault("template_two_tags", paragraph, tag=tag.source)
    elif tag is not None and paragraph.outside.strip():
        check.fault("template_text_beside", paragraph, tag=tag.source)


def _check_container_alone(paragraphs: Iterable[ParagraphText], scope: str, check: Check) -> None:
    """A tag that replaces its row or cell takes everything else in it away."""
    tags: dict[etree._Element, list[tuple[Tag, ParagraphText]]] = defaultdict(list)
    others: set[etree._Element] = set()
    for paragraph in paragraphs:
        container = paragraph.container(scope)
        mine = [tag for tag in paragraph.tags if tag.scope == scope]
        if container is None:
            for tag in mine:
                check.fault("template_outside_table", paragraph, tag=tag.source)
            continue
        tags[container].extend((tag, paragraph) for tag in mine)
        if len(mine) != len(paragraph.tags) or paragraph.outside.strip():
            others.add(container)
    for container, found in tags.items():
        if found and (len(found) > 1 or container in others):
            tag, paragraph = found[-1]
            check.fault("template_beside_in_table", paragraph, tag=tag.source)


def _check_tag(tag: Tag, paragraph: ParagraphText, check: Check) -> None:
    if tag.opener == "{#":
        return
    try:
        if tag.opener == "{{":
            _check_output(tag, paragraph, check)
        else:
            _check_block(tag, paragraph, check)
    except Rejected as rejected:
        problem = rejected.problem
        bent = problem.code == "template_syntax" and _QUOTES.search(tag.source)
        code = "template_smart_quote" if bent else problem.code
        check.fault(code, paragraph, **{"tag": tag.source, **problem.values})


def _check_output(tag: Tag, paragraph: ParagraphText, check: Check) -> None:
    if tag.scope == "r":
        raise Rejected("template_not_allowed")
    declared = expressions.output_field(tag.code, check.scope)
    if declared is None:
        return
    values = {"tag": tag.source, "field": tag.code}
    if declared.shape is Shape.ROWS:
        check.fault("template_rows_as_text", paragraph, **values)
    elif declared.shape in _BLOCK_SHAPES and tag.scope != "p":
        check.fault("template_block_in_sentence", paragraph, **values)
    elif declared.shape is Shape.TEXT and tag.scope:
        check.fault("template_text_as_block", paragraph, **values)


def _check_block(tag: Tag, paragraph: ParagraphText, check: Check) -> None:
    keyword, _, rest = tag.code.partition(" ")
    handler = _BLOCKS.get(keyword)
    if handler is None or tag.scope == "r":
        raise Rejected("template_not_allowed")
    if len(check.open) > _MOST_OPEN:
        raise Rejected("template_loops_nested")
    handler(tag, paragraph, check, rest.strip())


def _open_for(tag: Tag, paragraph: ParagraphText, check: Check, _rest: str) -> None:
    around = check.scope
    opened = Open("for", tag, paragraph, _inside(tag, paragraph), around)
    check.open.append(opened)
    variable = tag.code.split()[1] if len(tag.code.split()) > 1 else ""
    check.scope = {**around, variable: None, LOOP: None}
    loop = expressions.loop(tag.code, around)
    loops = sum(one.keyword == "for" for one in check.open)
    again = any(rows is loop.rows and name != rows.name for name, rows in around.items() if rows)
    if again or loops > _MOST_LOOPS:
        raise Rejected("template_loops_nested")
    check.scope = {**around, loop.variable: loop.rows, LOOP: None}


def _open_if(tag: Tag, paragraph: ParagraphText, check: Check, rest: str) -> None:
    check.open.append(Open("if", tag, paragraph, _inside(tag, paragraph), check.scope))
    expressions.check_condition(rest, check.scope)


def _middle(tag: Tag, paragraph: ParagraphText, check: Check, rest: str) -> None:
    """Check ``elif`` and ``else``."""
    if not check.open or check.open[-1].keyword != "if":
        raise Rejected("template_unopened")
    _check_same_place(check.open[-1], tag, paragraph, check)
    if tag.code.startswith("elif"):
        expressions.check_condition(rest, check.scope)


def _close(tag: Tag, paragraph: ParagraphText, check: Check, _rest: str) -> None:
    keyword = tag.code.removeprefix("end")
    if all(block.keyword != keyword for block in check.open):
        raise Rejected("template_unopened")
    while check.open[-1].keyword != keyword:
        inner = check.open.pop()
        check.fault("template_unclosed", inner.paragraph, tag=inner.tag.source)
    opened = check.open.pop()
    check.scope = opened.scope
    _check_same_place(opened, tag, paragraph, check)


def _check_same_place(opened: Open, tag: Tag, paragraph: ParagraphText, check: Check) -> None:
    """A block ends in the paragraph, table, row or cell that it began in."""
    if opened.tag.scope != tag.scope or opened.container is not _inside(tag, paragraph):
        check.fault(
            "template_block_elsewhere",
            paragraph,
            tag=tag.source,
            opened=opened.tag.source,
            where=opened.paragraph.where,
        )


def _inside(tag: Tag, paragraph: ParagraphText) -> etree._Element | None:
    """Give the element whose children a block tag repeats or leaves out."""
    if tag.scope not in _CONTAINERS:
        return paragraph.element
    container = paragraph.container(tag.scope)
    return None if container is None else container.getparent()


Handler = Callable[[Tag, ParagraphText, Check, str], None]

_CONTAINERS: Final = ("p", "tr", "tc")
_BLOCKS: Mapping[str, Handler] = {
    "for": _open_for,
    "endfor": _close,
    "if": _open_if,
    "elif": _middle,
    "else": _middle,
    "endif": _close,
}
