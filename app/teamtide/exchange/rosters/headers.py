"""What a column is, guessed from its header word.

The words themselves are in `vocabulary`. A header fits a field whole, or as a word of the field
among others that say nothing (“Current department name”), or as a word misspelt; a header that
speaks of something else besides (“Years in current role”) fits only whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Cell
from teamtide.exchange.rosters.other_words import FILLERS, NO_FIELDS, OTHERS_NAMES, UNRELATED
from teamtide.exchange.rosters.vocabulary import WORDS

FIELDS: tuple[str, ...] = (
    *("id", "name", "first_name", "last_name", "email", "title", "team", "manager"),
    *("discipline", "fte", "location", "start", "end", "skills"),
    *("leave", "leave_start", "leave_end", "headcount", "status"),
)
"""What a column can be, in the order in which they are shown."""

BESIDE: tuple[str, ...] = ("middle_name", "second_last_name", "infix", "schedule")
"""What is read beside the fields: parts of names, and the words “full time” and “part time”."""

CERTAIN = 80.0
_LONGEST = 200
RANKS = (100.0, 97.0, 93.0, 90.0, 86.0, 82.0)
"""What a header is worth that is a word of the field's first, second, … rank."""

_NUMBER = {
    "number", "nr", "num", "nummer", "numero", "nº", "n°", "№", "#", "nro", "nbr", "numer", "no"
}  # fmt: skip
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_PUNCTUATION = re.compile(r"[\s_\-–—./:;,*'’`´\"“”|\\?!&+()\[\]{}<>=]+")
_STROKES = str.maketrans("łŁøØđĐ", "lLoOdD")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Of all that stands for a person where an id is meant: “Staff ref”, “Colleague code”.
_PEOPLE = frozenset(
    (
        *("employee", "emp", "staff", "worker", "person", "personnel", "personal", "associate"),
        *("mitarbeiter", "ma", "pers", "empleado", "funcionario", "servidor", "agent", "salarie"),
        *("medewerker", "colaborador", "member", "user", "hr", "workday", "payroll", "badge"),
        *("global", "unique", "external", "colleague", "employe", "trabajador", "sap", "ee"),
        *("employees", "team", "local"),
    )
)
_IDS = frozenset(
    ("id", "no", "code", "key", "ref", "reference", "identifier", "kennung", "ids", "codigo")
)
_CODES = frozenset((*_IDS, "kodes", "kod", "kurzel", "nbr", "cod"))
_MANAGERS = re.compile(
    r"\b(managers?|supervisors?|superviseur|boss|vorgesetzte[rn]?|fuhrungskraft|jefe|chefe|chefia|"
    r"superior|mgr|reports|reporting|superieur|leidinggevende|gestor|head)\b|上司|上级"
)


