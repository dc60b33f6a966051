"""Bytes as text: encodings that say what they are, and those told by what they look like."""

from __future__ import annotations

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
