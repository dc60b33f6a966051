"""People found in free text, however they are written there.

A project called “Ana's dashboards” gives Ana away as surely as her card does. So names are looked
for in every text: whole and in parts, first or last name first, in capitals, without accents or
with decomposed ones, with ae for ä, run together, inside longer words, as part of an address. Too
much is rather hidden than too little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

SOMEBODY = "somebody"
"""Whoever is meant by a name that several people have."""
ADDRESS = "(address)"
"""An e-mail address of nobody in the plan."""

LEAST_INSIDE = 5
"""Letters of a name that is found inside longer words; short ones are in too many."""
LEAST_IN_OTHER_SCRIPTS = 4
"""The same for names in other letters than Latin ones, where more languages add to a word."""
LEAST_OF_A_LOGIN = 4
"""Letters of a last name that is also found behind an initial, such as `blima`."""
_MOST_PARTS = 8
_GAP = 5
"""Signs between the words of one name, such as a comma and a blank."""
_EMAIL = re.compile(r"[\w.+'’&-]+@[\w-]+(?:\.[\w-]+)*")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_PARTS = re.compile(
    r"\d+|(?:(?!\d)\w)+?(?=\d|$|(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-Z])(?=[A-Z][a-z]))"
)
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_IDEOGRAPH = "\u2e80"
_SMALL = (
    "a an and are as at be by do for go he if in is it me my no not of on or she so the to up us "
    "we al as bin da das de del della den der di die do dos du el ibn la le les ter und van von y "
    "zu mc st dr mr mrs ms mx miss prof herr frau jr sr ii iii iv phd mba person people somebody "
    "nobody manager place team teams project chunk service unit group"
)
_SMALL_WORDS = frozenset(_SMALL.split())
"""Words that mean nobody when they stand alone."""


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """A word as it is compared: without capitals, accents and invisible signs, ae as ä, aa as å."""
    if word.isascii():
        plain = word.lower()
    else:
        spread = unicodedata.normalize("NFKD", word).casefold().translate(_LETTERS)
        spread = unicodedata.normalize("NFKD", spread)
        plain = "".join(c for c in spread if unicodedata.category(c)[0] not in "MC")
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("aa", "a")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: folded, and where it stands."""

    text: str
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """The words of a text; accents of their own belong to the letter before."""
    start = None
    for place, sign in enumerate(text):
        inside = sign.isalnum() or (
            start is not None and not sign.isascii() and unicodedata.category(sign) in _INSIDE
        )
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            yield Word(folded(text[start:place]), start, place)
            start = None
    if start is not None:
        yield Word(folded(text[start:]), start, len(text))


_INSIDE = frozenset(("Mn", "Mc", "Me", "Cf"))


