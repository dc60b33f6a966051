"""What a column is, guessed from its header word.

The words are a table, so that a language is a few more lines. Earlier words of a field are better
ones (a column “Team” goes before a column “Department”); small misspellings are forgiven.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Cell

FIELDS: tuple[str, ...] = (
    *("id", "name", "first_name", "last_name", "email", "title", "team", "manager"),
    *("discipline", "fte", "location", "start", "end", "skills"),
)

WORDS: dict[str, str] = {
    "id": "employee id|emp id|employee number|employee no|employee nr|employee code|staff id|"
    "staff number|person id|personnel number|personnel no|worker id|associate id|eeid|empid|id|"
    "personalnummer|personal nr|pers nr|persnr|mitarbeiternummer|mitarbeiter nr|ma nr|"
    "mitarbeiter id|matricule|número de empleado|id empleado|matrícula|personeelsnummer|"
    "社員番号|工号|员工编号",
    "name": "full name|name|employee name|display name|employee|person|person name|staff member|"
    "name of employee|team member|member|worker|resource|resource name|staff name|"
    "mitarbeiter|mitarbeitername|"
    "mitarbeiterin|mitarbeiter in|vollständiger name|vor und nachname|nachname vorname|nom complet|"
    "nom et prénom|nombre completo|nombre y apellidos|nome completo|nome|naam|volledige naam|"
    "medewerker|empleado|employé|funcionário|氏名|名前|姓名|员工姓名",
    "first_name": "first name|given name|forename|firstname|vorname|rufname|prénom|prenom|nombre|"
    "primeiro nome|voornaam|名",
    "last_name": "last name|surname|family name|lastname|nachname|familienname|zuname|"
    "nom de famille|nom|apellidos|apellido|sobrenome|apelido|achternaam|姓",
    "email": "email|e mail|work email|email address|e mail address|mail|e mail adresse|"
    "mailadresse|email adresse|courriel|adresse e mail|correo|correo electrónico|メール|邮箱",
    "title": "job title|title|position title|position|role|job role|job|designation|function|"
    "jobtitel|stellenbezeichnung|berufsbezeichnung|funktion|rolle|stelle|tätigkeit|beruf|"
    "titel|intitulé du poste|poste|fonction|puesto|cargo|función|functie|functietitel|役職|职位|"
    "岗位",
    "team": "team|squad|team name|current team|department|department name|dept|dept name|"
    "abteilung|bereich|gruppe|group|organisational unit|organizational unit|org unit|"
    "organisationseinheit|business unit|unit|division|einheit|équipe|equipe|département|"
    "equipo|departamento|área|afdeling|部署|チーム|部门|团队",
    "manager": "manager name|manager|line manager|reports to|reporting manager|supervisor|"
    "supervisor name|boss|vorgesetzter|vorgesetzte|führungskraft|teamleiter|teamleitung|"
    "team lead|responsable|supérieur|n 1|jefe|gestor|leidinggevende|上司|经理",
    "discipline": "discipline|profession|craft|job family|skill group|disziplin|fachrichtung|"
    "fachgebiet|métier|disciplina|vakgebied|職種",
    "fte": "fte|fte %|full time equivalent|workload|work percentage|employment percentage|"
    "employment level|working time|hours per week|weekly hours|hours week|contract hours|hours|"
    "capacity|part time|beschäftigungsgrad|arbeitspensum|pensum|stellenanteil|stellenumfang|"
    "arbeitszeit|wochenstunden|stunden pro woche|stunden woche|wochenarbeitszeit|vzä|vze|"
    "etp|quotité|taux d activité|jornada|horas semanales|carga horária|uren per week",
    "location": "location|work location|office|office location|site|city|country|standort|"
    "arbeitsort|niederlassung|ort|land|lieu|site de travail|bureau|ubicación|ciudad|cidade|"
    "localização|locatie|standplaats|勤務地|地点|城市",
    "start": "start date|start|hire date|date of hire|dateof hire|hired|hired on|hiring date|"
    "joining date|date of joining|join date|joined|entry date|employed from|eintrittsdatum|"
    "eintritt|beginn|einstellungsdatum|eintritt am|date d embauche|date d entrée|date de début|"
    "fecha de ingreso|fecha de contratación|fecha de inicio|data de admissão|datum in dienst|"
    "in dienst|入社日|入职日期",
    "end": "end date|end|termination date|date of termination|dateof termination|exit date|"
    "leaving date|date of leaving|last day|last working day|employed until|contract end|"
    "contract end date|austrittsdatum|austritt|ende|vertragsende|befristet bis|austritt am|"
    "date de sortie|date de fin|fecha de baja|fecha de salida|data de demissão|uit dienst|"
    "退社日|离职日期",
    "skills": "skills|skill|skill set|competencies|competences|fähigkeiten|kenntnisse|kompetenzen|"
    "skills and level|compétences|competencias|vaardigheden",
}

# Columns about people that no field wants, though a word of theirs sounds like one.
_OTHER = re.compile(
    r"\b(birth|dob|geburt\w*|gebdat|salary|gehalt|gender|geschlecht|sex|age|alter|phone|telefon|"
    r"telephone|mobile|race|ethnic\w*|review|reason|grund|satisfaction|marital|citizen\w*|bonus|"
    r"pay|wage|zip|plz|postal|cost|kosten\w*|email2|notes?|comments?|bemerkung\w*)\b"
)
_NUMBERS = frozenset({"id", "nr", "no", "number", "nummer", "code", "key"})
CERTAIN = 80.0


@lru_cache(maxsize=4096)
def header_words(text: str) -> str:
    """A header as its words: `ManagerName` and `MANAGER_NAME` are both “manager name”."""
    text = re.sub(r"([a-zäöüß])([A-Z])", r"\1 \2", text)
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", text)
    text = re.sub(r"\(.*?\)|\[.*?\]", " ", text) or text
    return " ".join(re.sub(r"[\s_\-./:;,*#'’\"]+", " ", text).casefold().split())


@lru_cache(maxsize=4096)
def scores(header: str) -> dict[str, float]:
    """Per field how well a header fits, from 0 to 100; fields that do not fit are absent."""
    words = header_words(header)
    if not words or len(words) > 60:
        return {}
    found: dict[str, float] = {}
    tokens = words.split()
    from rapidfuzz import fuzz

    for field, listed in WORDS.items():
        best = 0.0
        for place, word in enumerate(listed.split("|")):
            fine = 100.0 - place * 0.2
            if words == word:
                score = fine
            elif field == "id" or _OTHER.search(words):
                continue
            elif field == "name" and " " not in word:
                continue  # “Organisation name” is nobody's
            elif f" {word} " in f" {words} " and len(word) > 2:
                if _NUMBERS & set(tokens) - set(word.split()):
                    continue
                share = len(word.split()) / len(tokens)
                score = fine - 18 * (1 - share) - 2
            elif len(word) > 4 and len(words) > 4 and fuzz.ratio(words, word) >= 88:
                score = fine - 8
            else:
                continue
            best = max(best, score)
        if best >= CERTAIN:
            found[field] = best
    return found


def guess(headers: Sequence[Cell], taken: dict[str, int] | None = None) -> dict[str, int]:
    """Fields by column index, the surest first; each field and column at most once.

    Args:
        headers: The header cells.
        taken: Fields the user has settled; they and their columns are left alone.
    """
    found = dict(taken or {})
    candidates = sorted(
        (
            (-score, index, field)
            for index, header in enumerate(headers)
            if header is not None
            for field, score in scores(text_of(header)).items()
        ),
    )
    for _, index, field in candidates:
        if field not in found and index not in found.values():
            found[field] = index
    if "first_name" in found and "last_name" not in found and "name" in found:
        # “Name, Vorname”: the bare word is then the family name.
        if not (taken and "name" in taken):
            found["last_name"] = found.pop("name")
    elif "last_name" in found and "first_name" not in found and "name" not in found:
        if not (taken and "last_name" in taken):
            found["name"] = found.pop("last_name")
    elif "first_name" in found and "name" not in found and "last_name" not in found:
        found["name"] = found.pop("first_name")
    return found


_PERSONAL = frozenset({"email", "title", "team", "manager", "discipline", "fte", "skills"})
_ANY_NAME = frozenset({"name", "nome", "naam", "nom", "名前", "resource", "member", "person"})


def speaks_of_people(headers: Sequence[Cell], found: dict[str, int]) -> bool:
    """Whether the columns are a person's; a lone “Name” among prices is a product's."""
    if not names_people(found):
        return False
    if "name" not in found or _PERSONAL & set(found):
        return True
    if header_words(text_of(headers[found["name"]])) not in _ANY_NAME:
        return True
    return sum(cell is not None for cell in headers) - len(found) < 2


def names_people(found: dict[str, int]) -> bool:
    """Whether the columns found say who somebody is."""
    return "name" in found or {"first_name", "last_name"} <= set(found)
