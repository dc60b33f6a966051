"""Words above columns that name no field of a roster, or change nothing about what one means."""

from __future__ import annotations

NO_FIELDS = (
    "id no row|no|sno|s no|sr no|serial no|sl no|row|row no|row id|index|line|line no|lfd no|"
    "lfdnr|laufende no|pos|ord|orden|ordem|no ordre|no d ordre|rang|volgnummer|lp|序号|序號|連番|"
    "項番|no row|seq|sequence|#|item no|n|"
    "job team function|pay basis|number of direct reports|direct reports|grade or equivalent|"
    "kana|フリガナ|ふりがな|氏名カナ|カナ氏名|氏名フリガナ|氏名かな|セイ|メイ|カナ|姓カナ|名カナ|拼音|"
    "last login|last login time|last review|probation end date|end of probation|probation end|"
    "probezeit ende|probezeitende|ende probezeit|fin de periode d essai|title of courtesy|"
    "courtesy title|salutation|anrede|civilite|tratamiento|prefix|name prefix|suffix|"
    "emergency contact|emergency contact name|next of kin|start time|end time|business travel|"
    "vacancy|jornal|horas por jornal|employee count|app rolle|app role|system role|user role|"
    "disciplina ingresso|code structure|senior management|notice period|"
    "experience|years of experience|date of last promotion|leave date requested|"
    "number|phone number|year end|year start|work phone|office phone|employee photo"
)
"""Headers that sound like a field and are none."""

UNRELATED = (
    "birth|birthday|dob|birthdate|geburt|geburtsdatum|geburtstag|gebdat|geb|naissance|nascimento|"
    "nacimiento|geboorte|geboortedatum|nascita|urodzenia|salary|salaries|gehalt|lohn|salario|"
    "sueldo|remuneracao|remuneracion|salaire|remuneration|"
    "pay|wage|wages|rate|bonus|gross|net|compensation|amount|currency|earnings|income|revenu|"
    "gender|geschlecht|sex|sexe|sexo|age|ages|alter|edad|idade|phone|telefon|telephone|tel|"
    "telefono|telefone|mobile|handy|fax|cell|extension|ext|race|ethnic|ethnicity|ethnicities|"
    "performance|review|reason|grund|motif|motivo|satisfaction|marital|married|familienstand|"
    "civil|citizen|citizenship|nationality|nationalite|nacionalidad|nacionalidade|education|"
    "degree|diplome|years|year|annee|annees|ans|anos|jahre|tenure|level|niveau|nivel|grade|band|"
    "step|echelon|cost|costs|kosten|budget|price|preis|prix|precio|preco|"
    "zip|plz|postal|postcode|postleitzahl|address|adresse|street|strasse|rue|direccion postal|"
    "note|notes|comment|comments|"
    "bemerkung|bemerkungen|remarks|observaciones|observacoes|probation|probezeit|login time|"
    "password|photo|picture|url|website|linkedin|previous|former|next|target|bank|iban|ssn|tax|"
    "cpf|nif|dni|passport|balance|overtime|ot|uberstunden|training|survey|distance|score|"
    "hike|hobby|hobbies|blood|emergency|spouse|children|household|vacation|sick|urlaub|krank|"
    "review date|insurance|versicherung|license|licence|visa|veteran|disability|size|"
    "hourly|annual|annually|monthly|yearly|jahrlich|mensuel|mensual|mensal|extra|"
    "supplementaires|suplementares|ferias|act|ato|padrao|instruction|"
    "weight|height|recruitment|source|hiring|count|promotion|rotation|valid|"
    "生年月日|年齢|性別|住所|電話番号|給与|残業|有給|年龄|性别|电话|工资|出生日期|身份证号"
)
"""Words that make a header one of something no field wants, unless it is a field's word whole."""

FILLERS = (
    "%|the|of|a|an|current|primary|main|official|employee|employees|emp|worker|staff|"
    "name|text|desc|description|descr|long|short|full|as|at|in|on|for|per|and|or|"
    "de|del|des|du|da|do|dos|das|la|le|les|el|los|las|l|d|e|y|et|und|der|die|des|im|am|in|van|"
    "bezeichnung|libelle|label|sigla|nombre|nome|nom|naam|mitarbeiter|actual|actuel|aktuell|atual|"
    "aktuelle|aktueller|work|company|dienstlich|principal|value|date|datum|"
    "siape|hr|sap|wd|field|column|info|exercicio|2020|2021|2022|2023|2024|2025|2026|2027"
)
"""Words that change nothing about what a header means."""

OTHERS_NAMES = (
    "customer|client|kunde|kunden|cliente|clientes|klant|product|produkt|produit|producto|produto|"
    "project|projekt|projet|proyecto|projeto|supplier|vendor|lieferant|fournisseur|proveedor|"
    "fornecedor|file|sheet|table|item|artikel|article|account|campaign|event|brand|model|"
    "patient|passenger|student|pupil|player|spouse|mother|father|parent|contact|emergency|"
    "recruiter|candidate|applicant|bewerber|school|university|college|country|city|bank|"
    "hotel|restaurant|store|shop|species|host|domain|street|course|category|"
    "顧客|客户|商品|产品|製品|取引先|供应商"
)
"""Whose name it is, where a header says so and it is no colleague's."""
