"""What people call the columns of a roster, and what they write into rows that are nobody.

Not taken from the importer's own list: these are the words HR departments use, so that a gap in
that list shows.
"""

from __future__ import annotations

HEADERS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "id": ("Employee ID", "Employee Number", "Emp ID", "Staff ID", "Personnel Number"),
        "name": ("Name", "Full Name", "Employee Name", "Employee"),
        "first_name": ("First Name", "Given Name", "Forename"),
        "last_name": ("Last Name", "Surname", "Family Name"),
        "email": ("Email", "E-mail", "Work Email", "Email Address"),
        "title": ("Job Title", "Title", "Position", "Role"),
        "team": ("Department", "Team", "Dept"),
        "manager": ("Manager", "Line Manager", "Reports To", "Supervisor"),
        "fte": ("FTE", "Workload", "Employment Level"),
        "hours": ("Hours per Week", "Weekly Hours", "Contract Hours"),
        "start": ("Start Date", "Hire Date", "Date of Joining"),
        "end": ("End Date", "Termination Date", "Leaving Date"),
        "location": ("Location", "Office", "City", "Site"),
    },
    "de": {
        "id": ("Personalnummer", "Pers.-Nr.", "Mitarbeiternummer", "Personal-Nr."),
        "name": ("Name", "Mitarbeiter", "Vollständiger Name"),
        "first_name": ("Vorname", "Rufname"),
        "last_name": ("Nachname", "Familienname"),
        "email": ("E-Mail", "E-Mail-Adresse"),
        "title": ("Stellenbezeichnung", "Funktion", "Position"),
        "team": ("Abteilung", "Team", "Bereich"),
        "manager": ("Vorgesetzter", "Führungskraft", "Teamleitung"),
        "fte": ("Beschäftigungsgrad", "Pensum", "FTE"),
        "hours": ("Wochenstunden", "Stunden pro Woche", "Wochenarbeitszeit"),
        "start": ("Eintrittsdatum", "Eintritt", "Einstellungsdatum"),
        "end": ("Austrittsdatum", "Austritt", "Vertragsende"),
        "location": ("Standort", "Arbeitsort", "Ort"),
    },
    "fr": {
        "id": ("Matricule", "N° matricule", "Numéro d'employé"),
        "name": ("Nom complet", "Nom et prénom", "Employé"),
        "first_name": ("Prénom",),
        "last_name": ("Nom", "Nom de famille"),
        "email": ("E-mail", "Courriel", "Adresse e-mail"),
        "title": ("Poste", "Fonction", "Intitulé du poste"),
        "team": ("Service", "Département", "Équipe"),
        "manager": ("Responsable", "Supérieur hiérarchique", "Manager"),
        "fte": ("ETP", "Taux d'activité", "Quotité"),
        "hours": ("Heures par semaine", "Heures hebdomadaires"),
        "start": ("Date d'entrée", "Date d'embauche"),
        "end": ("Date de sortie", "Date de départ"),
        "location": ("Lieu de travail", "Site", "Lieu"),
    },
    "es": {
        "id": ("ID empleado", "Número de empleado", "N.º de empleado"),
        "name": ("Nombre completo", "Nombre y apellidos", "Empleado"),
        "first_name": ("Nombre", "Nombres"),
        "last_name": ("Apellidos", "Apellido"),
        "email": ("Correo electrónico", "Correo", "Email"),
        "title": ("Puesto", "Cargo"),
        "team": ("Departamento", "Equipo", "Área"),
        "manager": ("Responsable", "Jefe", "Supervisor"),
        "fte": ("Jornada", "FTE", "% de jornada"),
        "hours": ("Horas semanales", "Horas por semana"),
        "start": ("Fecha de ingreso", "Fecha de inicio", "Fecha de alta"),
        "end": ("Fecha de baja", "Fecha de salida", "Fecha de fin"),
        "location": ("Ubicación", "Ciudad", "Centro de trabajo"),
    },
    "pt": {
        "id": ("Matrícula", "ID do funcionário", "Número de matrícula"),
        "name": ("Nome completo", "Nome", "Funcionário", "Colaborador"),
        "first_name": ("Primeiro nome", "Nome próprio"),
        "last_name": ("Sobrenome", "Apelido", "Último nome"),
        "email": ("E-mail", "Email", "Endereço de e-mail"),
        "title": ("Cargo", "Função"),
        "team": ("Departamento", "Equipe", "Setor"),
        "manager": ("Gestor", "Chefe", "Supervisor"),
        "fte": ("FTE", "Jornada"),
        "hours": ("Horas semanais", "Carga horária semanal"),
        "start": ("Data de admissão", "Data de início"),
        "end": ("Data de demissão", "Data de desligamento", "Data de saída"),
        "location": ("Local de trabalho", "Cidade", "Localização"),
    },
    "nl": {
        "id": ("Personeelsnummer", "Medewerkernummer"),
        "name": ("Naam", "Volledige naam", "Medewerker"),
        "first_name": ("Voornaam", "Roepnaam"),
        "last_name": ("Achternaam", "Familienaam"),
        "email": ("E-mail", "E-mailadres"),
        "title": ("Functie", "Functietitel"),
        "team": ("Afdeling", "Team"),
        "manager": ("Leidinggevende", "Manager"),
        "fte": ("FTE", "Deeltijdpercentage"),
        "hours": ("Uren per week", "Contracturen"),
        "start": ("Datum in dienst", "Startdatum"),
        "end": ("Datum uit dienst", "Einddatum"),
        "location": ("Standplaats", "Locatie", "Vestiging"),
    },
    "ja": {
        "id": ("社員番号", "従業員番号", "社員ID"),
        "name": ("氏名", "名前"),
        "first_name": ("名",),
        "last_name": ("姓", "氏"),
        "email": ("メールアドレス", "メール"),
        "title": ("役職", "職位"),
        "team": ("部署", "部門", "所属"),
        "manager": ("上司", "上長"),
        "fte": ("FTE", "常勤換算"),
        "hours": ("週労働時間", "週所定労働時間"),
        "start": ("入社日", "入社年月日"),
        "end": ("退社日", "退職日"),
        "location": ("勤務地", "拠点"),
    },
    "zh": {
        "id": ("工号", "员工编号", "员工工号"),
        "name": ("姓名", "员工姓名"),
        "first_name": ("名", "名字"),
        "last_name": ("姓", "姓氏"),
        "email": ("邮箱", "电子邮件", "电子邮箱"),
        "title": ("职位", "岗位", "职务"),
        "team": ("部门", "团队", "所属部门"),
        "manager": ("上级", "直属上级", "经理"),
        "fte": ("FTE", "全职当量"),
        "hours": ("每周工时", "周工时"),
        "start": ("入职日期", "入职时间"),
        "end": ("离职日期", "离职时间"),
        "location": ("工作地点", "地点", "城市"),
    },
}

