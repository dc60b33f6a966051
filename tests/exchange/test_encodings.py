"""Bytes as text: encodings that say what they are, and those told by what they look like."""

from __future__ import annotations

import random

import pytest

from teamtide.exchange.books.encodings import decode
from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.books.repairs import ungarbled

WESTERN = {
    "German": "Name;Abteilung;Ort\nJürgen Müßig;Geschäftsführung;Köln\nKäthe Groß;Büro;Zürich\n",
    "one name": "Name;Ort\nAnna Müller;Bonn\n",
    "French": "Nom;Prénom;Équipe\nLefèvre;Hélène;Développement\nGarçon;François;Qualité\n",
    "one service": "Nom;Service\nIrène Lefèvre;Paie\nThérèse;Achats\n",
    "Spanish": "Nombre;Área\nJosé Muñoz;Atención\nÁngel Peña;Administración\nBegoña;Diseño\n",
    "Portuguese": "Nome;Função\nJoão Conceição;Direção\nAntónio Simões;Operações\n",
    "capitals": "NOME;FUNÇÃO\nJOÃO CONCEIÇÃO;DIREÇÃO\nANTÓNIO SIMÕES;OPERAÇÕES\n",
    "Dutch": "Naam;Afdeling\nZoë Brönnimann;Coördinatie\nDaniël;Financiën\n",
    "Nordic": "Namn;Avdelning\nÅsa Öberg;Försäljning\nJørgen Sæther;Tromsø\n",
}
POLISH = "Imię;Dział\nPaweł Wójcik;Sprzedaż\nŁukasz Żak;Kadry\nMałgorzata;Księgowość\n"
CZECH = "Jméno;Oddělení\nJiří Dvořák;Účtárna\nTomáš Nováček;Řízení\nZdeněk Šťastný;Výroba\n"
HUNGARIAN = "Név;Osztály\nKovács Győző;Értékesítés\nSzűcs Ágnes;Pénzügy\n"
RUSSIAN = "Имя;Отдел\nИван Петров;Продажи\nЕлена Кузнецова;Бухгалтерия\n"
JAPANESE = "氏名,部署,入社日\n山田 太郎,営業部,2020/04/01\n佐藤 花子,開発部,2019/10/01\n"
CHINESE = "姓名,部门,入职日期\n张伟,销售部,2020-04-01\n王芳,技术部,2019-10-01\n"
OTHERS = [
    ("cp1250", POLISH),
    ("iso8859-2", POLISH),
    ("cp1250", CZECH),
    ("iso8859-2", CZECH),
    ("cp1250", HUNGARIAN),
    ("cp1251", RUSSIAN),
    ("koi8-r", RUSSIAN),
    ("cp866", RUSSIAN),
    ("cp1253", "Όνομα;Τμήμα\nΓιώργος Παπαδόπουλος;Πωλήσεις\nΜαρία;Λογιστήριο\n"),
    ("cp1254", "Ad;Bölüm\nÇağrı Yıldız;Satış\nŞule Öztürk;İnsan Kaynakları\n"),
    ("cp1257", "Vardas;Skyrius\nRūta Žukauskienė;Pardavimų\nAgnė Šimkutė;Vyriausiųjų\n"),
    ("cp932", JAPANESE),
    ("euc_jp", JAPANESE),
    ("cp932", "社員番号,名前,役職\n001,髙橋 健太,主任\n002,渡邉 さくら,マネージャー\n"),
    ("gb18030", CHINESE),
    ("big5", "姓名,部門,到職日期\n陳志明,業務部,2020-04-01\n林淑芬,研發部,2019-10-01\n"),
    ("cp949", "이름,부서,입사일\n김민수,영업팀,2020-04-01\n이영희,개발팀,2019-10-01\n"),
]

