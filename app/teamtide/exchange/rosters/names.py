"""Names of people, in whatever order they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from teamtide.exchange.rosters.given_names import GIVEN_NAMES
from teamtide.exchange.rosters.nobody import is_nobody

_SUFFIX = re.compile(
    r"(jr|sr|ii|iii|iv|ph\.? ?d|mba|m\.?d|esq|cpa|pmp|m\.?sc|b\.?sc|m\.?a|b\.?a|dphil|"
    r"obe|mbe|cbe|frs|pe|rn|jun|sen|júnior|junior|filho|neto|ll\.?m|j\.?d|d\.?d\.?s)\.?",
    re.IGNORECASE,
)
_GENERATIONS = re.compile(r"(jr|sr|ii|iii|iv|v)\.?", re.IGNORECASE)
_SALUTED = (
    "mr mrs ms miss mx messrs herr herrn frau hr fr monsieur madame mademoiselle mme mlle mm "
    "señor señora srta sra sr don doña dª dna senhor senhora sig sig.ra signor signora "
    "dhr mevr mevrouw meneer pan pani "
    "dr dra prof professor univ dipl ing dipl-ing dipl.-ing mag priv-doz pd drs ir eng rer nat "
    "med phil jur h.c hc em habil dr.-ing prof.dr"
)
_SALUTATIONS = frozenset(_SALUTED.split())
# Of those, the ones that are names as well where no point follows, or somebody's only first name.
_NEEDS_POINT = frozenset(("hr", "fr", "sr", "don", "mag", "ing", "ir", "em", "med", "pan", "eng",
                          "dna", "sig", "univ", "nat", "phil", "jur", "mm", "pd", "rer", "dipl",
                          "ms", "professor"))  # fmt: skip
_BRACKETS = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]*)[)\]）】]\s*")
_CODE = re.compile(r"#?([A-Za-z]{0,4}-?\d{2,12})")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_FIRM = re.compile(
    r"\b(gmbh|ag|inc|llc|ltd|limited|corp|corporation|co|kg|plc|s\.?a\.?r\.?l|s\.?p\.?a|"
    r"ltda|group|company|foundation|university|institute|association|bank|department|dept|"
    r"services?|solutions|systems|technologies|council|ministry|office|team|division|unit|"
    r"abteilung|departamento|service|gruppe|engineering|marketing|sales|finance|operations|"
    r"project|projekt|product|support|management|administration|human resources)\b\.?",
    re.IGNORECASE,
)
_ASKED = 500
_CJK_NAME = re.compile("[\u3400-\u9fff々ヶ]{1,4}[ \u3000]?[\u3400-\u9fff\u3040-\u30ff々]{1,4}")


def tidy(text: str) -> str:
    """A text without blanks around it, with single ones inside, and without invisible letters."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def turned(name: str) -> str:
    """A name as it is said: “Last, First M” as “First M Last”, without salutation and brackets.

    A suffix (Jr., III, PhD) comes last; capitals stay as they are written. The name is tidy.
    """
    if len(name) > 200:
        return name
    if name.endswith((")", "]", "）", "】")) or "(" in name or "[" in name:
        name = _BRACKETS.sub(" ", name).strip() or name
    mark = "," if "," in name else ";" if ";" in name else "、" if "、" in name else ""
    if mark == "," and (plain := _plainly_turned(name)):
        return plain
    if mark:
        name = _put_right([part for part in map(str.strip, name.split(mark)) if part])
    words = name.split()
    if len(words) > 1 and words[0].rstrip(".").casefold() in _SALUTATIONS:
        words = _without_salutation(words)
    return " ".join(words)


def _plainly_turned(name: str) -> str:
    """“Last, First M” turned where no part of it can be a suffix or salutation; else nothing."""
    last, _, first = name.partition(",")
    first, last = first.strip(), last.strip()
    if len(first) < 7 or not last or "," in first:
        return ""
    ends = len(first.rsplit(" ", 1)[-1]), len(last.rsplit(" ", 1)[-1])
    if 1 < ends[0] < 4 or 1 < ends[1] < 4:
        return ""
    for part in (first, last):
        if part.split(" ", 1)[0].rstrip(".").casefold() in _SALUTATIONS:
            return ""
    return f"{first} {last}"


