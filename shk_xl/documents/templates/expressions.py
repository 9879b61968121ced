"""The expressions that a template may hold: fields, columns of rows, and simple conditions.

Rules: the grammar is small on purpose. A field, a column of the row that a loop stands on,
``loop.index`` and its like, equality, ``and``, ``or``, ``not`` and fixed texts or numbers;
no calls, no filters, no attributes of anything else. What is refused comes back as a code
with its values, so that the check of a template can say where. Jinja parses; nothing runs.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from shk_xl.documents.fields import FieldSpec, Shape

LOOP: Final = "loop"
_LOOP_ATTRIBUTES = frozenset({"index", "first", "last", "length"})
_FOR = re.compile(r"for\s+(?P<variable>\w+)\s+in\s+(?P<source>[\w.]+)")
_CONDITIONS = (nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand)
_EQUALITIES = frozenset({"eq", "ne"})
_LONGEST = 300
_PARSER = Environment(autoescape=True)

Scope = Mapping[str, FieldSpec | None]
"""The fields and loop variables that can be named; None is one whose fault is told already."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an expression: a code of ``shk_xl.wording``, and its values."""

    code: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Loop:
    """A ``for``: the variable, and the declared rows that it runs over (None if unknown)."""

    variable: str
    rows: FieldSpec | None


class Rejected(Exception):  # noqa: N818 - it is an answer to a user, not a crash
    """An expression that cannot be used."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.problem = Problem(code, values)


def output_field(code: str, scope: Scope) -> FieldSpec | None:
    """Find the field that ``{{ code }}`` writes.

    Args:
        code: What stands between the braces.
        scope: What can be named there.

    Returns:
        Its declaration; None for a counter of a loop, or a field whose fault is told already.

    Raises:
        Rejected: It is no field.
    """
    expression = _parse(code)
    if isinstance(expression, (nodes.Name, nodes.Getattr)):
        return _field(expression, scope)
    raise Rejected("template_not_a_field")


def loop(code: str, scope: Scope) -> Loop:
    """Read ``for rad in rader``.

    Raises:
        Rejected: It is no such loop, or what it runs over is not repeated.
    """
    match = _FOR.fullmatch(code)
    if match is None:
        raise Rejected("template_loop")
    rows = _field(_parse(match["source"]), scope)
    if rows is not None and rows.shape is not Shape.ROWS:
        raise Rejected("template_not_rows", field=match["source"])
    return Loop(match["variable"], rows)


def check_condition(code: str, scope: Scope) -> None:
    """Check the condition of an ``if``.

    Raises:
        Rejected: It names something unknown, or is more than a condition.
    """
    pending: list[nodes.Node] = [_parse(code)]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Operand) and node.op not in _EQUALITIES:
            raise Rejected("template_not_allowed")
        if isinstance(node, _CONDITIONS):
            pending.extend(node.iter_child_nodes())
        elif not isinstance(node, nodes.Const):
            _field(node, scope)


def _parse(code: str) -> nodes.Node:
    """Read an expression; one that nests deeper than Python's stack is no expression."""
    if len(code) > _LONGEST:
        raise Rejected("template_syntax")
    try:
        output = _PARSER.parse("{{ " + code + " }}").body[0]
    except (TemplateSyntaxError, RecursionError) as error:
        raise Rejected("template_syntax") from error
    if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
        raise Rejected("template_syntax")
    return output.nodes[0]


def _field(node: nodes.Node, scope: Scope) -> FieldSpec | None:
    if isinstance(node, nodes.Name):
        return _named(node.name, node.name, scope)
    if not isinstance(node, nodes.Getattr) or not isinstance(node.node, nodes.Name):
        raise Rejected("template_not_allowed")
    owner, name = node.node.name, node.attr
    if owner == LOOP and LOOP in scope:
        return _named(f"{LOOP}.{name}", name, dict.fromkeys(_LOOP_ATTRIBUTES))
    row = _named(owner, owner, scope)
    if row is None:
        return None
    return _named(f"{owner}.{name}", name, {column.name: column for column in row.columns})


def _named(written: str, name: str, known: Scope) -> FieldSpec | None:
    key = unicodedata.normalize("NFC", name)
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=1)
    if near:
        suggestion = written[: len(written) - len(name)] + near[0]
        raise Rejected("template_unknown_field_near", field=written, suggestion=suggestion)
    raise Rejected("template_unknown_field", field=written)
