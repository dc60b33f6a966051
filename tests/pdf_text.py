"""The text of a PDF that Qt wrote, and its pages: enough to hold a page to its words."""

from __future__ import annotations

import re
import unicodedata
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/F(\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj|(ET)")


def pages_of(pdf: bytes) -> int:
    """How many pages there are."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def text_of(pdf: bytes) -> str:
    """All text in the order in which it was drawn, runs of space made one."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = {
        number: _letters(_stream(objects[int(found.group(1))]))
        for number, body in objects.items()
        if (found := re.search(rb"/ToUnicode (\d+) 0 R", body))
    }
    said: list[str] = []
    for body in objects.values():
        if b"/Type" in body or not (content := _stream(body)) or b" Tj" not in content:
            continue
        letters: dict[int, str] = {}
        for font, glyphs, end in _SHOWN.findall(content):
            if font:
                letters = fonts[int(font)]
            elif glyphs:
                codes = [int(glyphs[n : n + 4], 16) for n in range(0, len(glyphs), 4)]
                said.append("".join(letters[code] for code in codes))
            elif end:
                said.append(" ")
    # Ligatures are letters again.
    return unicodedata.normalize("NFKC", " ".join("".join(said).split()))


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        return b""
    return zlib.decompress(found.group(1)) if b"/FlateDecode" in body else found.group(1)


def _letters(table: bytes) -> dict[int, str]:
    """Glyph numbers to letters, of a ToUnicode table."""
    letters: dict[int, str] = {}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, listed, start in re.findall(
            rb"<(\w+)>\s*<(\w+)>\s*(?:\[(.*?)\]|<(\w+)>)", block, re.DOTALL
        ):
            low, high = int(first, 16), int(last, 16)
            if listed:
                texts = [bytes.fromhex(one.decode()) for one in re.findall(rb"<(\w+)>", listed)]
                letters |= {low + n: text.decode("utf-16-be") for n, text in enumerate(texts)}
            else:
                base = int(start, 16)
                letters |= {low + n: chr(base + n) for n in range(high - low + 1)}
    return letters
