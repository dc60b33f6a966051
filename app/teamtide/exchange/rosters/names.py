"""What stands in a column of names: people, in whatever order their names are written, or not.

Vacancies, totals and remarks stand there too, and are told by their words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from teamtide.exchange.rosters.given_names import GIVEN_NAMES

_NOBODY = re.compile(
    r"((the )?(vacan\w*|unfilled|unoccupied|eliminated|abolished|"
    r"post (vacant|deleted|eliminated|not filled)|position vacant|not in post|not filled|"
    r"to be (hired|confirmed|defined|appointed|filled|recruited|advised|announced|determined)|"
    r"open (position|role|req(uisition)?|head ?count)|new (hire|role|post|position)|"
    r"tb[adhcnr]|t\.b\.[adhc]\.?|unassigned|not (available|applicable|assigned)|n/a|"
    r"placeholder|recruitment (in progress|ongoing)|under recruitment|backfill|requisition|"
    r"offene? (stelle|position)|unbesetzt\w*|nicht besetzt|zu besetzen|freie stelle|"
    r"(poste |emploi )(vacante?s?|[àa] pourvoir)|vacantes?|[àa] pourvoir|non pourvu|"
    r"(puesto |plaza )vacantes?|sin (cubrir|ocupar|asignar)|por cubrir|"
    r"cargo vago|a contratar|a preencher|por preencher|"
    r"vacature|nog in te vullen|in te vullen|niet ingevuld|posto vacante|"
    r"欠員|未定|空席|募集中|採用予定|空缺|待定|待招|招聘中|缺编|공석)"
    r"(\s*[-–—:/,#(\[].*|\s+(post|position|role|poste|stelle|plaza|puesto)\b.*|\s+\d+)?)|"
    r"(deleted|frozen|open|none|null|nil|nan|nobody|no ?one|unknown|#?n/?a|n\.a\.?|"
    r"#ref!|#¡?(valor|value)!?|recruiting|hiring|contractor|temp|agency staff|x+|\?+|[-–—_.]+|"
    r"offen\w*|vakan\w*|n\.? ?n\.?|frei|entfallen|gestrichen|wegfall\w*|k\.?w\.?|"
    r"supprimé\w*|desierto|amortizad[oa]|vagas?|vago|vacância|extint[oa]|"
    r"openstaand|ledig|vakat|wakat|req \d.*)( #?\d+)?",
    re.IGNORECASE,
)
_UNDISCLOSED = re.compile(
    r"(n/d|n\.d\.|nd|n/k|not disclosed|undisclosed|withheld|redacted|name withheld|confidential|"
    r"anonymi[sz]ed|n/c|nicht (offengelegt|genannt)|anonym\w*|non communiqué|sigiloso|"
    r"protegido|reservado|\*+)( ?[-–—(].*| \d+)?",
    re.IGNORECASE,
)
# How those begin, so that most names need no further look.
_STARTS = frozenset(
    [
        "th",
        "va",
        "un",
        "el",
        "ab",
        "po",
        "no",
        "to",
        "op",
        "ne",
        "tb",
        "t.",
        "n/",
        "na",
        "n.",
        "n",
        "n",
        "n-",
        "pl",
        "re",
        "ba",
        "of",
        "ni",
        "zu",
        "fr",
        "à",
        "a",
        "",
        "pu",
        "si",
        "ca",
        "in",
        "de",
        "nu",
        "nb",
        "hi",
        "#n",
        "#r",
        "#v",
        "#¡",
        "co",
        "te",
        "ag",
        "xx",
        "x",
        "?",
        "??",
        "-",
        "--",
        "..",
        ".",
        "_",
        "__",
        "vk",
        "wa",
        "en",
        "ge",
        "we",
        "k.",
        "kw",
        "k",
        "su",
        "am",
        "ex",
        "le",
        "nn",
        "em",
        "pe",
        "nil",
        "---",
    ]
) | frozenset(("a ", "n", "x", "?", "-", ".", "_", "n ", "k ", "#w", "#d", "vo", "wk", "ho", "ap"))
_UNDISCLOSED_STARTS = frozenset("nNuUwWrRcCaApPsS*N")
_FOOTER = re.compile(
    r"(grand |sub-? ?|overall )?totals?\b.*|tot\.?|sum(me|a|ma)?\b:?.*|(gesamt|zwischen)\w*\b.*|"
    r"head ?count\b.*|insgesamt\b.*|sous-total\b.*|ensemble\b:?|soma\b.*|totaal\b.*|razem\b.*|"
    r"(generated|created|printed|exported|produced|extracted|downloaded)\b( (at|on|by|from)\b.*|.*\d.*)|"
    r"(erstellt|gedruckt|exportiert|druckdatum)\b.*\d.*|"
    r"stand\b:? ?\d.*|as (of|at)\b.*|sources?\b ?:.*|quelle\b ?:.*|fuente\b ?:.*|fonte\b ?:.*|"
    r"page \d+.*|seite \d+.*|página \d+.*|notes?\b ?:.*|\*.*|footnotes?\b.*|end of (report|list)|"
    r"report (generated|run|date)\b.*|last updated?\b.*|updated (at|on)\b.*|run (date|on)\b.*|"
    r"erstellt (am|von)\b.*|ausgedruckt am.*|généré le\b.*|édité le\b.*|imprimé le\b.*|"
    r"generado (el|por)\b.*|gerado em\b.*|emitido em\b.*|elaborado\b.*|fecha de (emisión|corte).*|"
    r"confidential\b.*|vertraulich\b.*|confidencial\b.*|confidentiel\b.*|"
    r"anzahl\b.*|count\b.*|average\b.*|mean\b.*|durchschnitt\b.*|moyenne\b.*|promedio\b.*|"
    r"número de\b.*|nombre de\b.*|number of\b.*|\d+ (employees|people|rows|records|persons|"
    r"mitarbeiter\w*|personen|agents|salariés|empleados|registros|servidores|funcionários)\b.*|"
    r"合計.*|総計.*|小計.*|总计.*|合计.*|小计.*|計|以上|作成日.*|出力日.*|공계|합계.*",
    re.IGNORECASE,
)
_FOOTER_STARTS = frozenset(
    [
        "gr",
        "su",
        "ov",
        "to",
        "ge",
        "zw",
        "he",
        "in",
        "so",
        "en",
        "ra",
        "cr",
        "pr",
        "ex",
        "do",
        "er",
        "dr",
        "as",
        "qu",
        "fu",
        "fo",
        "pa",
        "se",
        "no",
        "re",
        "la",
        "up",
        "ru",
        "st",
        "ed",
        "im",
        "el",
        "em",
        "fe",
        "co",
        "ve",
        "an",
        "av",
        "me",
        "du",
        "mo",
        "nu",
        "au",
    ]
)
_FIRSTS = frozenset("*0123456789")
_SUFFIX = re.compile(
    r"(jr|sr|ii|iii|iv|ph\.? ?d|mba|m\.?d|esq|cpa|pmp|m\.?sc|b\.?sc|m\.?a|b\.?a|dphil|"
    r"obe|mbe|cbe|frs|pe|rn|jun|sen|júnior|junior|filho|neto|ll\.?m|j\.?d|d\.?d\.?s)\.?",
    re.IGNORECASE,
)
_GENERATIONS = re.compile(r"(jr|sr|ii|iii|iv|v)\.?", re.IGNORECASE)
_SALUTATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "messrs",
        "herr",
        "herrn",
        "frau",
        "hr",
        "fr",
        "monsieur",
        "madame",
        "mademoiselle",
        "mme",
        "mlle",
        "mm",
        "señor",
        "señora",
        "srta",
        "sra",
        "sr",
        "don",
        "doña",
        "dª",
        "dna",
        "senhor",
        "senhora",
        "sig",
        "sig.ra",
        "signor",
        "signora",
        "dhr",
        "mevr",
        "mevrouw",
        "meneer",
        "pan",
        "pani",
        "dr",
        "dra",
        "prof",
        "professor",
        "univ",
        "dipl",
        "ing",
        "dipl-ing",
        "dipl.-ing",
        "mag",
        "priv-doz",
        "pd",
        "drs",
        "ir",
        "eng",
        "rer",
        "nat",
        "med",
        "phil",
        "jur",
        "h.c",
        "hc",
        "em",
        "habil",
        "dr.-ing",
        "prof.dr",
    ]
)
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
    if name.endswith((")", "]", "）", "】")) or "(" in name or "[" in name:
        name = _BRACKETS.sub(" ", name).strip() or name
    mark = "," if "," in name else ";" if ";" in name else "、" if "、" in name else ""
    if mark:
        name = _put_right([part for part in map(str.strip, name.split(mark)) if part])
    words = name.split()
    if len(words) > 1 and words[0].rstrip(".").casefold() in _SALUTATIONS:
        words = _without_salutation(words)
    return " ".join(words)


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
        if bare in _NEEDS_POINT and not kept[0].endswith("."):
            if len(kept) < 3 or bare not in ("ms", "professor"):
                break
        kept = kept[1:]
    return kept


def code_in(name: str) -> str:
    """The id in brackets behind a name, “Doe, Jane (12345)”; empty where there is none."""
    if "(" not in name and "[" not in name:
        return ""
    found = _BRACKETS.search(name)
    inside = _CODE.fullmatch(found[1].strip()) if found else None
    return inside[1] if inside else ""


def is_nobody(name: str) -> bool:
    """Whether a text says that a post has no holder: “Vacant”, “Eliminated”, “TBD”."""
    if name.isascii() and name[:2].casefold() not in _STARTS:
        return False
    return len(name) < 80 and _NOBODY.fullmatch(name) is not None


def is_undisclosed(name: str) -> bool:
    """Whether a text says that a post has a holder who is not named: “N/D”."""
    if name[:1] not in _UNDISCLOSED_STARTS:
        return False
    return len(name) < 80 and _UNDISCLOSED.fullmatch(name) is not None


def is_footer(name: str) -> bool:
    """Whether a text begins as a total or a remark below a table does."""
    if name.isascii() and name[:2].casefold() not in _FOOTER_STARTS and name[:1] not in _FIRSTS:
        return False
    return _FOOTER.fullmatch(name) is not None


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
