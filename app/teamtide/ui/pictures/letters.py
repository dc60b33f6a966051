"""Letters of an SVG that find the same room on a computer without their font.

Qt names one font and leaves it at that: elsewhere a text may come out in any font, and run over
what stands beside it. So others like it are named as well, and how long each text is to be.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from PySide6.QtGui import QFont, QFontMetricsF

from teamtide.ui import theme

LIKE_IT = ", Helvetica, Arial, sans-serif"
"""What is named after the window's font. (The SVG reader of Qt takes all of it for one name.)"""
_FAMILY = re.compile(r'(font-family="[^"]+)')
_TEXT = re.compile(r"<text\b([^>]*?)\s*>([^<]*)</text>")
_SAID = re.compile(r'([a-z-]+)="([^"]*)"')


def portable(svg: bytes) -> bytes:
    """A drawing of `QSvgGenerator` in which every text has its length, in the font of the window.

    Other renderers squeeze or stretch letters to it; where they can't, they ignore it.
    """
    # No text has a tag or a quotation mark in it: they are escaped.
    text = _TEXT.sub(_with_length, svg.decode())
    return _FAMILY.sub(rf"\1{LIKE_IT}", text).encode()


def _with_length(found: re.Match[str]) -> str:
    said, inner = found.groups()
    letters = unescape(inner).strip("\n")
    how = dict(_SAID.findall(said))
    metrics = _metrics(how.get("font-size", ""), how.get("font-weight", ""))
    length = 0.0 if metrics is None else metrics.horizontalAdvance(letters)
    if length <= 0:
        return found[0]
    return f'<text{said} textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs">{inner}</text>'


@cache
def _metrics(size: str, weight: str) -> QFontMetricsF | None:
    """The measures of the window's font in pixels and a weight of CSS; None where they are none."""
    if not (size.isdigit() and weight.isdigit()):
        return None
    font = theme.ui_font()
    font.setPixelSize(int(size))
    font.setWeight(QFont.Weight(int(weight)))
    return QFontMetricsF(font)
