"""Header words of many systems and languages, and words that only sound like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.exchange.rosters.headers import CERTAIN, FIELDS, guess, header_words, scores
from teamtide.exchange.rosters.vocabulary import WORDS

SYSTEMS = {
    "Workday": {
        "Employee ID": "id", "Legal Name": "name", "Worker Type": "", "Business Title": "title",
        "Supervisory Organization": "team", "Cost Center": "", "Worker's Manager": "manager",
        "Location": "location", "Hire Date": "start", "Termination Date": "end",
        "Scheduled Weekly Hours": "fte", "Email - Work": "email", "Job Family": "discipline",
    },
    "SAP": {
        "Pers.No.": "id", "Last name First name": "name", "Org. Unit": "team",
        "Position": "title", "Entry": "", "Entry Date": "start", "Leaving Date": "end",
        "Employment percent": "fte", "Pay Scale Group": "",
    },
    "BambooHR": {
        "Employee #": "id", "Last name, First name": "name", "Hire Date": "start",
        "Termination Date": "end", "Job Title": "title", "Department": "team", "Division": "",
        "Location": "location", "Reporting to": "manager", "Employment Status": "status",
        "Work Email": "email", "Pay rate": "", "Birth Date": "",
    },
    "Personio": {
        "ID": "id", "Vorname": "first_name", "Nachname": "last_name", "E-Mail": "email",
        "Abteilung": "team", "Position": "title", "Vorgesetzter": "manager",
        "Wochenstunden": "fte", "Status": "status", "Einstellungsdatum": "start",
        "Letzter Arbeitstag": "end", "Standort": "location", "Ende Probezeit": "",
        "Geburtsdatum": "", "Gehalt": "",
    },
    "abbreviated": {
        "Emp#": "id", "Emp Name": "name", "Dept.": "team", "Pos Title": "title", "Mgr": "manager",
        "Hrs/Wk": "fte", "DOJ": "start", "Term Date": "end", "Loc. Code": "",
    },
    "German": {
        "Personalnr.": "id", "Name, Vorname": "name", "Dienststelle": "team",
        "Besoldungsgruppe": "", "Amtsbezeichnung": "title", "Arbeitszeit in %": "fte",
        "Eintritt": "start", "Befristet bis": "end", "Führungskraft": "manager",
        "Dienstort": "location", "Elternzeit von": "leave_start", "Elternzeit bis": "leave_end",
    },
    "French": {
        "Matricule": "id", "NOM": "last_name", "Prénom": "first_name", "Affectation": "team",
        "Emploi": "title", "Quotité": "fte", "Date d'entrée": "start", "Date de sortie": "end",
        "Responsable hiérarchique": "manager", "Courriel": "email", "Lieu de travail": "location",
        "Civilité": "", "Date de naissance": "",
    },
    "Spanish": {
        "Nº de empleado": "id", "Apellidos y nombre": "name", "Puesto de trabajo": "title",
        "Unidad": "team", "Jornada": "fte", "Fecha de alta": "start", "Fecha de baja": "end",
        "Superior inmediato": "manager", "Localidad": "location", "Situación": "status",
        "Nivel": "", "Complemento específico": "",
    },
    "Portuguese": {
        "Matrícula": "id", "Nome do Servidor": "name", "Cargo": "title", "Lotação": "team",
        "Carga Horária": "fte", "Data de Admissão": "start", "Data de Desligamento": "end",
        "Chefia imediata": "manager", "Município": "location", "Situação": "status",
        "Remuneração bruta": "", "CPF": "",
    },
    "Dutch": {
        "Personeelsnummer": "id", "Voornaam": "first_name", "Achternaam": "last_name",
        "Functie": "title", "Afdeling": "team", "Contracturen": "fte", "Uit dienst": "end",
        "Datum in dienst": "start", "Leidinggevende": "manager", "Standplaats": "location",
    },
    "Japanese": {
        "社員番号": "id", "氏名": "name", "フリガナ": "", "所属部署": "team", "役職": "title",
        "入社年月日": "start", "退職日": "end", "上司": "manager", "勤務地": "location",
        "メールアドレス": "email", "生年月日": "",
    },
    "Chinese": {
        "工号": "id", "姓名": "name", "部门": "team", "岗位": "title", "入职时间": "start",
        "离职日期": "end", "直属上级": "manager", "工作地点": "location", "性别": "",
        "手机号": "", "状态": "status",
    },
    "Italian": {
        "Matricola": "id", "Cognome": "last_name", "Nome": "first_name", "Mansione": "title",
        "Reparto": "team", "Data assunzione": "start", "Responsabile": "manager",
    },
    "Polish": {
        "Imię": "first_name", "Nazwisko": "last_name", "Stanowisko": "title", "Dział": "team",
        "Etat": "fte",
    },
    "written otherwise": {
        "EMPLOYEE_NUMBER": "id", "employeeName": "name", "ＥＭＡＩＬ": "email",
        "Job\nTitle": "title", "START-DATE": "start", "  department ": "team",
    },
}  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS)
def test_that_the_headers_of_a_system_or_language_are_understood(system: str) -> None:
    wanted = SYSTEMS[system]
    found = {column: field for field, column in guess(list(wanted)).items()}
    read = {header: found.get(place, "") for place, header in enumerate(wanted)}
    assert read == wanted


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Years in current role", "title"),
        ("YearsWithCurrManager", "manager"),
        ("Annual Salary", "fte"),
        ("Hourly rate", "fte"),
        ("Overtime hours", "fte"),
        ("Vacation Hours", "fte"),
        ("Annual Hours Paid", "fte"),
        ("Job Satisfaction", "title"),
        ("Supervisor Title", "title"),
        ("Manager Email", "email"),
        ("Customer Name", "name"),
        ("Project Name", "name"),
        ("Emergency contact name", "name"),
        ("Company ID", "id"),
        ("Birth date", "start"),
        ("Last review", "end"),
        ("Probation end date", "end"),
        ("End time", "end"),
        ("Place of birth", "location"),
        ("Team size", "team"),
        ("Number of direct reports", "manager"),
        ("Title of courtesy", "title"),
        ("Job/Team Function", "team"),
        ("Besoldungsgruppe", "title"),
        ("Units in stock", "team"),
        ("Zip code", "location"),
        ("CostPerUnit", "team"),
        ("Geburtsort", "location"),
    ],
)
def test_that_a_header_that_only_sounds_like_a_field_is_none(header: str, field: str) -> None:
    assert field not in scores(header)


@pytest.mark.parametrize(
    ("headers", "chosen"),
    [
        (["Manager ID", "Employee ID", "Manager Name"], {"id": 1, "manager": 2}),
        (["Department ID", "Department Name"], {"team": 1}),
        (["Department ID", "Salary"], {"team": 0}),
        (["Job Code", "Job Title"], {"title": 1}),
        (["Company", "Division", "Team"], {"team": 2}),
        (["Original Hire Date", "Hire Date"], {"start": 1}),
        (["Position Start Date", "Start Date"], {"start": 1}),
        (["Contract End Date", "Termination Date"], {"end": 1}),
        (["Country", "Office"], {"location": 1}),
        (["Location Code", "Location"], {"location": 1}),
        (["FTE", "Weekly hours"], {"fte": 0}),
        (["Employee Name", "Manager Name"], {"name": 0, "manager": 1}),
        (["Nom / Name", "Département / Department"], {"name": 0, "team": 1}),
    ],
)
def test_that_of_two_headers_the_better_one_is_taken(
    headers: list[str], chosen: dict[str, int]
) -> None:
    found = guess(headers)
    assert {field: found.get(field) for field in chosen} == chosen


@pytest.mark.parametrize(
    ("headers", "chosen"),
    [
        (["Name", "Vorname"], {"last_name": 0, "first_name": 1}),
        (["Name", "Surname"], {"first_name": 0, "last_name": 1}),
        (["Nome", "Sobrenome"], {"first_name": 0, "last_name": 1}),
        (["Nombre"], {"name": 0}),
        (["Nom"], {"name": 0}),
    ],
)
def test_that_a_bare_name_beside_half_a_name_is_the_other_half(
    headers: list[str], chosen: dict[str, int]
) -> None:
    assert guess(headers) == chosen


@given(st.sampled_from([w for ranks in WORDS.values() for r in ranks for w in r.split("|")]))
def test_that_every_word_is_known_however_it_is_written(word: str) -> None:
    for written in (word, word.upper(), f"  {word} *", word.replace(" ", "_")):
        assert scores(written), written


@given(st.text(max_size=100))
def test_that_any_header_is_words_and_scores_within_bounds(text: str) -> None:
    assert header_words(text) == header_words(f" {text} ")
    for field, score in scores(text).items():
        assert field in FIELDS or field in WORDS
        assert CERTAIN <= score <= 100
