"""Short ways to write paragraphs and steering tags of a template.

Rules: what these functions give is WordprocessingML with tags in it. A paragraph that only
steers the filling (``{%p if … %}``) has a muted style of its own, since it vanishes.
"""

from __future__ import annotations

from typing import Final

from word_styles import style_id

from shk_xl.documents.word.wordml import escaped

TAB: Final = "<w:r><w:tab/></w:r>"


def run(text: str, *, bold: bool = False) -> str:
    """Write characters."""
    weight = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    return f'<w:r>{weight}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def paragraph(text: str, style: str = "", *, runs: str = "") -> str:
    """Write a paragraph from text, or from finished runs."""
    properties = f'<w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{runs or run(text)}</w:p>"


def steer(tag: str) -> str:
    """Write a paragraph that only steers: ``p if syfte``."""
    return paragraph("{%" + tag + " %}", "Template Tag")


def when(condition: str, content: str, otherwise: str = "") -> str:
    """Write content that is there under a condition."""
    alternative = steer("p else") + otherwise if otherwise else ""
    return steer(f"p if {condition}") + content + alternative + steer("p endif")


def each(loop: str, content: str) -> str:
    """Write content that is repeated: ``del in prioritering``."""
    return steer(f"p for {loop}") + content + steer("p endfor")


def fact(label: str, value: str) -> str:
    """Write a label and a short text on one line."""
    return paragraph("", "Fact", runs=run(f"{label}:", bold=True) + TAB + run(value))


def section(heading: str, field: str, missing: str = "", *, level: int = 1) -> str:
    """Write a heading with a block field under it, and what to say when it is empty.

    Without words for that the heading is left out too.
    """
    head = paragraph(heading, f"heading {level}")
    body = paragraph("{{p " + field + " }}")
    if not missing:
        return when(field, head + body)
    return head + when(field, body, paragraph(missing, "Missing Text"))


def points(loop: str, field: str) -> str:
    """Write a numbered list, a point for each row: ``punkt in förslag_till_beslut``."""
    return each(loop, paragraph("{{p " + field + " }}", "List Number"))


def bullets(loop: str, field: str) -> str:
    """Write a list, a bullet for each row."""
    return each(loop, paragraph("{{p " + field + " }}", "List Bullet"))
