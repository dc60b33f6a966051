"""A part of a package as elements with their places in its bytes.

What is changed in somebody's workbook is changed byte by byte, and everything else stays what it
was: a program that reads a workbook and writes it again loses what it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

_TAG = re.compile(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class Garbled(ValueError):
    """A part that is no XML we may touch."""


@dataclass(slots=True)
class Node:
    """An element: `start` to `inner` is its opening tag, `after` to `end` its closing one.

    `tag` is the name as written, `name` without its prefix. An element that opens and closes in
    one tag has `inner`, `after` and `end` alike.
    """

    tag: str
    attributes: dict[str, str]
    start: int
    inner: int
    after: int = 0
    end: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name without a prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon, or nothing."""
        return self.tag[: len(self.tag) - len(self.name)]

    @property
    def empty(self) -> bool:
        """Whether it opens and closes in one tag."""
        return self.inner == self.end

    def whole(self, attribute: str, default: int = 0) -> int:
        """A whole number that an attribute says, or the default where it says none."""
        said = self.attributes.get(attribute, "").strip()
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else default

    def child(self, name: str) -> Node | None:
        """The first child of that name."""
        return next((node for node in self.children if node.name == name), None)

    def all(self, *names: str) -> list[Node]:
        """The children of these names."""
        return [node for node in self.children if node.name in names]

    def walk(self) -> Iterator[Node]:
        """This element and all below it."""
        yield self
        for node in self.children:
            yield from node.walk()


def parse(data: bytes) -> Node:
    """The root element of a part.

    Raises:
        Garbled: it is no XML, is not in UTF-8, or declares entities of its own.
    """
    parser = expat.ParserCreate()
    above: list[Node] = []
    roots: list[Node] = []

    def opened(tag: str, attributes: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        match = _TAG.match(data, start)
        if match is None:
            raise Garbled("an element is not where it should be")
        node = Node(tag, attributes, start, match.end())
        (above[-1].children if above else roots).append(node)
        above.append(node)

    def closed(_tag: str) -> None:
        node = above.pop()
        if data[node.inner - 2 : node.inner] == b"/>":
            node.after = node.end = node.inner
        else:
            node.after = parser.CurrentByteIndex
            node.end = data.index(b">", node.after) + 1

    def declared(*_: object) -> None:
        raise Garbled("it declares a document type")

    def headed(_version: str, encoding: str | None, _alone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
            raise Garbled(f"it is in {encoding}")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.StartDoctypeDeclHandler = declared
    parser.XmlDeclHandler = headed
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Garbled(str(error)) from None
    return roots[0]


def text_in(data: bytes, node: Node | None) -> str:
    """The text of an element that holds nothing else."""
    if node is None or node.empty:
        return ""
    raw = data[node.inner : node.after].decode("utf-8")
    if "<" not in raw:
        return unescaped(raw)
    # A comment or a CDATA section; seldom enough to be read slowly.
    from xml.etree.ElementTree import fromstring

    return fromstring(f"<t>{raw}</t>").text or ""


def unescaped(raw: str) -> str:
    """Text as it is meant, out of the text of a file."""
    if "&" not in raw:
        return raw
    from html import unescape

    return unescape(raw)


def cell_text(text: str) -> str:
    """What a cell says, out of a text with the escapes that spreadsheets use."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def written_text(text: str) -> str:
    """A text as a cell holds it, whatever is in it."""
    plain = _ESCAPE.sub("_x005F_", text)
    return escape(_CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", plain))


@dataclass(slots=True)
class Edits:
    """Changes to the bytes of one part, made together."""

    data: bytes
    made: list[tuple[int, int, bytes]] = field(default_factory=list)

    def replace(self, start: int, end: int, by: bytes) -> None:
        """Put something in place of some bytes."""
        self.made.append((start, end, by))

    def insert(self, at: int, what: bytes) -> None:
        """Put something before a byte; what was put there earlier stays before it."""
        self.made.append((at, at, what))

    def attribute(self, node: Node, name: str, value: str | None) -> None:
        """Set an attribute of an element, or with None take it away."""
        tag = self.data[node.start : node.inner]
        found = re.search(rb"\s" + name.encode() + rb"""\s*=\s*("[^"]*"|'[^']*')""", tag)
        written = b"" if value is None else f' {name}="{escape(value)}"'.encode()
        if found:
            self.replace(node.start + found.start(), node.start + found.end(), written)
        elif written:
            at = node.start + 1 + len(node.tag.encode())
            self.insert(at, written)

    def done(self) -> bytes:
        """The bytes with all changes made."""
        pieces, position = [], 0
        # What is put before a byte goes before what takes its place.
        for start, end, by in sorted(self.made, key=lambda edit: edit[:2]):
            assert start >= position, "two changes to the same bytes"
            pieces += [self.data[position:start], by]
            position = end
        pieces.append(self.data[position:])
        return b"".join(pieces)