@dataclass
class Aliases:
    """Which words mean whom.

    Args:
        ordinary: Words (folded) that mean nobody alone, such as those of disciplines.
    """

    ordinary: frozenset[str] = frozenset()
    _whole: dict[tuple[str, ...], str] = field(default_factory=dict)
    _inside: dict[str, str] = field(default_factory=dict)
    _seen: dict[str, str] = field(default_factory=dict)
    _longest: int = 1

    def add_name(self, name: str, code: str) -> None:
        """Let a name mean somebody: whole, turned round, run together, and each part of it."""
        words = [word.text for word in words_of(name)]
        if not words:
            return
        self._add(words, code)
        self._add([words[-1], *words[:-1]], code)
        self._add([*words[1:], words[0]], code)
        self._add(words[::-1], code)
        if len(words) > 1:
            first, last = words[0], words[-1]
            for pair in ([first, last], [last, first], [first[0], last], [last, first[0]]):
                self._add(pair, code)
            for joined in ("".join(words), first + last):
                self._add([joined], code)
                self._add_inside(joined, code)
            if len(last) >= LEAST_OF_A_LOGIN and not self._is_ordinary(last):
                self._add([first[0] + last], code)
            self._add_runs(words, code)
        for word in words:
            ordinary = self._is_ordinary(word)
            if len(words) > 1 and (ordinary or not _is_part(word)):
                continue
            self._add([word], code)
            if not ordinary:
                self._add([f"{word}s"], code)
                self._add_inside(word, code)
                if len(word) > 2 and all("\u3400" <= sign <= "\u9fff" for sign in word):
                    self._add_inside(word[-2:], code)  # a given name, after the family's

    def _add_runs(self, words: list[str], code: str) -> None:
        """Neighbouring words of a longer name: Jean-Luc, de la Cruz, O'Brien."""
        for start in range(len(words) if len(words) <= _MOST_PARTS else 0):
            for end in range(start + 2, len(words) + 1):
                run = words[start:end]
                if any(_is_part(word) and not self._is_ordinary(word) for word in run):
                    self._add(run, code)
                    self._add(["".join(run)], code)

    def _is_ordinary(self, word: str) -> bool:
        return word in self.ordinary or word in _SMALL_WORDS

    def add_code(self, given: str, code: str) -> None:
        """Let the id that other systems know somebody by mean them; a bare year means nobody."""
        words = [word.text for word in words_of(given)]
        whole = "".join(words)
        if len(whole) < 3 or _YEAR.fullmatch(whole) or whole in self.ordinary | _SMALL_WORDS:
            return
        self._add(words, code)
        self._add([whole], code)

    def add_email(self, email: str, code: str) -> None:
        """Let an address mean somebody, and what stands before its @."""
        words = [word.text for word in words_of(email)]
        local = [word.text for word in words_of(email.partition("@")[0])]
        whole = "".join(local)
        if words:
            self._add(words, code)
        if len(whole) >= 3 and whole not in self.ordinary | _SMALL_WORDS:
            self._add(local, code)
            self._add([whole], code)

    def hide(self, text: str) -> str:
        """The text with codes for everybody it speaks of."""
        if not text:
            return text
        pieces, done = [], 0
        for start, end, code in self._found(text):
            pieces += [text[done:start], code]
            done = end
        return "".join([*pieces, text[done:]])

    def _add(self, words: Iterable[str], code: str) -> None:
        key = tuple(words)
        self._seen.clear()
        self._longest = max(self._longest, len(key))
        held = self._whole.setdefault(key, code)
        if held != code:
            self._whole[key] = SOMEBODY

    def _add_inside(self, word: str, code: str) -> None:
        least = LEAST_INSIDE if word.isascii() else LEAST_IN_OTHER_SCRIPTS
        if len(word) >= least or (len(word) > 1 and word[0] >= _IDEOGRAPH):
            held = self._inside.setdefault(word, code)
            if held != code:
                self._inside[word] = SOMEBODY

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """What is to be replaced: from, to, and by what, in order."""
        words = list(words_of(text))
        emails = [match.span() for match in _EMAIL.finditer(text)]
        place = 0
        while place < len(words):
            while emails and emails[0][1] <= words[place].start:
                emails.pop(0)
            if emails and emails[0][0] <= words[place].start:
                start, end = emails.pop(0)
                inside = [word for word in words[place:] if word.start < end]
                yield start, end, self._of_address(text, inside)
                place += len(inside)
                continue
            count, code = self._at(text, words, place)
            if count:
                yield words[place].start, words[place + count - 1].end, code
            place += max(1, count)

    def _of_address(self, text: str, words: list[Word]) -> str:
        whole = self._whole.get(tuple(word.text for word in words))
        if whole is not None:
            return whole
        count, code = self._at(text, words, 0)
        return code if count else ADDRESS

    def _at(self, text: str, words: list[Word], place: int) -> tuple[int, str]:
        """How many words from a place on mean somebody, and whom; none where 0."""
        most = 1
        while (
            most < self._longest
            and place + most < len(words)
            and words[place + most].start - words[place + most - 1].end <= _GAP
        ):
            most += 1
        for count in range(most, 0, -1):
            key = tuple(word.text for word in words[place : place + count])
            if key in self._whole:
                return count, self._whole[key]
        one = words[place]
        code = self._held_in(one.text) or self._held_in_parts(text[one.start : one.end])
        return (1, code) if code else (0, "")

    def _held_in_parts(self, word: str) -> str:
        """Whom a part of a word speaks of that capitals or digits set off: `LimaBoard`, `ana2`."""
        parts = [folded(match.group()) for match in _PARTS.finditer(word)]
        found = [self._whole[part,] for part in parts if (part,) in self._whole and _is_part(part)]
        return found[0] if len(parts) > 1 and found else ""

    def _held_in(self, word: str) -> str:
        """Whom a longer word speaks of; blank where nobody."""
        code = self._seen.get(word)
        if code is None:
            held = [name for name in self._inside if name in word] if len(word) > 1 else []
            code = self._seen[word] = self._inside[max(held, key=len)] if held else ""
        return code


def _is_part(word: str) -> bool:
    """Whether one word of a name is enough to know somebody by; an initial is not."""
    return len(word) > 1 and not word.isdigit()
