"""What a walk through a document knows as it goes: where it stands, and what it has found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from shk_xl.documents.accessibility.colours import BLACK, ENOUGH, WHITE, contrast
from shk_xl.documents.accessibility.looks import PLAIN, Look, Looks
from shk_xl.domain.faults import FaultValue


@dataclass(frozen=True, slots=True)
class StyledRow:
    """A row of a table whose style has colours.

    Args:
        parts: The looks of the style's parts, by name; the whole under "".
        shown: Which of them the table shows.
        number: The row's, from 0.
        is_last: Whether it is the last one.
    """

    parts: Mapping[str, Look]
    shown: frozenset[str]
    number: int
    is_last: bool


@dataclass
class Reading:
    """The state of one walk.

    Args:
        looks: The looks of the document's styles.
        passed_over: What vanishes when a template is filled.
        found: The code, element and values of each breach.
        paragraph: The paragraph that the walk is in.
        look: The look of that paragraph's style.
        fill: What is behind that paragraph.
        colour: The colour of its text, where a run says nothing else.
        in_cell: Whether that paragraph stands in a table.
        cell: The table cell that it stands in, or the one before it.
        cell_fill: What is behind that cell.
        cell_colour: The colour that its table style gives its text.
        coloured: The rows of the tables whose style has colours.
        heading: The heading under which nothing has been met yet.
        level: The level of the last heading.
        used: The ids of the paragraph styles that were met.
        checked: The properties of runs that were checked already.
    """

    looks: Looks
    passed_over: frozenset[etree._Element]
    found: list[tuple[str, etree._Element, Mapping[str, FaultValue]]] = field(default_factory=list)
    paragraph: etree._Element | None = None
    look: Look = PLAIN
    fill: str | None = None
    colour: str | None = None
    in_cell: bool = False
    cell: etree._Element | None = None
    cell_fill: str | None = None
    cell_colour: str | None = None
    coloured: dict[etree._Element, StyledRow] = field(default_factory=dict)
    heading: etree._Element | None = None
    level: int = 0
    used: set[str] = field(default_factory=set)
    checked: set[etree._Element] = field(default_factory=set)

    def tell(self, code: str, element: etree._Element, **values: FaultValue) -> None:
        """Note a breach."""
        self.found.append((code, element, values))

    def content(self) -> None:
        """Note that something stands under the last heading."""
        self.heading = None

    def end(self) -> None:
        """Close the walk: the last heading too must have something under it."""
        if self.heading is not None:
            self.tell("docx_heading_alone", self.heading)

    def tell_contrast(self, element: etree._Element, colour: str | None, fill: str | None) -> None:
        """Note text that is too faint, with both colours."""
        ink, paper = colour or BLACK, fill or WHITE
        ratio = f"{contrast(ink, paper):.1f}".replace(".", ",")
        self.tell("docx_contrast", element, ink=ink, paper=paper, ratio=ratio)


def too_faint(colour: str | None, fill: str | None) -> bool:
    """Whether text is hard to see; Word chooses an automatic colour so that it is not."""
    return colour is not None and contrast(colour, fill or WHITE) < ENOUGH
