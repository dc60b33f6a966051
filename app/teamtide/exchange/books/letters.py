"""Which letters languages use in names, and how much a text looks like names.

Tables, so that another language is another line. A text in the wrong encoding gives itself away:
signs in the middle of words, capitals after small letters, alphabets mixed in one word, or letters
no single language has together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters of a language beyond a to z: first those that are frequent, then the others.
ALPHABETS: dict[str, tuple[str, str]] = {
    "western": ("äöüßéèàçñáíóúãõêâôëïåøæ", "îûìòùýÿœšžðþ"),
    "polish": ("ąćęłńóśźż", "öüäé"),
    "czech": ("áčďéěíňóřšťúůýž", "ľĺŕôäöü"),
    "hungarian": ("áéíóöőúüű", "ä"),
    "romanian": ("ăâîşţ", "éöüá"),
    "south slavic": ("čćđšž", "éöü"),
    "turkish": ("çğıöşüİ", "âîû"),
    "lithuanian": ("ąčęėįšųūž", ""),
    "latvian": ("āčēģīķļņšūž", ""),
    "russian": ("оеаинтсрвлкмдпуяыьгзбч", "йхжшюцщэфъёіїєґ"),
    "greek": ("αοιετσνηυρπκμλςωδγάίόέή", "χθφβξζψύώϊΐ"),
    # Of scripts with thousands of signs: those of names of people, places and posts.
    "japanese": (
        "山田中村木小林佐藤鈴高橋伊渡辺本加吉松井上清崎森池阿部石前岡長谷川後近斉斎坂遠青福西太三浦原野"
        "島内口大今平千葉岩宮菊水桜久保古市丸増杉金子和酒竹武河横新安合関沢柴工片柳土屋荒尾成服秋樋永矢"
        "一二郎美恵香奈由花愛優翔輝健誠隆博明浩正義真直樹雄介雅裕孝智幸理沙織菜々葵陽結衣桃里彩亮拓哉也"
        "弘洋信豊進勇実良秀英治雪春夏冬氏名社員番号署所属課室係主任役職性別男女生年月日入退開始終了発営業"
        "総務人事経企画情報技術製造品質管研究財法広支店東京都阪府区町県北海道札幌仙台神知兵庫電話住雇用形"
        "態契約派遣給与時間勤地備考状況等級資格",
        "国分代表員長副次本社支会第四五六七八九十百千万円上下左右前後新旧出向休産育",
    ),
    "simplified": (
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕"
        "丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃"
        "武戴莫孔向汤伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲建国华红梅鑫波斌宇浩凯健俊帆"
        "雪倩婷慧莹玉萍春燕飞云志海晓佳欣怡梓涵子轩然博思雨姓名部门工号员编职位岗务性别男女出生年月日入"
        "离期合同开始结束电话邮箱地址城市北京上广州深圳杭南汉成都天津重庆西安销售场技术研发人力资源财行政"
        "产品运营经理总监主管助程师设计测试数据分析公司中心组长备注状态在级学历本科硕专业类型全兼时",
        "小大一二三四五六七八九十百千万副区县省路街道第和的有限不是",
    ),
    "traditional": (
        "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何高林羅鄭梁謝宋唐許韓馮鄧曹彭曾蕭田董袁潘蔣蔡余杜葉程蘇魏呂"
        "丁任沈姚盧姜崔鐘譚陸汪范金石廖賈夏韋方白鄒孟熊秦邱江尹薛段雷侯龍史陶黎賀顧毛龔邵萬錢嚴武戴莫"
        "孔湯偉芳娜秀英敏靜麗強磊軍洋勇豔傑娟濤明超蘭霞平剛桂文輝玲建國華紅梅鑫波斌宇浩凱健俊雪倩婷慧"
        "瑩玉萍春燕飛雲志海曉佳欣怡雅淑惠美君宜庭家豪冠宏銘德信仁義姓名部門工號員編職位崗務性別男女出"
        "生年月日入離期合約開始結束電話郵箱地址城市台北臺灣香港新竹雄中桃園南銷售場技術研發人力資源財行"
        "政產品營運經理總監主管助程師設計測試數據分析公司處心組長備註狀態在級學歷類型全兼時業課室",
        "小大一二三四五六七八九十百千副區縣省路街道第和的有限不是",
    ),
    "korean": (
        "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지나엄채원천방"
        "공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예봉사부가영수희경숙자미순혜"
        "준호건철동재훈상태승형욱규환섭웅빈아래다라늘람름번직급책별녀생년월일입퇴시작종료화메울산대광세팀"
        "과리본개발업총무획케팅연구품질관지센터그룹근계약비",
        "의에는을를와로으니요세터스트프로젝매니저디자엔",
    ),
}

_WESTERN = ("western",)
_CENTRAL = ("polish", "czech", "hungarian", "romanian", "south slavic", "western")
# An encoding, the alphabets its texts are in, and how much likelier it is than others.
CANDIDATES: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("cp1252", _WESTERN, 0.08),
    ("iso8859-15", _WESTERN, 0.07),
    ("mac_roman", _WESTERN, 0.04),
    ("cp850", _WESTERN, 0.02),
    ("cp1250", _CENTRAL, 0.03),
    ("iso8859-2", _CENTRAL, 0.01),
    ("cp852", _CENTRAL, -0.02),
    ("cp1254", ("turkish",), 0.0),
    ("cp1257", ("lithuanian", "latvian"), 0.0),
    ("cp1251", ("russian",), 0.02),
    ("koi8-r", ("russian",), -0.15),
    ("iso8859-5", ("russian",), -0.2),
    ("cp866", ("russian",), -0.15),
    ("cp1253", ("greek",), -0.1),
    ("cp932", ("japanese",), 0.02),
    ("euc_jp", ("japanese",), 0.0),
    ("gb18030", ("simplified",), 0.1),
    ("big5", ("traditional",), 0.01),
    ("cp949", ("korean",), 0.0),
)

_TOKEN = re.compile(r"[^\x00-\x40\[-`{-\x7f]+")
_LOOSE = frozenset("“”«»‘’–—…©®™°ºª€£§·\u00a0\u3000、。・（）：，；－～ー「」")
"""Signs that stand beside words, or alone, without anything being wrong."""
_INSIDE = frozenset("’·ー・々\u00ad")
_PAIRS = frozenset({"çã", "çõ", "üß", "äß", "öß", "éé", "ïé", "åå", "áñ", "ãç"})
_FREQUENT, _KNOWN, _RARE, _STRANGE = 1.0, 0.5, 0.0, -0.5
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "HALFWIDTH")
_EAST = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL"})


def plausibility(text: str, alphabets: tuple[str, ...]) -> float:
    """How much a text looks like names in one of some languages: 1 very much, below 0 not at all.

    Only what is not ASCII counts, each letter as much as any other.
    """
    letters: list[str] = []
    score = 0.0
    for token in _TOKEN.findall(text):
        if not token.isascii():
            score += _token_score(token, letters)
    signs = max(1, sum(not c.isascii() for c in text))
    best = max((sum(_worth(name, letter) for letter in letters) for name in alphabets), default=0.0)
    return (score + best) / signs


def _token_score(token: str, letters: list[str]) -> float:
    """What speaks against a word, whatever its language; its letters are added to the list."""
    score = 0.0
    scripts = {script_of(c) for c in token if c.isalpha()}
    if len(scripts - _EAST) + bool(scripts & _EAST) > 1:
        score -= 2.0 * sum(not c.isascii() for c in token)
    for place, sign in enumerate(token):
        if sign.isascii():
            continue
        before = token[place - 1] if place else ""
        after = token[place + 1 : place + 2]
        if sign.isalpha():
            letters.append(sign)
            score += _case(before, sign, after)
            score -= 0.0 if _fits(sign, after) else 1.5
            if before and not before.isascii() and ord(sign) < 0x250 and ord(before) < 0x250:
                score -= 0.0 if (before + sign).lower() in _PAIRS else 0.7
        elif unicodedata.category(sign) in ("Cc", "Co", "Cn", "Cs") or sign == "\ufffd":
            score -= 3.0
        elif before.isalpha() and after.isalpha():
            score -= 0.0 if sign in _INSIDE else 2.0
        elif before.isalpha() or after.isalpha():
            score -= 0.0 if sign in _LOOSE else 1.0
        else:
            score -= 0.0 if sign in _LOOSE else 0.5
    return score


def _case(before: str, sign: str, after: str) -> float:
    if sign.isupper() and before.islower():
        return -2.5
    if sign.isupper() and before.isupper() and after.islower():
        return -1.2
    if sign.isupper() and not before and not after:
        return -0.6  # a sign of a currency, rather
    if sign.islower() and before.isupper() and after.isupper():
        return -1.0
    return 0.0


def _fits(sign: str, after: str) -> bool:
    """Whether a western letter stands where its language has it; Hungarian ő and ű look like it.

    Portuguese has õ before e only, French û before few letters.
    """
    small = sign.lower()
    return not (small == "õ" and after.lower() != "e") and not (
        small == "û" and after.lower() not in ("t", "r", "l", "m", "")
    )


@lru_cache(maxsize=8192)
def script_of(letter: str) -> str:
    """The script of a letter, as Unicode's names say it."""
    name = unicodedata.name(letter, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), "OTHER")


@lru_cache(maxsize=65536)
def _worth(alphabet: str, letter: str) -> float:
    frequent, known = ALPHABETS[alphabet]
    small = letter.lower()
    if small in frequent or letter in frequent:
        return _FREQUENT
    if small in known:
        return _KNOWN
    script = script_of(letter)
    if alphabet == "japanese" and script in ("HIRAGANA", "KATAKANA"):
        return _FREQUENT
    of_it = {
        "japanese": ("CJK",),
        "simplified": ("CJK",),
        "traditional": ("CJK",),
        "korean": ("HANGUL",),
        "russian": ("CYRILLIC",),
        "greek": ("GREEK",),
    }.get(alphabet, ())
    return _RARE if script in of_it else _STRANGE
