"""What a table is that is no list of people, by the words above its columns.

Customers, passengers and the authors of tickets have names, too, and must not become staff.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from teamtide.exchange.rosters.headers import header_words

_LOGGED = re.compile(
    r"\b(hours?|stunden|duration|dauer|spent|logged|time spent|actual|minutes|duree|heures|horas|"
    r"duracion|duracao|pomodoros?)\b|工时|作業時間"
)
_WHEN = re.compile(
    r"\b(date|datum|day|tag|timestamp|started?|complete timestamp|jour|fecha|data|dia)\b|日期|日付"
)
_DONE = re.compile(
    r"\b(task|tasks|activity|project|projekt|projet|proyecto|projeto|description|issue|ticket|"
    r"tatigkeit|aufgabe|tache|tarea|tarefa|billable|case|estimate|estimated)\b|项目|任务|作業"
)
_MONTH = (
    r"(january?|february?|march|april|june?|july?|august|sept?|september|october|november|"
    r"december|jan|feb|mar|apr|may|aug|oct|nov|dec|januar|februar|marz|mai|juni|juli|okt|oktober|"
    r"dez|dezember|enero|ene|febrero|marzo|abr|abril|mayo|junio|julio|ago|agosto|sep|septiembre|"
    r"octubre|noviembre|dic|diciembre|janeiro|fev|fevereiro|marco|maio|junho|julho|set|setembro|"
    r"out|outubro|novembro|dezembro|janv|janvier|fevr|fevrier|mars|avril|avr|juin|juil|juillet|"
    r"aout|septembre|octobre|novembre|decembre)"
)
_YEAR = r"((19[89]|20[0-4])\d)"
_MM = r"(0?[1-9]|1[0-2])"
_EDGE = r"(0?1|28|29|3[01])"
"""Days a month begins or ends with; a column for each period may be headed by them."""
_PERIOD = re.compile(
    rf"(q[1-4]|[1-4]q|{_MONTH}|(fy|cy|hj|h|gj) ?\d{{2,4}}|(fy |cy )?{_YEAR}|h[12]|[12]h|"
    rf"w\d{{1,2}}|kw ?\d{{1,2}}|{_YEAR} {_MM}( {_EDGE})?|({_EDGE} )?{_MM} {_YEAR})"
    r"( ?(\d{2}|(19|20)\d\d|q[1-4]|fte|plan|budget|forecast|actuals?|ist|soll|hc|headcount))*"
)
_OF_PERIOD = re.compile(r"(q[1-4]|20[23]\d)\b.*\b(fte|plan|budget|hc|headcount)\b")
_PROJECT = re.compile(
    r"projects?|project (name|title)|projekte?|projekt ?(name|titel|bezeichnung)|projets?|"
    r"nom du projet|proyectos?|nombre del proyecto|projetos?|nome do projeto|progett[oi]|"
    r"projecten|projectnaam|initiatives?|vorhaben|案件|案件名|プロジェクト|プロジェクト名|项目|项目名称"
)
_SUMMED = re.compile(
    r"(sum|count|average|summe|anzahl|somme|suma|cuenta|soma|contagem) (of|von|de) "
)
_PIVOT_WORDS = frozenset(
    (
        *("row labels", "column labels", "zeilenbeschriftungen", "etiquettes de lignes"),
        *("etiquetas de fila", "rotulos de linha"),
    )
)

_KINDS: tuple[tuple[str, str, str], ...] = (
    (
        "orders",
        "a list of orders or invoices",
        "order orders invoice invoices purchase sku quantity qty discount shipping shipped "
        "subtotal revenue amount_due amount_paid debtor "
        "bestellung auftrag rechnung rechnungsnummer menge commande facture quantite "
        " pedido pedidos factura cantidad fatura shipment ship payment unit_price "
        "unit_cost units "
        "注文 订单 发票 数量",
    ),
    (
        "customers",
        "a list of customers or contacts of other companies",
        "customer customers client clients kunde kunden kundennummer cliente clientes klant "
        "subscription leads lead_source lead_id deal opportunity churn loyalty guest guests "
        "membership renewal_date =expires =fee booking_id contact_title "
        "kundennr kundenname ansprechpartner umsatz chiffre_d_affaires "
        "顧客 客户",
    ),
    (
        "products",
        "a list of products and prices",
        "product products produkt produit producto produto price prices preis prix precio preco "
        "stock brand ean barcode supplier supplierid lieferant fournisseur proveedor fornecedor "
        "category inventory warehouse lager article artikel isbn model "
        "商品 产品 製品 价格 単価",
    ),
    (
        "companies",
        "a list of companies",
        "industry website founded ticker employees turnover branche ceo market",
    ),
    (
        "people who do not work here",
        "a list of people who are no colleagues (passengers, candidates, voters)",
        "passenger passengerid survived candidate candidates applicant applicants bewerber "
        "voter donor fare ticket cabin =pax =flight voo assento visitor visitors tenant tenants "
        "lease_start lease_end =runner =bib =laps precinct besucher mieter visiteur locataire "
        "visitante inquilino bezoeker huurder",
    ),
    (
        "pupils",
        "a list of pupils or students",
        "student students pupil pupils =roll_no "
        "admission_no school_year =marks marks_obtained total_marks "
        "exam_score semester gpa guardian homeroom =cgpa schoolclass "
        "schuler schulerin schulername schulernr schulerinnen =klasse klassenlehrer =noten "
        "schuljahr erziehungsberechtigte matrikelnummer matrikelnr studiengang =zeugnis "
        "eleve eleves etudiant etudiants =classe moyenne moyenne_generale apprenant annee_scolaire "
        "alumno alumna alumnos estudiante estudiantes nota_1 nota_2 nota_3 nota_final "
        "promedio calificacion calificaciones apoderado "
        "aluno aluna alunos =turma estudantes serie_turma =media media_final nota1 nota2 "
        "leerling leerlingen leerlingnummer =klas cijfer cijfers studentnummer gemiddelde "
        "alunno alunna alunni studente studenti =voto =voti media_voti "
        "学号 学生 班级 成绩 生徒 学年 出席番号",
    ),
    (
        "patients",
        "a list of patients",
        "patient patients patientin diagnosis diagnosen blood_type blood_group medical_condition "
        "date_of_admission admission_date discharge_date date_of_discharge admission_type "
        "insurance_provider test_results attending_physician =doctor =surgeon =procedure "
        "=medication =symptoms =treatment_plan blutgruppe diagnose aufnahmedatum entlassdatum "
        "=diagnostic groupe_sanguin date_d_admission paciente pacientes diagnostico "
        "grupo_sanguineo tipo_sanguineo paziente pazienti diagnosi gruppo_sanguigno "
        "bloedgroep opnamedatum patientnummer "
        "患者 診断 诊断 病房 血型",
    ),
    (
        "players",
        "a squad of players",
        "player players caps goals fixture jersey =club spieler joueur joueurs jugador jugadores "
        "jogador jogadores speler giocatore tore buts goles gols",
    ),
    (
        "films",
        "a list of films or other media",
        "=cast =director release_year release_date date_added =genre =genres imdb "
        "runtime movie movies film films show_id listed_in =episode =episodes =artist =album "
        "track_name =isbn13 =author =authors =publisher filmtitel erscheinungsjahr "
        "realisateur =auteur pelicula filme regista",
    ),
    (
        "calls",
        "a log of telephone calls",
        "caller callee caller_id number_dialled number_dialed dialled dialed called_number "
        "calling_number call_duration call_type call_date call_time =calls anrufer "
        "gesprachsdauer appelant appele numero_appele duree_appel llamada duracion_llamada "
        "chamada chiamante chiamata beller gebeld",
    ),
    (
        "assets",
        "a list of equipment",
        "asset assets asset_tag =serial serial_number imei mac_address hostname =device =devices "
        "assigned_to checked_out purchase_date =manufacturer warranty warranty_expiry "
        "license_plate number_plate =vin =vehicle =fahrzeug =kennzeichen erstzulassung =modell "
        "inventarnummer inventarnr seriennummer anlagennummer gerat geratetyp "
        "numero_de_serie no_de_serie numero_de_inventario equipamento "
        "patrimonio_no serienummer matricola_bene "
        "資産番号 资产编号 序列号",
    ),
    (
        "tickets",
        "a list of tasks or tickets",
        "issue assignee reporter priority sprint storypoints story backlog resolution ticket "
        "severity epic due milestone",
    ),
    (
        "survey",
        "the answers to a survey",
        "timestamp respondent response question answer consent",
    ),
    (
        "requests",
        "a list of requests (for leave, or the like)",
        "request requested approval approved approver antrag genehmigt demande approbation "
        "solicitud solicitacao 申请 审批 申請 承認",
    ),
    (
        "places",
        "a list of places",
        "population latitude longitude capital iata elevation bevolkerung poblacion",
    ),
    (
        "a budget",
        "a budget",
        "budget budgeted forecast forecasts variance ytd spend actuals haushalt ansatz "
        "presupuesto orcamento previsto prevision",
    ),
)
_LOOKED_AT = 200
_CJK_WORDS = frozenset(w for _, _, words in _KINDS for w in words.split() if not w.isascii())
_NOT_MEANT = (
    *("budget entity", "budget unit", "budget code", "budget center", "budget centre"),
    *("budget line", "budget holder", "budget group", "budget position", "pay plan"),
    *("retirement plan", "benefit plan", "salary plan", "health plan", "stock plan"),
)
"""Words of a kind among others that take their meaning: a budget entity is a unit."""
_WORDS = tuple((kind, said, frozenset(words.split())) for kind, said, words in _KINDS)


def foreign(headers: Sequence[str]) -> tuple[str, int]:
    """(what a table looks like, how many headers say so); (“”, 0) where none does."""
    counts: Counter[str] = Counter()
    for header in headers[:_LOOKED_AT]:
        counts.update(_kinds_of(header))
    if not counts:
        return "", 0
    return counts.most_common(1)[0][0], sum(counts.values())


@lru_cache(maxsize=4096)
def _kinds_of(header: str) -> tuple[str, ...]:
    words = header_words(header)
    for phrase in _NOT_MEANT:
        words = words.replace(phrase, "")
    parts = words.split()[:12]
    tokens = {f"={'_'.join(parts)}"}
    for start in range(len(parts)):
        tokens |= {"_".join(parts[start:stop]) for stop in range(start + 1, start + 5)}
    return tuple(
        said
        for _, said, listed in _WORDS
        if tokens & listed or (not words.isascii() and any(w in words for w in listed & _CJK_WORDS))
    )


def is_log(headers: Sequence[str]) -> bool:
    """Whether a table says who worked on what, and when."""
    words = [header_words(header) for header in headers[:_LOOKED_AT] if header]
    if len(words) < 3:
        return False
    logged = any(_LOGGED.search(w) for w in words) or (
        "complete timestamp" in words and any("case" in w for w in words)
    )
    return logged and any(_WHEN.search(w) for w in words) and any(_DONE.search(w) for w in words)


def is_projects(headers: Sequence[str]) -> bool:
    """Whether the first column is projects, and another their days, money or leaders."""
    words = [header_words(header) for header in headers[:_LOOKED_AT] if header]
    if words and re.fullmatch(r"id|no|#|key|code|project (id|no|code)", words[0]):
        words = words[1:]
    return len(words) > 2 and bool(_PROJECT.fullmatch(words[0]))


def is_pivot(headers: Sequence[str]) -> bool:
    """Whether a table sums others up, as a pivot table does."""
    words = [header_words(header) for header in headers[:_LOOKED_AT] if header]
    return any(w in _PIVOT_WORDS or _SUMMED.match(w) for w in words)


def periods(headers: Sequence[str]) -> int:
    """How many columns are months, quarters or years, each one once."""
    return len({header_words(h) for h in headers[:_LOOKED_AT] if h and _is_period(h)})


@lru_cache(maxsize=4096)
def _is_period(header: str) -> bool:
    words = header_words(header)
    return bool(_PERIOD.fullmatch(words) or _OF_PERIOD.match(words))


_STAFF = {"title": 86.0, "team": 89.0, "manager": 86.0, "fte": 88.0, "start": 92.0, "end": 97.0}


def staff_evidence(sure: Mapping[str, float]) -> int:
    """How many columns only a list of staff has."""
    found = sum(sure.get(name, 0.0) >= least for name, least in _STAFF.items())
    found += any(name in sure for name in ("discipline", "skills"))
    found += "status" in sure and sure["status"] >= 99
    found += sure.get("id", 0.0) >= 99
    return found + (99 <= sure.get("name", 0.0) <= 100)