# Columns about people that no plan wants: header, kind of value.
EXTRAS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        *(("Salary", "money"), ("Date of Birth", "birth"), ("Phone", "phone"), ("Age", "age")),
        *(("Extension", "number"), ("Gender", "gender"), ("Last Review", "day")),
        *(("Emergency Contact", "stranger"), ("Manager ID", "number"), ("Status", "status")),
        *(("Manager Email", "mail"), ("Pay Grade", "grade"), ("Overtime Hours", "age")),
        ("Salutation", "salutation"),
    ),
    "de": (
        *(("Gehalt", "money"), ("Geburtsdatum", "birth"), ("Telefon", "phone"), ("Alter", "age")),
        *(("Durchwahl", "number"), ("Geschlecht", "gender"), ("Letzte Beurteilung", "day")),
        *(("Status", "status"), ("Entgeltgruppe", "grade"), ("Überstunden", "age")),
        ("Anrede", "salutation"),
    ),
    "fr": (
        *(("Salaire", "money"), ("Date de naissance", "birth"), ("Téléphone", "phone")),
        *(("Âge", "age"), ("Sexe", "gender")),
        ("Civilité", "salutation"),
    ),
    "es": (
        *(("Salario", "money"), ("Fecha de nacimiento", "birth"), ("Teléfono", "phone")),
        *(("Edad", "age"), ("Sexo", "gender")),
    ),
    "pt": (
        *(("Salário", "money"), ("Data de nascimento", "birth"), ("Telefone", "phone")),
        *(("Idade", "age"), ("Sexo", "gender")),
    ),
    "nl": (
        *(("Salaris", "money"), ("Geboortedatum", "birth"), ("Telefoon", "phone")),
        *(("Leeftijd", "age"), ("Geslacht", "gender")),
    ),
    "ja": (("給与", "money"), ("生年月日", "birth"), ("電話番号", "phone"), ("年齢", "age")),
    "zh": (("工资", "money"), ("出生日期", "birth"), ("联系电话", "phone"), ("年龄", "age")),
}