def _put_right(parts: list[str]) -> str:
    suffixes = []
    if len(parts) > 2 or (len(parts) == 2 and len(parts[1]) < 7):
        suffixes = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
        parts = [*parts[:1], *(part for part in parts[1:] if not _SUFFIX.fullmatch(part))]
    if len(parts) < 2:
        return " ".join([*parts, *suffixes])
    last, first = parts[0].split(), " ".join(parts[1:]).split()
    for words in (last, first):
        while len(words) > 1 and 1 < len(words[-1]) < 4 and _GENERATIONS.fullmatch(words[-1]):
            suffixes.insert(0, words.pop())
    if len(first) > 1:
        first = _without_salutation(first)
    return " ".join([*first, *_without_salutation(last), *suffixes])


def _without_salutation(words: list[str]) -> list[str]:
    kept = words
    while len(kept) > 1:
        bare = kept[0].rstrip(".").casefold()
        if bare not in _SALUTATIONS:
            break
        pointed = kept[0].endswith(".") or bare not in _NEEDS_POINT
        if not pointed and (len(kept) < 3 or bare not in ("ms", "professor")):
            break
        kept = kept[1:]
    return kept


def first_name_first(name: str) -> str:
    """“Lima Ana” or “DA SILVA Ana” as “Ana Lima”, where the header says that it is last, first.

    Of more than two words only capitals tell which are the family name; without them it stays.
    """
    words = name.split()
    loud = 0
    while loud < len(words) and len(words[loud]) > 1 and words[loud].isupper():
        loud += 1
    if 0 < loud < len(words):
        return " ".join([*words[loud:], *words[:loud]])
    return f"{words[1]} {words[0]}" if len(words) == 2 else name


def family_first(names: Sequence[str], otherwise: bool) -> bool:
    """Whether names without a comma have the family name first, by the given names among them.

    Args:
        names: Names as they are written.
        otherwise: What to believe where the names do not tell.
    """
    votes = 0
    for name in names[:_ASKED]:
        words = name.split()
        if len(words) > 1 and "," not in name:
            first, last = (_plain(words[place]).split("-")[0] for place in (0, -1))
            votes += (last in GIVEN_NAMES) - (first in GIVEN_NAMES)
    return votes > 0 or (votes == 0 and otherwise)


def code_in(name: str) -> str:
    """The id in brackets behind a name, “Doe, Jane (12345)”; empty where there is none."""
    if "(" not in name and "[" not in name:
        return ""
    found = _BRACKETS.search(name)
    inside = _CODE.fullmatch(found[1].strip()) if found else None
    return inside[1] if inside else ""


@lru_cache(maxsize=65536)
def looks_named(text: str) -> float:
    """How much a text looks like somebody's name, from 0 (not at all) to 1 (plainly).

    0.5 is what two words with capitals are worth; a known given name, “Last, First”, or a name in
    Chinese letters is worth more.
    """
    text = tidy(text)
    if not 2 <= len(text) <= 60 or "@" in text or "/" in text:
        return 0.0
    if any(map(str.isdigit, text)):
        text = _BRACKETS.sub(" ", text).strip()
        if any(map(str.isdigit, text)):
            return 0.0
    if _CJK_NAME.fullmatch(text):
        return 0.8 if len(text) <= 5 else 0.4
    if is_nobody(text) or _FIRM.search(text):
        return 0.0
    words = re.sub(r"[,.;()\[\]\"“”]", " ", text).split()
    if not words or len(words) > 7:
        return 0.0
    if any(not word.replace("-", "").replace("'", "").replace("’", "").isalpha() for word in words):
        return 0.0
    known = any(part in GIVEN_NAMES for word in words for part in _plain(word).split("-"))
    comma = bool(re.fullmatch(r"[^,;]+[,;]\s*[^,;]+([,;]\s*\w+\.?)?", text))
    capitals = sum(word[0].isupper() for word in words) >= min(2, len(words))
    if len(words) == 1:
        return 0.6 if known else 0.1
    if not capitals:
        return 0.6 if known else 0.1
    return 1.0 if known else 0.7 if comma and len(words) <= 5 else 0.5


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    if word.isascii():
        return word.casefold()
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", word)).casefold()
