"""What a word of employment status says: here, gone, or away."""

from __future__ import annotations

import re
from functools import lru_cache

_LEFT = re.compile(
    r"\b(terminat\w*|left|leaver|inactive|resign\w*|retired|ceased|seasonal ended|deceased|"
    r"dismissed|separated|quit|former|exited|fired|laid off|ended|offboarded|departed|withdrawn|"
    r"ausgeschieden\w*|ausgetreten\w*|inaktiv\w*|gekündigt|verrentet|pensioniert|verstorben|"
    r"ehemalig\w*|parti|partie|sortie?|inactif|inactive|démission\w*|licencié\w*|retraité\w*|"
    r"baja|cesad[oa]|cesante|inactiv[oa]|jubilad[oa]|retirad[oa]|desvinculad[oa]|renunci\w*|"
    r"despedid[oa]|desligad[oa]|demitid[oa]|exonerad[oa]|aposentad[oa]|inativ[oa]|falecid[oa]|"
    r"rescindid[oa]|uit dienst|vertrokken|inactief|cessat[oa]|zwolnion\w*|avslutad|sluttet)\b|"
    r"退職|退社|离职|離職|离退|已离|퇴사",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\b(on[- ]?(\w+ )?leave|loa|leave of absence|leave with(out)? pay|(parental|maternity|"
    r"paternity|sick|medical|unpaid|long[- ]term|study|military) (leave|absence)|sabbatical|"
    r"suspended|furlough\w*|absent|elternzeit|mutterschutz|beurlaubt|freigestellt|langzeitkrank|"
    r"krankenstand|sabbatjahr|en congé\w*|congé \w+|en disponibilité|disponibilité|détach\w*|"
    r"excedencia|licencia|permiso|suspendid[oa]|afastad[oa]|licença|licenciad[oa]|cedid[oa]|"
    r"verlof|langdurig ziek)\b|休職|育休|産休|休业|产假|休假",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"\b(active|aktiv\w*|actif|activo|activa|ativ[oa]|actief|employed|current|working|present|"
    r"on payroll|regular|permanent|full[- ]?time|part[- ]?time|employee|in service|en poste|"
    r"en activité|presente|alta|vigente|in dienst|tätig|beschäftigt|aktywny|attivo|probation|"
    r"contract(or)?|temporary|intern|detailee)\b|在職|在籍|在职|재직",
    re.IGNORECASE,
)
_YES = frozenset({"yes", "y", "true", "1", "ja", "oui", "si", "sí", "sim", "x", "是", "はい", "j"})
_NO = frozenset({"no", "n", "false", "0", "nein", "non", "não", "nao", "nee", "否", "いいえ"})


@lru_cache(maxsize=4096)
def status_of(text: str) -> str:
    """`left`, `away`, `here`, or nothing where a status says none of them."""
    if not text or len(text) > 80:
        return ""
    if re.search(r"\b(not|never|nicht|no) (terminated|left|gekündigt)|n/a\b", text, re.IGNORECASE):
        return "here"
    if _AWAY.search(text):
        return "away"
    if _LEFT.search(text):
        return "left"
    return "here" if _HERE.search(text) else ""


def answer_of(text: str) -> bool | None:
    """Whether a text says yes or no; None where it says neither."""
    word = text.casefold()
    return True if word in _YES else False if word in _NO else None


def status_meaning(header: str, text: str) -> str:
    """A status under its header: “no” under “Active” is somebody who left."""
    said = status_of(text)
    if said:
        return said
    answer = answer_of(text)
    if answer is None:
        return ""
    if re.search(r"\b(termd|terminated|left|leaver|inactive|gekundigt|attrition)\b", header):
        return "left" if answer else "here"
    if re.search(r"\b(active|aktiv|actif|activo|ativo|actief|employed|在职)\b", header):
        return "here" if answer else "left"
    return ""
