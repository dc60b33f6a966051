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
_PERIOD = re.compile(
    r"(q[1-4]|[1-4]q|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|okt|dez|ene|abr|ago|dic|"
    r"fev|set|out|janv|fevr|mars|avril|juin|juil|aout)[a-z]*|(fy|cy|hj|h)? ?\d{2,4}|[12]h|w\d{1,2}|"
    r"kw \d+|\d{4} \d{1,2})( ?(\d{2,4}|fte|plan|budget|forecast|actual|ist|soll|hc|headcount))?"
)

_OF_PERIOD = re.compile(r"(q[1-4]|20[23]\d)\b.*\b(fte|plan|budget|hc|headcount)\b")
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
        "subtotal revenue bestellung auftrag rechnung rechnungsnummer menge commande facture "
        "quantite pedido pedidos factura cantidad fatura shipment ship payment unit price "
        "注文 订单 发票 数量",
    ),
    (
        "customers",
        "a list of customers or contacts of other companies",
        "customer customers client clients kunde kunden kundennummer cliente clientes klant "
        "subscription lead leads deal opportunity churn loyalty guest guests "
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
        "a list of people who are no colleagues (passengers, patients, students, candidates)",
        "passenger passengerid survived patient patients student students pupil candidate "
        "candidates applicant applicants schuler bewerber eleve etudiant alumno aluno estudiante "
        "voter donor fare ticket cabin diagnosis semester gpa guardian goals fixture "
        "学号 学生 患者",
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
        "budget budgeted forecast forecasts variance ytd spend actuals plan haushalt ansatz "
        "presupuesto orcamento previsto prevision",
    ),
)
_LOOKED_AT = 200
_CJK_WORDS = frozenset(w for _, _, words in _KINDS for w in words.split() if not w.isascii())
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
    tokens = set(words.split())
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


def is_pivot(headers: Sequence[str]) -> bool:
    """Whether a table sums others up, as a pivot table does."""
    words = [header_words(header) for header in headers[:_LOOKED_AT] if header]
    return any(w in _PIVOT_WORDS or _SUMMED.match(w) for w in words)


def periods(headers: Sequence[str]) -> int:
    """How many columns are months, quarters or years."""
    return sum(_is_period(header) for header in headers[:_LOOKED_AT] if header)


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
