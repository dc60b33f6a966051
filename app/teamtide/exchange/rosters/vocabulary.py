"""The words HR systems and people put above their columns, by field and language.

A table and nothing else, so that a language or a system is a few more words. Each field has ranks,
the best words first: where a sheet has both, “Team” goes before “Department” and that before
“Company”. Words are compared without capitals, accents, punctuation and blanks, and “number”,
“no”, “nr”, “#” are one word (`no`); see `headers.header_words`.
"""

from __future__ import annotations

from teamtide.exchange.rosters.vocabulary_rare import LESS_USUAL

WORDS: dict[str, tuple[str, ...]] = {
    "id": (
        # English
        "employee id|emp id|employee no|emp no|employee code|staff id|staff no|person id|"
        "personnel no|personnel id|pers no|worker id|associate id|eeid|ee id|empid|ee no|"
        "employee key|workday id|sap no|payroll no|payroll id|file no|badge no|badge id|badge|"
        "clock no|colleague id|colleague no|team member id|emp code|staff code|employee ref|"
        "employee reference|employee identifier|post unique reference|person no|gpn|wwid|gid|"
        # German
        "personalnummer|personal no|personal id|persnr|persno|mitarbeiternummer|mitarbeiter no|"
        "ma no|ma id|mitarbeiter id|mitarbeiterkennung|mitarbeiterkennzeichen|personalkennziffer|"
        "personalkennung|stammnummer|ausweisnummer|"
        # French, Spanish, Portuguese, Italian
        "matricule|no matricule|matricule agent|id salarie|id employe|code salarie|"
        "no employe|identifiant|identifiant agent|no agent|"
        "no empleado|id empleado|codigo empleado|clave empleado|no de empleado|codigo de empleado|"
        "legajo|no legajo|no de legajo|expediente|no expediente|no de registro personal|nrp|"
        "no funcionario|id funcionario|codigo funcionario|codigo do funcionario|"
        "matricula|no matricula|chapa|registro funcional|no mecanografico|id servidor|masp|siape|"
        "matricula siape|matricola|id dipendente|"
        # Dutch, Nordic, Polish
        "personeelsnummer|personeels no|medewerkernummer|medewerker no|medewerker id|stamnummer|"
        "anstallningsnummer|ansattnummer|ansatt no|medarbejdernummer|henkilonumero|"
        "no pracownika|id pracownika|no ewidencyjny|"
        # Japanese, Chinese, Korean
        "社員番号|社員id|社員no|社員コード|従業員番号|従業員id|従業員コード|職員番号|社番|"
        "工号|员工编号|员工工号|员工id|人员编号|职工编号|職工編號|員工編號|工號|사번|사원번호",
        "id|uid|guid|identifier|id servidor portal|registro|kennung|ref|reference|user id|"
        "userid|id no|no id|unique id|emp|"
        "cedula|identificador|code agent|编号|番号|global id",
        "username|user name|login|login id|logon|network id|account|user|benutzername|kuerzel|"
        "identifiant unique|usuario|utilizador|gebruikersnaam",
    ),
    "name": (
        "full name|employee name|ename|empname|employee full name|emp name|employees name|"
        "legal name|"
        "legal full name|person name|staff name|worker name|name of employee|worker|"
        "name of the employee|name of officer|full legal name|associate name|personnel name|"
        "last name first name|first name last name|surname forename|surname and forename|"
        "last first|name last first|formatted name|complete name|colleague name|"
        "mitarbeitername|name mitarbeiter|name des mitarbeiters|vollstandiger name|"
        "vor und nachname|nachname vorname|name vorname|vorname nachname|vorname name|"
        "vor und zuname|familienname vorname|name und vorname|vorname und name|"
        "nachname und vorname|nom complet|nom et prenom|nom prenom|prenom nom|prenom et nom|"
        "nom et prenoms|noms et prenoms|nom de l agent|nom du salarie|nom de l employe|"
        "nom usuel et prenom|"
        "nombre completo|nombre y apellidos|nombre y apellido|apellidos y nombre|"
        "apellido y nombre|apellidos y nombres|apellidos nombre|apellido nombre|"
        "nombres y apellidos|nombre apellidos|nombre del empleado|nombre empleado|"
        "nombre del trabajador|nombre del funcionario|nombre del servidor publico|"
        "nome completo|nome do servidor|nome servidor|nome do funcionario|nome funcionario|"
        "nome do colaborador|nome colaborador|nome e cognome|cognome e nome|cognome nome|"
        "nominativo|volledige naam|naam medewerker|naam en voornaam|achternaam voornaam|"
        "fullstandigt namn|fullt navn|nazwisko i imie|imie i nazwisko|"
        "氏名|社員氏名|社員名|従業員名|従業員氏名|職員氏名|姓名|员工姓名|員工姓名|名字|人员姓名|"
        "職員姓名|성명|이름|직원명",
        "name|display name|employee|person|staff member|team member|member|resource|colleague|"
        "resource name|associate|incumbent|incumbent name|staff|name of staff|"
        "job holder|post holder|postholder|office holder|"
        "mitarbeiter|mitarbeiterin|mitarbeiter in|mitarbeitende|mitarbeitender|beschaftigter|"
        "beschaftigte|stelleninhaber|stelleninhaberin|"
        "salarie|agent|employe|collaborateur|titulaire|nom de l occupant|"
        "empleado|trabajador|funcionario|servidor|servidor publico|titular|ocupante|"
        "colaborador|nome|dipendente|"
        "naam|medewerker|namn|navn|nimi|anstalld|ansatt|medarbejder|medarbetare|pracownik|"
        "名前|お名前|担当者名|员工|員工|姓名称呼",
        "preferred name|preferred full name|known as|contact|contact person|name 1|users|"
        "ansprechpartner|nom usuel|"
        "氏名漢字|漢字氏名",
    ),
    "first_name": (
        "first name|given name|forename|firstname|first names|given names|forenames|fname|"
        "employee first name|legal first name|first|vorname|vornamen|prenom|prenoms|"
        "primeiro nome|nome proprio|prenome|"
        "voornaam|nombres|nombre de pila|nombre|fornamn|fornavn|etunimi|imie|imiona|名|名字名",
        "preferred first name|rufname|roepnaam|prenom usuel|f name|call name",
    ),
    "last_name": (
        "last name|surname|family name|lastname|last names|lname|employee last name|"
        "legal last name|last|nachname|familienname|zuname|nom de famille|nom|"
        "nom d usage|nom usage|noms|apellidos|apellido|apellido paterno|primer apellido|"
        "apellido 1|sobrenome|apelido|apelidos|ultimo nome|cognome|achternaam|familienaam|"
        "efternamn|etternavn|efternavn|sukunimi|nazwisko|姓|氏|姓氏|苗字",
        "nom patronymique|nom de naissance|l name|preferred last name|nom usuel",
    ),
    "email": (
        "email|e mail|work email|email address|e mail address|business email|work e mail|"
        "email work|primary email|primary work email|company email|corporate email|office email|"
        "employee email|official email|email id|mail|e mail adresse|mailadresse|email adresse|"
        "dienstliche e mail|e mail dienstlich|e mail geschaftlich|geschaftliche e mail|"
        "courriel|adresse e mail|adresse mail|adresse email|adresse elec|adresse electronique|"
        "adresse courriel|email professionnel|mail professionnel|courriel professionnel|"
        "correo|correo electronico|correo e|correo corporativo|correo institucional|email empresa|"
        "email institucional|email corporativo|endereco de email|correio eletronico|"
        "mailadres|e mailadres|emailadres|e post|epost|sahkoposti|adres email|"
        "メール|メールアドレス|eメール|邮箱|电子邮箱|电子邮件|邮件|電子郵件|郵箱|이메일",
        "contact e mail|contact email|upn|user principal name|email 1|mail id|private email|"
        "personal email",
    ),
    "title": (
        "job title|title|position title|pos title|working title|business title|official title|"
        "job titles|titles|jobtitle|employee title|job title name|class title|"
        "classification title|title description|job title description|role title|post title|"
        "generic job title|civil service title|job name|"
        "stellenbezeichnung|berufsbezeichnung|funktionsbezeichnung|positionsbezeichnung|"
        "jobtitel|tatigkeitsbezeichnung|"
        "intitule du poste|intitule de poste|intitule poste|libelle poste|libelle du poste|"
        "intitule emploi|libelle emploi|intitule de l emploi|emploi|poste occupe|"
        "puesto de trabajo|puesto|nombre del puesto|denominacion del puesto|denominacion puesto|"
        "cargo base|cargo|cargo funcao|cargo emprego|cargo efetivo|descricao cargo|"
        "descricao do cargo|"
        "nome do cargo|denominacion del cargo|nombre del cargo|"
        "functietitel|functienaam|functie|functieomschrijving|mansione|qualifica|ruolo|"
        "befattning|stilling|stillingsbetegnelse|titteli|stanowisko|"
        "役職|役職名|職位|职位|岗位|职务|岗位名称|职位名称|职务名称|職稱|职称|職務|직책|직위",
        "position|role|job role|job|designation|post|job description|position description|"
        "pos desc|job desc|occupation|primary position|position name|current position|"
        "current role|role name|job profile|job profile name|"
        "job position|employee position|staff position|job code title|employee role|"
        "position|rolle|stelle|tatigkeit|beruf|planstelle|titel|aufgabe|dienstbezeichnung|"
        "funktion|poste|fonction|fonctions|metier exerce|qualite|titre|"
        "funcion|funcao|descricao funcao|ocupacion|denominacion|categoria profesional|rol|"
        "ocupacao|rol|beroep|"
        "職務名|役割|職種名|肩書|肩書き|职级名称",
        "function|job classification|classification|rank|job class|employee type title|"
        "categorie d emploi|"
        "amtsbezeichnung|grado cargo|categoria|cargo codigo|profissao",
        "job id|job code|position id|jobcode|job function|position code",
    ),
    "team": (
        "team|squad|team name|current team|home team|scrum team|agile team|tribe|"
        "équipe|equipo|equipe|zespol|チーム|チーム名|团队|所属チーム|팀",
        "department name|department|dept name|dept|department type|department description|"
        "dept desc|"
        "department desc|home department|departments|dept title|employee department|"
        "abteilung|abteilungsname|abt|fachabteilung|"
        "departement|service|service d affectation|affectation|direction service|"
        "departamento|departement|nombre departamento|dpto|depto|setor|setor exercicio|"
        "unidad|unidad a la que pertenece|area de gobierno|dependencia|unidad administrativa|"
        "unidad organica|unidade|lotacao|unidade de lotacao|"
        "uorg lotacao|unidade administrativa|orgao de lotacao|local de lotacao|"
        "reparto|ufficio|dipartimento|afdeling|avdelning|avdeling|afdeling|osasto|dzial|"
        "部署|部署名|所属部署|所属|所属課|所属名|部門|部門名|課|部门|部门名称|所属部门|部門名稱|"
        "科室|车间|부서|부서명",
        "unit|unit name|business unit|org unit|organisational unit|organizational unit|"
        "organisation unit|organization unit|supervisory organization|supervisory organisation|"
        "bez organisationseinheit|bezeichnung organisationseinheit|org einheit text|"
        "org unit name|org unit text|orgunit|work unit|org unit description|bu|"
        "org einheit|orgeinheit|organisationseinheit|einheit|bereich|fachbereich|referat|"
        "dienststelle|sachgebiet|amt|dezernat|geschaftsbereich|"
        "unite|unite organisationnelle|entite|structure|direction|pole|"
        "area|area de adscripcion|unidad de adscripcion|adscripcion|"
        "centro directivo|centro gestor|unidad organizativa|gerencia|direccion|"
        "direccion general|"
        "secretaria|diretoria|unidade organizacional|org lotacao|organismo|"
        "unita organizzativa|organisatieeenheid|organisatie eenheid|unit naam|enhet|enhed|"
        "事業部|本部|二级部门|一级部门|单位|单位名称|組織|組織名|組織単位",
        "division|division name|section|group|group name|branch|directorate|bureau|"
        "workgroup|work group|section name|program|programme|practice|organization|organisation|"
        "org|organisation name|organization name|"
        "gruppe|sektion|hauptabteilung|arbeitsgruppe|"
        "division|secteur|groupe|seccion|servicio|negociado|grupo|centro|ente|sede administrativa|"
        "divisao|secao|nucleo|orgao|gruppo|divisie|sectie|groep|directie|科|グループ|班组",
        "agency|agency name|company|company name|legal entity|employer|parent department|"
        "faculty|school|college|office name|personnel area|"
        "gesellschaft|firma|personalbereich|societe|organisme|entidad|institucion|empresa|"
        "institucion|orgao|entidade|bedrijf|secretaria|会社|会社名|公司",
        "cost center|cost centre|cost center name|cost centre name|cost center description|"
        "kostenstelle|kostenstellenbezeichnung|kst|centre de cout|centre de couts|"
        "centro de coste|centro de costo|centro de custo|kostenplaats|"
        "department id|department code|dept id|dept code|deptid|dept no|org unit id|org code|"
        "departamento id|código departamento|abteilung id|abteilungsnummer",
    ),
    "manager": (
        "manager name|manager|line manager|line manager name|reports to|reporting manager|"
        "supervisor|supervisor name|boss|direct manager|people manager|immediate supervisor|"
        "reports to name|reporting to|reportsto|direct supervisor|name of superior|mgr|mgr name|"
        "manager full name|managers name|superior|first line manager|line mgr|lead|"
        "worker s manager|"
        "vorgesetzter|vorgesetzte|vorgesetzte r|vorgesetzter name|fuhrungskraft|"
        "direkter vorgesetzter|disziplinarischer vorgesetzter|disziplinarische fuhrungskraft|"
        "responsable|responsable hierarchique|manager direct|superieur|superieur hierarchique|"
        "n 1|n+1|nom du manager|superviseur|nom du responsable|nom n 1|chef|chef de service|"
        "jefe|jefe directo|jefe inmediato|gestor|supervisor directo|superior inmediato|"
        "reporta a|responde a|gerente|lider|chefe|chefia|chefia imediata|superior imediato|"
        "gestor direto|gestor imediato|responsabile|capo|"
        "leidinggevende|naam leidinggevende|manager naam|chef naam|leder|narmaste chef|"
        "naermeste leder|esimies|przelozony|kierownik|"
        "上司|上長|直属上司|直属の上司|所属長|上司名|上司氏名|上級|经理|直属上级|上级|汇报对象|"
        "直接上级|直屬主管|主管|直属经理|直线经理|상사",
        "team lead|team leader|teamleiter|teamleitung|abteilungsleiter|department head|"
        "head of department|abteilungsleitung|jefe de equipo|chef d equipe|reports to senior post|"
        "reporting senior post|reports to post|department manager",
        "manager id|manager no|manager employee id|manager emp id|manager code|supervisor id|"
        "supervisor no|reports to id|mgr id|mgr no|manager key|manager worker id|"
        "reports to position|reports to employee id|manager personalnummer|"
        "vorgesetzter id|vorgesetzter personalnummer|personalnummer vorgesetzter|"
        "personalnummer fuhrungskraft|"
        "matricule manager|matricule responsable|mtl superviseur|id manager|id jefe|id gestor|"
        "id responsable|matricula gestor|matricula chefia|leidinggevende id|"
        "上司社員番号|上司id|上司番号|上级工号|主管工号",
        "manager email|manager e mail|manager work email|supervisor email|supervisor e mail|"
        "reports to email|line manager email|mgr email|email manager|e mail vorgesetzter|"
        "vorgesetzter e mail|email responsable|correo jefe|manager mail",
    ),
    "discipline": (
        "discipline|profession|craft|job family|job family name|skill group|disziplin|"
        "fachrichtung|fachgebiet|metier|famille de metier|famille professionnelle|"
        "familia profesional|disciplina|vakgebied|"
        "职系|职族|職種|職系|職群|professional occupational group|occupational group|chapter|"
        "job family group|competence area|berufsgruppe|fachlaufbahn|filiere|"
        "especialidad|especialidade|area profissional|specialism|speciality|specialty",
    ),
    "fte": (
        "fte|fte %|fte percent|fte value|full time equivalent|position fte|employee fte|"
        "fulltime equivalent|full time equivalents|ftes|"
        "vza|vze|vk|vollzeitaquivalent|vollzeitaquivalente|vollzeitkraft|"
        "etp|etpt|equivalent temps plein|etc equivalente|equivalente a tiempo completo|"
        "deeltijdfactor|fulltime equivalent|etat|wymiar etatu|"
        "全职当量|全时当量|折合全职|fte換算|フルタイム換算|常勤換算値",
        "workload|work percentage|employment percentage|employment percent|employment level|"
        "working time percentage|percent time|time percent|percent full time|pct time|"
        "work percent|empl percent|employment pct|part time percentage|part time percent|"
        "part time %|contract percentage|capacity utilization level|cap util lvl|"
        "hours per week|weekly hours|hours week|contract hours|contracted hours|hrs wk|"
        "hours per wk|hrs per week|standard weekly hours|scheduled weekly hours|std hours|"
        "standard hours|std hrs|weekly working hours|scheduled hours|default weekly hours|"
        "typical hours|working hours per week|contractual hours|agreed hours|"
        "weekly contract hours|standard hours week|weekly hrs|"
        "beschaftigungsgrad|arbeitspensum|pensum|stellenanteil|stellenumfang|"
        "beschaftigungsumfang|teilzeitgrad|teilzeitquote|teilzeitfaktor|arbeitszeitanteil|"
        "arbeitszeitfaktor|bg %|wochenstunden|stunden pro woche|stunden woche|"
        "wochenarbeitszeit|std woche|std pro woche|wochenstd|vertragsstunden|sollstunden woche|"
        "wochentliche arbeitszeit|arbeitszeit woche|arbeitszeit in prozent|"
        "arbeitsumfang|arbeitszeit prozent|"
        "quotite|quotite de travail|taux d activite|taux activite|taux d emploi|taux d occupation|"
        "temps de travail|quotite temps de travail|duree hebdomadaire|heures hebdomadaires|"
        "heures par semaine|heures semaine|horaire hebdomadaire|taux de travail|"
        "horas semanales|horas semana|horas por semana|jornada semanal|porcentaje de jornada|"
        "porcentaje jornada|% jornada|jornada %|dedicacion|% dedicacion|"
        "carga horaria|carga horaria semanal|jornada de trabalho|jornada trabalho|jornada|"
        "horas semanais|horas por semana|jornada laboral|ore settimanali|percentuale part time|"
        "uren per week|contracturen|uren week|arbeidsduur|parttimepercentage|parttime percentage|"
        "deeltijdpercentage|dienstverbandpercentage|aantal uren per week|contractomvang|"
        "sysselsattningsgrad|stillingsprosent|"
        "所定労働時間週|週所定労働時間|週労働時間|勤務率|勤務割合|稼働率|工时比例|"
        "工作量比例|工作比例|周工时|每周工时|周工作小时|常勤換算",
        "hours|capacity|working time|working hours|work hours|arbeitszeit|uren|hrs|"
        "percentage|availability|allocation|part time|dienstverband|prozent|umfang",
    ),
    "location": (
        "location|work location|office location|primary location|location name|"
        "employee location|work location name|base location|job location|location description|"
        "standort|arbeitsort|dienstort|einsatzort|niederlassung|arbeitsstatte|standort name|"
        "lieu de travail|site de travail|lieu d affectation|lieu affectation|localisation|site|"
        "ubicacion|centro de trabajo|lugar de trabajo|local de trabalho|localizacao|sede|"
        "sede di lavoro|locatie|standplaats|werklocatie|arbetsort|arbeidssted|lokalizacja|"
        "勤務地|勤務先|就業場所|事業所|拠点|工作地点|办公地点|工作地|근무지",
        "office|work site|worksite|city|work city|duty station|place of work|town|base|"
        "work location borough|worksite location|campus|"
        "ort|stadt|ville|lieu|commune|residence administrative|etablissement|"
        "ciudad|localidad|municipio|cidade|plaats|vestiging|stad|miasto|"
        "地点|城市|地域|都市",
        "country|work country|region|state|land|pays|pais|province|provincia|county name|"
        "state province|work state|国|国家|bundesland|uf|estado|area name",
        "location code|office code|building|location id",
    ),
    "start": (
        "start date|start|hire date|date of hire|dateof hire|hired|hired on|hiring date|hiredate|"
        "date hired|most recent hire date|latest hire date|last hire date|current hire date|"
        "joining date|date of joining|join date|joined|joined on|doj|entry date|date of entry|"
        "employ date|date employed|data inicio exerc|data inicio exercicio|"
        "employed from|employment start date|employment start|employment date|work start date|"
        "contract start|contract start date|date joined|start of employment|company entry date|"
        "eintrittsdatum|eintritt|beginn|einstellungsdatum|eintritt am|vertragsbeginn|"
        "beginndatum|einstellung|diensteintritt|dienstbeginn|beschaftigungsbeginn|"
        "eingestellt am|datum eintritt|beschaftigt seit|startdatum|"
        "date d embauche|date embauche|date d entree|date entree|date de debut|date debut|"
        "date d arrivee|date de recrutement|entree|embauche|debut de contrat|"
        "date debut contrat|date d anciennete|date de prise de fonction|"
        "fecha de ingreso|fecha ingreso|fecha de contratacion|fecha contratacion|"
        "fecha de inicio|fecha inicio|fecha de alta|fecha alta|ingreso|inicio|fecha de entrada|"
        "fecha incorporacion|fecha de incorporacion|fecha de nombramiento|fecha de vinculacion|"
        "data de admissao|data admissao|admissao data|admissao|data ingresso|data de ingresso|"
        "data inicio|data de inicio|data de contratacao|data de entrada|"
        "data ingresso orgao|data exercicio|data inicio exercicio|data nomeacao|dt admissao|"
        "data assunzione|data di assunzione|inizio|datum in dienst|in dienst|indiensttreding|"
        "datum indiensttreding|in dienst sinds|indienst|"
        "anstallningsdatum|ansettelsesdato|ansaettelsesdato|data zatrudnienia|"
        "入社日|入社年月日|入社日付|採用日|採用年月日|入职日期|入职时间|入職日期|到職日|到岗日期|"
        "参加工作时间|入职日|加入日期|입사일|입사일자",
        "original hire date|orig hire date|rehire date|continuous service date|service date|"
        "original start date|group entry date|company start date|adjusted service date|"
        "betriebszugehorigkeit seit|konzerneintritt|first hired|initial hire date|"
        "seniority date|anciennete",
        "position start date|agency start date|in position since|job start date|job entry date|"
        "position entry date|role start date|in stelle seit|seit|von|from|since|valid from|"
        "effective date|gultig ab|a partir de|desde|date de prise de poste|"
        "data ingresso cargofuncao|posicion desde|fecha toma posesion|fecha de toma de posesion|"
        "entry|appointment date|date appointed|vanaf",
    ),
    "end": (
        "end date|end|termination date|date of termination|dateof termination|exit date|"
        "leaving date|date of leaving|leave date|employment end date|employment end|"
        "last day of work|last day|last working day|last day worked|employed until|"
        "last day of employment|separation date|term date|date left|date of exit|exit|left|"
        "resignation date|retirement date|departure date|quit date|enddate|terminated on|"
        "austrittsdatum|austritt|ende|austritt am|enddatum|ausgetreten am|ausscheiden|"
        "letzter arbeitstag|ausgeschieden am|dienstende|beschaftigungsende|ausscheidedatum|"
        "datum austritt|entlassungsdatum|"
        "date de sortie|date sortie|date de fin|date fin|date de depart|date depart|sortie|"
        "fecha de baja|fecha baja|fecha de salida|fecha salida|fecha de egreso|fecha egreso|"
        "fecha de retiro|fecha fin|fecha de fin|fecha cese|fecha de cese|fecha de termino|"
        "fecha de desvinculacion|baja|"
        "data de demissao|demissao data|data demissao|data desligamento|data de desligamento|"
        "data de saida|data saida|demissao|desligamento|data fim|data de fim|data exoneracao|"
        "data vacancia|data rescisao|dt demissao|data cessazione|data uscita|fine|"
        "uit dienst|datum uit dienst|uitdienst|uit dienst per|uitdiensttreding|einddatum|"
        "slutdatum|sluttdato|data zwolnienia|"
        "退社日|退職日|退社年月日|退職年月日|离职日期|离职时间|離職日期|离职日|退職日付|퇴사일",
        "contract end|contract end date|end of contract|contract expiry|contract expiry date|"
        "vertragsende|befristet bis|befristung|befristung bis|vertrag bis|"
        "fin de contrat|date fin contrat|date de fin de contrat|fin de contrato|"
        "fecha fin contrato|fecha fin de contrato|fim do contrato|termino contrato|"
        "einde contract|einddatum contract|contract tot|契約終了日|契約満了日|合同到期日|"
        "合同终止日期",
        "position end date|valid to|until|to|bis|gultig bis|hasta|ate|jusqu au|assignment end|"
        "expected end date|projected end date|tot",
    ),
    "skills": (
        "skills|skill|skill set|skillset|competencies|competences|expertise|technologies|"
        "fahigkeiten|kenntnisse|kompetenzen|skills and level|key skills|primary skills|"
        "competences|habilidades|competencias|conhecimentos|conocimientos|vaardigheden|"
        "スキル|技能|専門|技能标签|保有スキル",
    ),
    **LESS_USUAL,
}
"""{field: words of each rank, the best rank first}."""