@lru_cache(maxsize=8192)
def header_words(text: str) -> str:
    """A header as its words: `ManagerName`, `MANAGER_NAME` and “Manager name (*)” are one.

    Capitals, accents, punctuation and the width of letters don't count; `#`, “Nr.”, “Number” and
    the like are the word `no`.
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:_LONGEST]))
    plain = re.sub(r"\(.*?\)|\[.*?\]", " ", plain).strip() or plain
    plain = re.sub(r"([a-zäöüßéèàçñãõ])([A-ZÄÖÜÉ])", r"\1 \2", plain)
    plain = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", plain)
    plain = plain.replace("#", " # ").replace("ß", "ss")
    plain = re.sub(r"\b[nN][º°o]\.?(?=\s|$)", " no ", plain)
    if not plain.isascii():
        plain = plain.translate(_STROKES)
        plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", plain))
        plain = unicodedata.normalize("NFC", plain)
    words = _PUNCTUATION.sub(" ", plain).casefold().split()
    return " ".join("no" if word in _NUMBER else word for word in words)


def _joined(words: str) -> str:
    return words.replace(" ", "")


@cache
def _table() -> dict[str, list[tuple[str, float]]]:
    """What each word (written together) means: fields, and how surely."""
    found: dict[str, list[tuple[str, float]]] = {}
    for field, ranks in WORDS.items():
        for rank, listed in enumerate(ranks):
            for place, word in enumerate(listed.split("|")):
                key = _joined(header_words(word))
                worth = RANKS[rank] - place * 0.001
                means = found.setdefault(key, [])
                if not any(other == field for other, _ in means):
                    means.append((field, worth))
    return found


@cache
def _phrases() -> dict[str, list[tuple[str, float]]]:
    """The same by words with blanks between them, of those long enough to be met among others."""
    found: dict[str, list[tuple[str, float]]] = {}
    table = _table()
    for field, ranks in WORDS.items():
        for listed in ranks:
            for word in listed.split("|"):
                words = header_words(word)
                if len(words) < 3 and not _CJK.search(words):
                    continue
                worth = next(w for f, w in table[_joined(words)] if f == field)
                means = found.setdefault(words, [])
                if not any(other == field for other, _ in means):
                    means.append((field, worth))
    return found


@cache
def _set_of(listed: str) -> frozenset[str]:
    return frozenset(header_words(word) for word in listed.split("|"))


@cache
def _joined_set(listed: str) -> frozenset[str]:
    return frozenset(map(_joined, _set_of(listed)))


@cache
def _fuzzy_words() -> list[str]:
    return [key for key in _table() if len(key) > 4 and not _CJK.search(key)]


def umlauts(text: str) -> str:
    """“Fuehrungskraft” as “fuhrungskraft”, as accents are left out elsewhere."""
    return re.sub(r"(?<![aeq])([aou])e(?=[a-z])", r"\1", text)


@lru_cache(maxsize=8192)
def scores(header: str) -> dict[str, float]:
    """Per field how well a header fits, from 0 to 100; fields that do not fit are absent.

    Of a header in two languages (“Nom / Name”) the surer half counts.
    """
    if len(header) > 90:
        return {}
    words = header_words(header)
    found = dict(_scores_of(words))
    if _joined(words) in _joined_set(NO_FIELDS):
        return found
    halves = [half for half in re.split(r"\s*[/|\n]\s*|\s[-–]\s", header.strip()) if half.strip()]
    if 1 < len(halves) <= 3 and max(found.values(), default=0.0) < RANKS[0] - 3:
        for half in halves:
            for field, worth in _scores_of(header_words(half)).items():
                if worth >= 92 and worth - 1 > found.get(field, 0.0):
                    found[field] = worth - 1
    return found


@lru_cache(maxsize=8192)
def _scores_of(words: str) -> dict[str, float]:
    if not words or len(words) > 60:
        return {}
    key = _joined(words)
    exact = _table().get(key) or _table().get(umlauts(key))
    if exact:
        return dict(exact)
    if key in _joined_set(NO_FIELDS):
        return {}
    tokens = words.split()
    if set(tokens) <= _PEOPLE | _IDS and set(tokens) & _PEOPLE and set(tokens) & _IDS:
        return {"id": 96.0}
    if _last_and_first(words):
        return {"name": 99.0}
    twice = _in_two_languages(tokens)
    if twice:
        return twice
    if set(tokens) & _set_of(UNRELATED) or any(w in key for w in _cjk_unrelated()):
        return {}
    found = _among_others(tokens, words)
    if not found and len(key) > 4 and key.isalpha() and key.isascii():
        found = _misspelt(key)
    if _MANAGERS.search(words):
        found = {field: worth for field, worth in found.items() if field == "manager"}
    return found


@cache
def _cjk_unrelated() -> tuple[str, ...]:
    return tuple(word for word in UNRELATED.split("|") if _CJK.search(word))


def _last_and_first(words: str) -> bool:
    """Whether a header names both halves of a name: “Nachname, Vorname”, “apellido_nombre”."""
    last = re.search(
        r"\b(last|surname|family name|nachname|apellidos?|nom|sobrenome|cognome|achternaam|"
        r"nazwisko|familienname)\b", words,
    )  # fmt: skip
    first = re.search(
        r"\b(first|forename|given name|vorname|nombres?|prenoms?|nome|voornaam|imie)\b", words
    )
    return bool(last and first and len(words.split()) <= 6)


def _in_two_languages(tokens: list[str]) -> dict[str, float]:
    """The fields of a header that says the same twice: “Personnel Number Personalnummer”."""
    table = _table()
    for cut in range(1, min(len(tokens), 8)):
        one = table.get("".join(tokens[:cut]))
        other = dict(table.get("".join(tokens[cut:]), ()))
        if one and other:
            both = {field: max(worth, other[field]) for field, worth in one if field in other}
            if both:
                return both
    return {}


def _among_others(tokens: list[str], words: str) -> dict[str, float]:
    found: dict[str, float] = {}
    phrases = _phrases()
    fillers = _set_of(FILLERS)
    others = _set_of(OTHERS_NAMES)
    for start in range(len(tokens)):
        for stop in range(len(tokens), start, -1):
            means = phrases.get(" ".join(tokens[start:stop]))
            if not means:
                continue
            rest = [*tokens[:start], *tokens[stop:]]
            strange = sum(token not in fillers for token in rest)
            codes = bool(_CODES & set(rest))
            for field, worth in means:
                if field in ("id", "headcount", "leave", *BESIDE) and strange:
                    continue
                if field in ("name", "first_name", "last_name") and (
                    (strange and stop - start == 1) or others & set(rest)
                ):
                    continue  # “Organisation name” is nobody's
                if field == "name" and stop - start == 1 and tokens[start] not in ("name", "nome"):
                    continue
                if codes and field not in ("id", "manager"):
                    worth = min(worth, RANKS[5] + 2)
                    strange -= 1
                each = 7 if stop - start > 1 else 12
                score = worth - 2 - each * max(0, strange) - (len(rest) - strange)
                if score >= CERTAIN and score > found.get(field, 0.0):
                    found[field] = score
    if _CJK.search(words):
        for word, means in phrases.items():
            if len(word) >= 2 and _CJK.search(word) and word in words and word != words:
                for field, worth in means:
                    code = re.search("コード|番号|编号|代码|id|no|上限|残業", words)
                    if code and field not in ("id", "manager"):
                        continue
                    score = worth - 2 - 3 * (len(words) - len(word)) / len(words)
                    found[field] = max(found.get(field, 0.0), score)
    return found


def _misspelt(key: str) -> dict[str, float]:
    from rapidfuzz import fuzz, process

    close = process.extractOne(key, _fuzzy_words(), scorer=fuzz.ratio, score_cutoff=88)
    if close is None:
        return {}
    return {field: worth - 8 for field, worth in _table()[close[0]] if worth - 8 >= CERTAIN}


def candidates(headers: Sequence[Cell]) -> Iterator[tuple[float, int, str]]:
    """(score, column, field) of all that the words allow, in no order."""
    for index, header in enumerate(headers):
        if header is not None:
            for field, score in scores(text_of(header)).items():
                yield score, index, field


def guess(headers: Sequence[Cell], taken: dict[str, int] | None = None) -> dict[str, int]:
    """Fields by column index, the surest first; each field and column at most once.

    Args:
        headers: The header cells.
        taken: Fields the user has settled; they and their columns are left alone.
    """
    return settled(candidates(headers), taken)


def settled(
    found: Iterator[tuple[float, int, str]] | Sequence[tuple[float, int, str]],
    taken: dict[str, int] | None = None,
) -> dict[str, int]:
    """The best field of each column and column of each field, with the parts of names sorted out.

    Args:
        found: (score, column, field), as `candidates` gives them.
        taken: Fields that are settled already.
    """
    columns = dict(taken or {})
    used = set(columns.values())
    for _, index, field in sorted(found, key=lambda item: (-item[0], item[1], item[2])):
        if field not in columns and index not in used:
            columns[field] = index
            used.add(index)
    kept = set(taken or ())
    if "name" in columns and "name" not in kept:
        if "first_name" in columns and "last_name" not in columns:
            # “Name, Vorname”: the bare word is then the family name.
            columns["last_name"] = columns.pop("name")
        elif "last_name" in columns and "first_name" not in columns:
            columns["first_name"] = columns.pop("name")
    elif "name" not in columns:
        for one, other in (("last_name", "first_name"), ("first_name", "last_name")):
            if one in columns and other not in columns and one not in kept:
                columns["name"] = columns.pop(one)
    return columns


def names_people(found: dict[str, int]) -> bool:
    """Whether the columns found say who somebody is."""
    return "name" in found or {"first_name", "last_name"} <= set(found)
