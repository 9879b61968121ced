"""The budget: frames, cost areas, and what initiatives take from them.

Rules: amounts that are unknown are left out of sums and counted beside them. A frame is a
row of its own; a cost area is part of a frame; a source is any of them that initiatives
may be funded from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shk_xl.domain.amounts import Amount, Known, Total, total
from shk_xl.domain.portfolio import Allocation, Frame, Initiative, Portfolio


@dataclass(frozen=True, slots=True)
class Source:
    """A source of funding, and how much of it is allocated.

    Args:
        frame: Where the money is.
        allocated: What initiatives take, and how many of those amounts are unknown.
    """

    frame: Frame
    allocated: Total

    @property
    def left(self) -> int | None:
        """Kronor left when the known allocations are taken; None when the frame is unknown."""
        return left_of(self.frame.amount, self.allocated)


def left_of(frame: Amount, allocated: Total) -> int | None:
    """Take allocations from a frame; None when the frame is unknown.

    >>> left_of(Known(1_750_000), Total(1_456_000, 0))
    294000
    """
    return frame.kronor - allocated.kronor if isinstance(frame, Known) else None


def budget_total(portfolio: Portfolio) -> Total:
    """Sum the proposed budgets of all initiatives."""
    return total(initiative.amount for initiative in portfolio.initiatives)


def unknown_initiatives(portfolio: Portfolio) -> tuple[Initiative, ...]:
    """The initiatives whose amount nobody knows yet."""
    return tuple(
        initiative for initiative in portfolio.initiatives if total([initiative.amount]).unknown
    )


def sources(portfolio: Portfolio) -> tuple[Source, ...]:
    """Every source of funding with what is allocated from it, in the workbook's order."""
    by_source: dict[str, list[Amount]] = {}
    for allocation in portfolio.allocations:
        by_source.setdefault(allocation.source, []).append(allocation.amount)
    return tuple(
        Source(frame, total(by_source.get(frame.name, ())))
        for frame in portfolio.frames
        if frame.funds_initiatives
    )


def frames(portfolio: Portfolio) -> tuple[Frame, ...]:
    """The frames of their own: what there is to spend."""
    return tuple(frame for frame in portfolio.frames if not frame.part_of)


def cost_areas(portfolio: Portfolio, frame: str | None = None) -> tuple[Frame, ...]:
    """The cost areas of one frame, or of all."""
    return tuple(
        area
        for area in portfolio.frames
        if area.part_of and (frame is None or area.part_of == frame)
    )


@dataclass(frozen=True, slots=True)
class FundingGap:
    """An initiative whose allocations do not add up to its amount."""

    initiative: Initiative
    amount: int
    allocated: int


def funding_gaps(portfolio: Portfolio) -> tuple[FundingGap, ...]:
    """Find initiatives with a known amount that allocations don't add up to.

    An initiative with an allocation that is unknown is left out: its sum isn't known.
    """
    gaps: list[FundingGap] = []
    for initiative in portfolio.initiatives:
        allocated = allocated_to(portfolio.allocations_by_initiative.get(initiative.code, ()))
        amount = initiative.amount
        known = amount.kronor if isinstance(amount, Known) else None
        if known is None or allocated.unknown or known == allocated.kronor:
            continue
        gaps.append(FundingGap(initiative, known, allocated.kronor))
    return tuple(gaps)


def allocated_to(allocations: Iterable[Allocation]) -> Total:
    """Sum allocations."""
    return total(allocation.amount for allocation in allocations)


@dataclass(frozen=True, slots=True)
class FrameGap:
    """A frame whose cost areas do not add up to it."""

    frame: Frame
    amount: int
    areas: int


def frame_gaps(portfolio: Portfolio) -> tuple[FrameGap, ...]:
    """Find frames with known cost areas that don't sum to the frame."""
    gaps: list[FrameGap] = []
    for frame in frames(portfolio):
        areas = cost_areas(portfolio, frame.name)
        summed = total(area.amount for area in areas)
        if not areas or summed.unknown or not isinstance(frame.amount, Known):
            continue
        if summed.kronor != frame.amount.kronor:
            gaps.append(FrameGap(frame, frame.amount.kronor, summed.kronor))
    return tuple(gaps)
