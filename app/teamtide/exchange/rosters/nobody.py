"""What stands in a column of names and is nobody: vacancies, totals and remarks.

In the words of eight languages and some more. Most names are told from them by their first two
letters, so that long lists are quick.
"""

from __future__ import annotations

import re

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
    r"(n/d|n\.d\.|nd|n/k|not (disclosed|provided|stated|given|recorded)|undisclosed|withheld|"
    r"redacted|name withheld|confidential|"
    r"anonymi[sz]ed|n/c|nicht (offengelegt|genannt)|anonym\w*|non communiqué|sigiloso|"
    r"protegido|reservado|\*+)( ?[-–—(].*| \d+)?",
    re.IGNORECASE,
)
# How those begin, so that most names need no further look.
_STARTS_AS_WORDS = (
    "th va un el ab po no to op ne tb t. n/ na n. n- pl re ba of ni zu fr à pu si ca in de nu nb "
    "hi #n #r #v #¡ #w #d co te ag xx x ? ?? - -- .. . _ __ vk wa en ge we k. kw k su am ex le nn "
    "em pe vo wk ho ap n"
)
_STARTS = frozenset((*_STARTS_AS_WORDS.split(), "a ", "n ", "k "))
_UNDISCLOSED_STARTS = frozenset("nNuUwWrRcCaApPsS*N")
_FOOTER = re.compile(
    r"(grand |sub-? ?|overall )?totals?\b.*|tot\.?|sum(me|a|ma)?\b:?.*|(gesamt|zwischen)\w*\b.*|"
    r"head ?count\b.*|insgesamt\b.*|sous-total\b.*|ensemble\b:?|soma\b.*|totaal\b.*|razem\b.*|"
    r"(generated|created|printed|exported|produced|extracted|downloaded)\b"
    r"( (at|on|by|from)\b.*|.*\d.*)|"
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
_FOOTERS_AS_WORDS = (
    "gr su ov to ge zw he in so en ra cr pr ex do er dr as qu fu fo pa se no re la up ru st ed im "
    "el em fe co ve an av me du mo nu au"
)
_FOOTER_STARTS = frozenset(_FOOTERS_AS_WORDS.split())
_FIRSTS = frozenset("*0123456789")


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
    return len(name) < 300 and _FOOTER.fullmatch(name) is not None
