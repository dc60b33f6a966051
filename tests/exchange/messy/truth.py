"""Who is really in a made-up roster, before anybody writes it down.

All names are invented. A truth is made from a seed alone, so that a failing example can be made
again from its number.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

LATIN = ("en", "de", "fr", "es", "pt", "nl")
LANGUAGES = (*LATIN, "ja", "zh")
ELSEWHERE = ("Elsewhere", "天海")
"""Last names of managers who are in no list."""


@dataclass(frozen=True)
class Name:
    """A first and a last name, and how they are written in e-mail addresses."""

    first: str
    last: str
    ascii: str

    @property
    def asian(self) -> bool:
        """Whether the last name stands first and no blank is needed."""
        return any(ord(letter) > 0x2E80 for letter in self.last)

    @property
    def full(self) -> str:
        return f"{self.last}{self.first}" if self.asian else f"{self.first} {self.last}"


@dataclass(frozen=True)
class Somebody:
    """One person with everything a roster may say of them; None and “” where it says nothing."""

    code: str
    name: Name
    email: str
    title: str
    team: str
    manager: Name | None
    fte: float
    start: date
    end: date | None
    location: str


@dataclass(frozen=True)
class Truth:
    """The people of a roster, and the language of whoever keeps it."""

    language: str
    people: tuple[Somebody, ...]


def _names(text: str) -> tuple[Name, ...]:
    """`First Names|Last Names` by line; a third part spells what ASCII can't."""
    found = []
    for line in text.strip().splitlines():
        first, last, *spelled = line.strip().split("|")
        plain = spelled[0] if spelled else f"{_ascii(first)}.{_ascii(last)}"
        found.append(Name(first, last, plain))
    return tuple(found)


def _ascii(text: str) -> str:
    for letter, plain in (("ß", "ss"), ("ø", "o"), ("ł", "l"), ("Ł", "l")):
        text = text.replace(letter, plain)
    letters = unicodedata.normalize("NFKD", text).lower()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


NAMES: dict[str, tuple[Name, ...]] = {
    "en": _names("""
        Harriet|Ashdown
        Callum|O'Rourke
        Mary Jane|Holloway
        Tobias|Wetherby-Clarke
        Imogen|St. Leger
        Desmond|Achterberg
        Priya|Raghunathan
        Owen|McAllister
        Beatrice|Penhaligon
        Noel|Fairweather
    """),
    "de": _names("""
        Jürgen|Öttinger
        Käthe|Großmann
        Hans-Peter|Weißhaupt
        Ursula|von der Tann
        Björn|Mühlbauer
        Änne|Krämer
        Lutz|Sander
        Dörte|Schöning
        Götz|Häberle
        Silke|Brandt
    """),
    "fr": _names("""
        Zoé|Lefèvre
        Jean-François|Béranger
        Héloïse|d'Aubigné
        Étienne|Château
        Maëlle|Garçon
        Luc|Périgord
        Anaïs|Le Goff
        René|Moulin
        Agnès|Hébert
        Noémie|Delacroix
    """),
    "es": _names("""
        José Ángel|Núñez Ibarra
        Begoña|Muñoz
        Iñaki|Etxeberría
        María del Carmen|Peña
        Álvaro|Cañizares
        Lucía|de la Fuente
        Andrés|Güell
        Rocío|Báez
        Raúl|Ordóñez
        Inés|Villalobos
    """),
    "pt": _names("""
        João|Conceição
        Inês|Simões
        Antônio|da Gama
        Conceição|Magalhães
        Luís|Araújo
        Mônica|Fagundes
        Sebastião|Leitão
        Flávia|dos Anjos
        Estêvão|Brandão
        Letícia|Queirós
    """),
    "nl": _names("""
        Pieter|van der Meulen
        Sanne|de Wilde
        Joris|Hoogland
        Marloes|ten Brinke
        Daniël|Zuidema
        Renée|Vermeer
        Koen|van 't Hof
        Femke|Schaap
        Coen|Bruinsma
        Loïs|den Ouden
    """),
    "ja": _names("""
        美咲|高嶋|misaki.takashima
        健太|小鳥遊|kenta.takanashi
        さくら|東雲|sakura.shinonome
        大輔|御子柴|daisuke.mikoshiba
        陽子|五十嵐|yoko.igarashi
        誠|長谷部|makoto.hasebe
        千尋|久遠|chihiro.kuon
        翔|水無月|sho.minazuki
        恵|綾小路|megumi.ayanokoji
        拓海|真壁|takumi.makabe
    """),
    "zh": _names("""
        晓明|欧阳|ouyang.xiaoming
        雨桐|司徒|situ.yutong
        建国|慕容|murong.jianguo
        丽华|钟离|zhongli.lihua
        伟|端木|duanmu.wei
        梓涵|公孙|gongsun.zihan
        志强|令狐|linghu.zhiqiang
        静|东方|dongfang.jing
        海燕|百里|baili.haiyan
        浩然|上官|shangguan.haoran
    """),
    # Guests in any list that can hold them.
    "any": _names("""
        Zdeněk|Říha
        Łucja|Wiśniewska-Żak
        İlker|Çağlayan
        Nguyễn Thị|Hương Giang
        Søren|Lykkegård
        Διονύσης|Παπαδήμος|dionysis.papadimos
        Ольга|Рябинина|olga.ryabinina
        Katalin|Szőke
    """),
}

