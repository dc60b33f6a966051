"""Header words of what fewer rosters have: leave, posts, status, and parts of names.

As in `vocabulary`: {field: words of each rank, the best rank first}.
"""

from __future__ import annotations

LESS_USUAL: dict[str, tuple[str, ...]] = {
    "leave_start": (
        "leave start|leave start date|leave from|leave begin|leave begin date|"
        "first day of leave|absence start|absence start date|absence from|loa start|"
        "loa start date|on leave from|on leave since|parental leave start|leave begins|"
        "abwesend ab|abwesend von|abwesenheit ab|abwesenheit von|beginn elternzeit|"
        "elternzeit von|elternzeit ab|elternzeit beginn|beginn abwesenheit|freistellung ab|"
        "debut conge|debut absence|date debut conge|date de debut de conge|absent du|"
        "inicio permiso|inicio licencia|inicio ausencia|fecha inicio licencia|inicio excedencia|"
        "inicio licenca|inicio da licenca|inicio afastamento|data inicio afastamento|"
        "verlof van|start verlof|begin verlof|verlof vanaf|休職開始日|育休開始日|休暇開始日|"
        "产假开始日期|休假开始日期",
    ),
    "leave_end": (
        "leave end|leave end date|leave until|leave to|return date|expected return|"
        "expected return date|last day of leave|absence end|absence end date|absence to|"
        "loa end|loa end date|on leave until|return to work date|date of return|"
        "parental leave end|estimated return date|leave return date|leave ends|"
        "abwesend bis|abwesenheit bis|ende elternzeit|elternzeit bis|elternzeit ende|"
        "ende abwesenheit|ruckkehr|ruckkehr am|wiedereintritt|freistellung bis|"
        "fin conge|fin absence|date fin conge|date de retour|retour|absent au|"
        "fin permiso|fin licencia|fin ausencia|fecha fin licencia|fecha de regreso|fin excedencia|"
        "fim licenca|fim da licenca|fim afastamento|data fim afastamento|data termino afastamento|"
        "retorno|data retorno|"
        "verlof tot|einde verlof|verlof t m|休職終了日|復職日|復職予定日|育休終了日|休暇終了日|"
        "产假结束日期|休假结束日期",
    ),
    "leave": (
        "leave|on leave|absence|absences planned|planned leave|leave of absence|loa|"
        "parental leave|long term absence|leave details|leave period|"
        "abwesenheit|elternzeit|abwesend|langzeitabwesenheit|beurlaubung|"
        "conge|absence longue duree|conges prevus|licencia|permiso|ausencia|excedencia|"
        "licenca|afastamento|verlof|langdurig verlof|休職|育休|休業|休假",
    ),
    "headcount": (
        "headcount|head count|no of posts|posts|no of positions|positions|no of employees|"
        "number of posts in fte|no of posts in fte|post count|position count|no of staff|"
        "authorized positions|budgeted positions|filled positions|quantity of posts|"
        "anzahl stellen|stellen|stellenzahl|zahl der stellen|anzahl planstellen|planstellen|"
        "anzahl der stellen|anzahl|"
        "effectif|effectifs|nombre de postes|nombre d agents|nb postes|nb agents|nb de postes|"
        "dotacion|dotaciones|dot|no de puestos|no puestos|no de plazas|plazas|no plazas|efectivos|"
        "efectivo|numero de puestos|cantidad de puestos|"
        "no de vagas|vagas|qtd vagas|quantidade de vagas|quantitativo|quantidade|qtd|lugares|"
        "no de postos|postos de trabalho|aantal|aantal functies|formatieplaatsen|"
        "人数|定員|员工人数|编制数|编制人数|岗位数|定员|員数",
    ),
    "status": (
        "status|employment status|employee status|emp status|work status|leave status|"
        "leave status as of|active|active status|staff status|worker status|is active|aktiv|"
        "assignment status|current status|active inactive|payroll status|hr status|empl status|"
        "job status|terminated|termd|person status|"
        "beschaftigungsstatus|mitarbeiterstatus|personalstatus|anstellungsstatus|"
        "statut|statut employe|situation|position administrative|statut affect|etat|actif|"
        "estado|situacion|estado laboral|estatus|estado empleado|situacion administrativa|activo|"
        "situacao|situacao funcional|situacao vinculo|situacao servidor|ativo|"
        "stato|actief|在職状況|在籍状況|在籍区分|状态|状態|在职状态|员工状态|人员状态|ステータス",
    ),
    # Not fields, but read beside them.
    "middle_name": (
        "middle name|middle initial|mid init|mi|middle|m i|middle names|middlename|"
        "segundo nombre|zweiter vorname|deuxieme prenom",
    ),
    "second_last_name": (
        "segundo apellido|apellido materno|apellido 2|second last name|second surname|"
        "apellido segundo",
    ),
    "infix": ("tussenvoegsel|tussenvoegsels|tussenv|voorvoegsel|voorvoegsels|namensvorsatz",),
    "schedule": (
        "full or part time|full part time|full time part time|ft pt|time type|full part|"
        "fulltime parttime|full time or part time|schedule type|pt ft|employment time type|"
        "f p|full time status|part time full time|full part time indicator|"
        "vollzeit teilzeit|voll teilzeit|vz tz|beschaftigungsart|arbeitszeitmodell|"
        "temps plein partiel|temps complet partiel|modalite temps de travail|"
        "tipo de jornada|tipo jornada|regime de trabalho|voltijd deeltijd|regime",
    ),
}