VACANT: dict[str, tuple[str, ...]] = {
    "en": ("Vacant", "VACANT", "N/D", "TBD", "Eliminated", "Open position", "Vacancy"),
    "de": ("unbesetzt", "vakant", "N.N.", "offen"),
    "fr": ("Vacant", "Poste vacant", "À pourvoir"),
    "es": ("Vacante", "VACANTE", "Por cubrir"),
    "pt": ("Vago", "Vaga", "A contratar"),
    "nl": ("Vacature", "Vacant"),
    "ja": ("欠員", "空席", "未定"),
    "zh": ("空缺", "待定", "招聘中"),
}
TOTALS: dict[str, tuple[str, ...]] = {
    "en": ("Total", "Grand Total", "TOTAL:", "Headcount"),
    "de": ("Summe", "Gesamt", "Gesamtsumme", "Anzahl"),
    "fr": ("Total", "Total général"),
    "es": ("Total", "Total general"),
    "pt": ("Total", "Total geral"),
    "nl": ("Totaal", "Eindtotaal"),
    "ja": ("合計", "総計"),
    "zh": ("合计", "总计"),
}
SUBTOTALS: dict[str, str] = {
    **{"en": "Subtotal", "de": "Zwischensumme", "fr": "Sous-total", "es": "Subtotal"},
    **{"pt": "Subtotal", "nl": "Subtotaal", "ja": "小計", "zh": "小计"},
}
TITLES_ABOVE: dict[str, str] = {
    "en": "List of employees by department",
    "de": "Mitarbeiterliste nach Abteilung",
    "fr": "Liste du personnel par service",
    "es": "Listado de empleados",
    "pt": "Relação de funcionários",
    "nl": "Personeelslijst",
    "ja": "社員名簿",
    "zh": "员工花名册",
}
NOTHING = ("-", "n/a", "N/A", "#N/A")
"""What people write where there is nothing."""
REMARKS: dict[str, tuple[str, ...]] = {
    "en": ("Generated at 2026-01-02 08:15", "Source: HR system", "Confidential", "Page 1 of 1"),
    "de": ("Erstellt am 02.01.2026", "Stand: 31.12.2025", "Vertraulich", "Quelle: SAP HCM"),
    "fr": ("Généré le 02/01/2026", "Confidentiel", "Source : SIRH"),
    "es": ("Generado el 02/01/2026", "Confidencial", "Fuente: RRHH"),
    "pt": ("Gerado em 02/01/2026", "Confidencial", "Fonte: RH"),
    "nl": ("Gegenereerd op 02-01-2026", "Vertrouwelijk", "Bron: HR"),
    "ja": ("作成日: 2026年1月2日", "社外秘"),
    "zh": ("生成时间: 2026-01-02 08:15", "机密"),
}
_MONTHS = """
en January February March April May June July August September October November December
de Januar Februar März April Mai Juni Juli August September Oktober November Dezember
fr janvier février mars avril mai juin juillet août septembre octobre novembre décembre
es enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
pt janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
nl januari februari maart april mei juni juli augustus september oktober november december
"""
MONTHS: dict[str, tuple[str, ...]] = {
    language: tuple(months)
    for language, *months in (line.split() for line in _MONTHS.strip().splitlines())
}
FULL_TIME: dict[str, str] = {
    **{"en": "Full-time", "de": "Vollzeit", "fr": "Temps plein", "es": "Tiempo completo"},
    **{"pt": "Tempo integral", "nl": "Voltijd", "ja": "フルタイム", "zh": "全职"},
}
HOUR_UNITS: dict[str, str] = {
    **{"en": "h", "de": "Std.", "fr": "h", "es": "h", "pt": "h", "nl": "uur"},
    **{"ja": "時間", "zh": "小时"},
}
BANDS: dict[str, tuple[str, str]] = {
    **{"en": ("Person", "Contract"), "de": ("Person", "Vertrag"), "fr": ("Personne", "Contrat")},
    **{"es": ("Persona", "Contrato"), "pt": ("Pessoa", "Contrato"), "nl": ("Persoon", "Contract")},
    **{"ja": ("個人情報", "契約"), "zh": ("个人信息", "合同")},
}