TITLES: dict[str, tuple[str, ...]] = {
    "en": ("Software Engineer", "Data Scientist", "Platform Engineer", "Product Owner", "QA Lead"),
    "de": ("Softwareentwickler", "Datenanalystin", "Systemadministrator", "Teamassistenz"),
    "fr": ("Développeur", "Ingénieure de données", "Chargé d'études", "Chef de projet"),
    "es": ("Desarrollador", "Analista de datos", "Jefe de proyecto", "Técnica de sistemas"),
    "pt": ("Desenvolvedora", "Analista de Sistemas", "Técnico de redes", "Cientista de dados"),
    "nl": ("Softwareontwikkelaar", "Data-analist", "Systeembeheerder", "Projectleider"),
    "ja": ("主任", "課長", "エンジニア", "データ分析担当"),
    "zh": ("高级工程师", "产品经理", "数据分析师", "运维工程师"),
}
TEAMS: dict[str, tuple[str, ...]] = {
    "en": ("Platform", "Data & Insight", "Checkout", "Customer Care"),
    "de": ("Entwicklung", "Betrieb", "Qualitätssicherung", "Vertrieb Süd"),
    "fr": ("Développement", "Exploitation", "Études", "Direction générale"),
    "es": ("Desarrollo", "Operación", "Atención al cliente", "Calidad"),
    "pt": ("Desenvolvimento", "Operações", "Atendimento", "Inovação"),
    "nl": ("Ontwikkeling", "Beheer", "Klantenservice", "Verkoop"),
    "ja": ("開発部", "営業一課", "人事部", "品質管理部"),
    "zh": ("研发部", "市场部", "运维部", "人力资源部"),
}
PLACES: dict[str, tuple[str, ...]] = {
    "en": ("Leeds", "Bristol", "Cork"),
    "de": ("München", "Köln", "Bad Tölz"),
    "fr": ("Orléans", "Nîmes", "Lyon"),
    "es": ("Málaga", "Cádiz", "Bogotá"),
    "pt": ("São Paulo", "Évora", "Belém"),
    "nl": ("Utrecht", "Den Haag", "Gent"),
    "ja": ("東京", "大阪", "札幌"),
    "zh": ("北京", "上海", "成都"),
}
SHARES = (1.0, 1.0, 1.0, 0.9, 0.8, 0.75, 0.6, 0.5)


def truth_of(dice: Random, language: str, *, guests: bool) -> Truth:
    """Six to fourteen people who keep their list in a language; the first leads and is full time.

    Args:
        dice: All chance comes from here.
        language: One of LANGUAGES.
        guests: Whether there may be names from elsewhere, in any script.
    """
    names = list(NAMES[language])
    if guests:
        names += NAMES["any"]
    dice.shuffle(names)
    names = names[: dice.randint(6, min(14, len(names)))]
    first = dice.choice((1, 101, 4711, 10020, 200301))
    start = date(1998, 1, 1)
    people = [
        Somebody(
            code=str(first + number * dice.choice((1, 1, 7)) + number * 10),
            name=name,
            email=f"{name.ascii}@example.com",
            title=dice.choice(TITLES[language]),
            team=dice.choice(TEAMS[language]),
            manager=names[0] if number else None,
            fte=dice.choice(SHARES) if number else 1.0,
            start=start + timedelta(days=dice.randint(0, 10_000)),
            # Far enough away to be no leaver, whichever of its numbers is the month.
            end=date(dice.randint(2027, 2029), dice.randint(1, 12), dice.randint(1, 28))
            if dice.random() < 0.3
            else None,
            location=dice.choice(PLACES[language]),
        )
        for number, name in enumerate(names)
    ]
    return Truth(language, tuple(people))


def left(somebody: Somebody, dice: Random) -> Somebody:
    """The same person, who came and went before any plan starts."""
    went = date(dice.randint(2021, 2024), dice.randint(1, 12), dice.randint(1, 28))
    came = date(dice.randint(2008, 2019), dice.randint(1, 12), dice.randint(1, 28))
    return replace(somebody, start=came, end=went)