# Per language its encodings, names and departments; made up, or of people long dead.
NAMES = {
    "German": (
        "cp1252|mac_roman|cp850|iso8859-15",
        "Björn Hübner|Ute Kühn|Günther Weiß|Heike Preuß|Jörn Bäcker|Anja Köhler|Peter Schmidt",
        "Vertrieb|Buchhaltung|Personalbüro|Öffentlichkeitsarbeit|Außendienst|IT",
    ),
    "French": (
        "cp1252|mac_roman|cp850",
        "Zoé Lemaître|René Dupré|André Béranger|Noémie Forêt|Jérôme Rivière|Loïc Le Gall|Inès",
        "Comptabilité|Ingénierie|Sécurité|Achats|Direction générale|Études",
    ),
    "Spanish": (
        "cp1252|mac_roman|cp850",
        "Íñigo Zúñiga|Raúl Gómez|Verónica Ordóñez|Iván Domínguez|Óscar Rodríguez|Ana Ruiz",
        "Administración|Informática|Producción|Diseño|Ventas",
    ),
    "Portuguese": (
        "cp1252|mac_roman|cp850",
        "Luís Gonçalves|Fátima Leitão|Sérgio Falcão|Estêvão Guimarães|Mónica Assunção|Rui",
        "Recepção|Formação|Produção|Logística|Operações",
    ),
    "Polish": (
        "cp1250|iso8859-2",
        "Grażyna Wiśniewska|Zbigniew Kołodziej|Stanisław Jabłoński|Świętosława Ćwik|Jan Nowak",
        "Księgowość|Sprzedaż|Zarząd|Jakość",
    ),
    "Russian": (
        "cp1251|koi8-r|cp866",
        "Сергей Смирнов|Ольга Иванова|Дмитрий Попов|Щербаков Юрий|Жанна Фёдорова",
        "Отдел продаж|Производство|Цех|Управление",
    ),
    "Turkish": (
        "cp1254",
        "Gülşah Aydın|Mustafa Şahin|İbrahim Çelik|Ayşe Yılmaz|Tuğba Özkan",
        "Muhasebe|Satış|Üretim|İnsan Kaynakları",
    ),
    "Japanese": (
        "cp932|euc_jp",
        "中島 裕美|前田 千尋|藤井 直人|岡本 拓海|近藤 さゆり|坂本 陽子|ケビン スミス|西村 彩乃",
        "総務課|経理部|製造部|品質保証部|システム開発室|購買",
    ),
    "Chinese": (
        "gb18030",
        "欧阳震华|钱钟书|沈从文|孙悟空|诸葛亮|郭靖|黄蓉|张无忌|赵敏|杨过",
        "采购部|财务科|生产车间|质量管理部|信息中心|后勤",
    ),
    "Taiwanese": (
        "big5",
        "王力宏|張惠妹|陳奕迅|蕭敬騰|鄧麗君|梁靜茹|吳宗憲",
        "採購部|財務處|生產線|品管課|資訊中心",
    ),
    "Korean": (
        "cp949",
        "홍길동|이순신|신사임당|유관순|장보고|강감찬|최무선|정약용",
        "구매팀|재무과|생산부|품질보증|총무과",
    ),
}


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "iso8859-15", "mac_roman", "cp850"])
@pytest.mark.parametrize("language", list(WESTERN))
def test_that_western_names_are_read_in_the_encodings_of_the_west(
    language: str, encoding: str
) -> None:
    text = WESTERN[language]
    assert decode("staff.csv", text.encode(encoding)) == (text, ())


@pytest.mark.parametrize(("encoding", "text"), OTHERS)
def test_that_names_of_other_languages_are_read(encoding: str, text: str) -> None:
    assert decode("staff.csv", text.encode(encoding)) == (text, ())


@pytest.mark.parametrize(
    "encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16", "utf-32", "utf-8"]
)
@pytest.mark.parametrize("text", [*WESTERN.values(), RUSSIAN, JAPANESE, CHINESE])
def test_that_unicode_is_read_with_and_without_a_mark(text: str, encoding: str) -> None:
    assert decode("staff.csv", text.encode(encoding)) == (text, ())


@pytest.mark.parametrize("language", list(NAMES))
def test_that_rosters_of_any_size_are_read_in_the_encoding_of_their_country(language: str) -> None:
    encodings, names, teams = (part.split("|") for part in NAMES[language])
    chance = random.Random(language)
    for encoding in encodings:
        for people in (4, 8, 40) * 6:
            rows = [f"{n};{chance.choice(names)};{chance.choice(teams)}\n" for n in range(people)]
            text = "".join(["ID;Name;Dept\n", *rows])
            assert decode("staff.csv", text.encode(encoding))[0] == text, encoding


def test_that_a_euro_sign_is_one_in_both_western_encodings() -> None:
    text = "Name;Satz\nJörg;60 €\nAnna Müller;50 €\n"
    assert decode("a.csv", text.encode("cp1252"))[0] == text
    assert decode("a.csv", text.encode("iso8859-15"))[0] == text


def test_that_one_bad_byte_does_not_turn_a_large_file_to_mojibake() -> None:
    good = "Name,Ort\n" + "Jürgen Müßig,Köln\n" * 31_000
    text, notes = decode("big.csv", good.encode() + b"Anna M\xfcller,Bonn\n")
    assert text == f"{good}Anna Müller,Bonn\n"
    assert notes[0].startswith("1 letter of big.csv was written by another program")


def test_that_half_a_letter_at_the_end_is_told_and_the_rest_is_kept() -> None:
    text, notes = decode("cut.csv", "Name\nÁrpád\nZoë".encode("utf-16")[:-1])
    assert text == "Name\nÁrpád\nZo\ufffd"
    assert notes[0].startswith("1 letter of cut.csv could not be read")


def test_that_stray_zeros_in_a_text_are_left_out_and_said() -> None:
    text, notes = decode("a.csv", b"Name,Team\nAna,Ops\n" * 50 + b"Eva\x00,Ops\n")
    assert text.endswith("Eva,Ops\n")
    assert notes == ("a.csv had NUL characters between its letters; they were left out.",)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "a picture"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 8, "a PDF"),
        (b"\x1f\x8b\x08" + bytes(range(256)) * 8, "an archive"),
        (bytes(range(256)) * 40, "a picture or a program"),
    ],
)
def test_that_what_is_no_text_is_refused_as_what_it_is(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable, match=kind) as error:
        decode("staff.csv", data)
    assert "Choose" in str(error.value)


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("MÃ¼ller", "Müller"),
        ("JosÃƒÂ©", "José"),
        ("M√ºller", "Müller"),
        ("Ð˜Ð²Ð°Ð½", "Иван"),
        ("PaweÅ‚", "Paweł"),
        ("å±±ç”°", "山田"),
        ("SÃO PAULO", "SÃO PAULO"),
        ("Ângela d’Ávila", "Ângela d’Ávila"),
        ("KÖLN", "KÖLN"),
    ],
)
def test_that_garbled_letters_are_repaired_and_names_are_not(garbled: str, meant: str) -> None:
    assert ungarbled(garbled) == meant
