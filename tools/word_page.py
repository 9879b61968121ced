"""The pages of a template: A4, the head of the first page, the running head of the others.

Rules: the first page says whose document it is, what it is, the day, the registration number
and the page; the others say shortly what it is, and the page. What is missing is said there.
"""

from __future__ import annotations

from typing import Final

from word_parts import R
from word_styles import MARGIN, PORTRAIT, W
from word_text import TAB, paragraph, run, when

from shk_xl import look

WIDE_MARGIN: Final = 1134
WIDE_TEXT_WIDTH: Final = PORTRAIT[1] - 2 * WIDE_MARGIN


def edges(number: int, left: str, width: int, *, letterhead: bool = True) -> dict[str, str]:
    """Write the heads of a section's pages: a letterhead on the first, a line on the others.

    Args:
        number: The section's.
        left: What the document is: "Beslutsunderlag {{ kod }}".
        width: Of the text, in twentieths of a point.
        letterhead: The section has the document's first page.
    """
    running = _head_line(run(left), run(f"{_REGISTERED}. ") + _page_number(), width)
    heads = {f"header{number}": running}
    if letterhead:
        registered, numbered = run(_REGISTERED), _page_number()
        heads[f"header{number}0"] = (
            _letterhead_line("Letterhead Name", run("{{ samverkan }}", bold=True), run(left))
            + _letterhead_line("Letterhead", run("{{ fokusområde }}"), run("{{ datum }}"))
            + when(
                "parter",
                _letterhead_line("Letterhead", registered, numbered)
                + _head_line(run("Parter: {{ parter }}"), "", width, after=200),
                _head_line(registered, numbered, width, after=200),
            )
        )
    return {name: f"<w:hdr {W} {R}>{head}</w:hdr>" for name, head in heads.items()}


_REGISTERED: Final = (
    "{% if diarienummer %}Diarienummer {{ diarienummer }}{% else %}Diarienummer saknas{% endif %}"
)


def _letterhead_line(style: str, left: str, right: str) -> str:
    return paragraph("", style, runs=left + TAB + right)


def _head_line(left: str, right: str, width: int, after: int = 0) -> str:
    """Write the last line of a head, with a rule below it."""
    rule = f'w:val="single" w:sz="4" w:space="6" w:color="{look.LINE}"'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="header"/><w:pBdr><w:bottom {rule}/></w:pBdr>'
        f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
        f'<w:spacing w:before="0" w:after="{after}"/></w:pPr>'
        f"{left}{TAB if right else ''}{right}</w:p>"
    )


def _page_number() -> str:
    return f"{run('Sida ')}{_field('PAGE')}{run(' (')}{_field('NUMPAGES')}{run(')')}"


def page(number: int, *, wide: bool = False, letterhead: bool = True) -> str:
    """Write the properties of a section of A4 pages with their heads.

    Args:
        number: The section's, as for ``edges``.
        wide: The pages lie down.
        letterhead: The section has the document's first page.
    """
    across, down = reversed(PORTRAIT) if wide else PORTRAIT
    top, bottom, head = (1191, 794, 567) if wide else (1418, 1077, 680)
    orient = ' w:orient="landscape"' if wide else ""
    side = WIDE_MARGIN if wide else MARGIN
    first = f'<w:headerReference w:type="first" r:id="rIdheader{number}0"/>' if letterhead else ""
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rIdheader{number}"/>{first}'
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{across}" w:h="{down}"{orient}/>'
        f'<w:pgMar w:top="{top}" w:right="{side}" w:bottom="{bottom}" w:left="{side}"'
        f' w:header="{head}" w:footer="567" w:gutter="0"/>{"<w:titlePg/>" if letterhead else ""}'
        "</w:sectPr>"
    )


def section_end(last: str, properties: str) -> str:
    """End a section with its last paragraph, so that no empty one is needed."""
    start, _, rest = last.partition("</w:pPr>")
    if not rest:
        raise ValueError("the last paragraph of a section needs a style")
    return f"{start}{properties}</w:pPr>{rest}"


def document(body: str, last_section: str) -> str:
    """Write the document's part."""
    return f"<w:document {W} {R}><w:body>{body}{last_section}</w:body></w:document>"


def _field(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
