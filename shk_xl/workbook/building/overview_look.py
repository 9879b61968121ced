"""The cell formats of the sheet Översikt."""

from __future__ import annotations

from shk_xl import look
from shk_xl.workbook.building.formats import KRONOR, OVERDRAWN, Formats

_TITLE, _HEADING, _FIGURE = look.HEADING_PT


class OverviewLook:
    """The formats, made once for a workbook.

    Args:
        formats: The workbook's formats.
    """

    def __init__(self, formats: Formats) -> None:
        muted, small = {"font_color": look.MUTED}, {"font_size": look.SMALL_PT}
        line = {"valign": "vcenter"}
        shade = {"bg_color": look.SHADE}
        strong = {"bold": True, "font_color": look.PRIMARY}
        figure = {**shade, **strong, "font_size": _HEADING, "align": "left", "indent": 1}
        header = {**muted, **small, "bold": True, "bottom": 1, "bottom_color": look.PRIMARY}
        self.plain = formats.make()
        self.title = formats.make(**strong, font_size=_TITLE, valign="vcenter")
        self.muted = formats.make(**muted)
        self.heading = formats.make(**strong, font_size=_HEADING, valign="vcenter")
        self.sentence = formats.make(valign="vcenter", indent=1)
        self.figure_label = formats.make(**shade, **muted, **small, indent=1, valign="vcenter")
        self.figure_kronor = formats.make(**figure, num_format=KRONOR)
        self.figure_initiatives = formats.make(**figure, num_format='0" initiativ"')
        self.figure_text = formats.make(**{**figure, "font_size": _FIGURE})
        self.header_left = formats.make(**header, align="left", valign="vcenter")
        self.header_note = formats.make(**header, align="left", valign="vcenter", indent=1)
        self.header_right = formats.make(**header, align="right", valign="vcenter")
        self.name = formats.make(**line, shrink=True)
        self.note = formats.make(**line, **muted, indent=1)
        self.kronor = formats.make(**line, align="right", num_format=KRONOR)
        self.right = formats.make(**line, align="right")
        self.points = formats.make(**line, align="right", num_format="0.0")
        self.beneath = formats.make(**muted, **small)
        rule = {"bottom": 1, "bottom_color": look.LINE}
        accent = {"font_color": look.ACCENT, "bold": True}
        unknown = {"font_color": look.UNKNOWN_INK, "bg_color": look.UNKNOWN_SHADE}
        self.ruled = formats.mark(**rule)
        self.overdrawn = formats.mark(**rule, **accent, num_format=OVERDRAWN)
        self.unknown_line = formats.mark(**rule, **unknown)
        self.unknown = formats.mark(**unknown)
