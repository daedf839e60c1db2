"""The query language: what is understood, and that every string is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.dialogue import SpeakerCategory
from search.language import (
    LONGEST_QUERY,
    MOST_TERMS,
    And,
    Dates,
    Field,
    FieldName,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    SpokenAs,
    Term,
    Years,
    describe,
    parse,
    positive,
    wider,
    write,
)
from search.language.query import DEEPEST_NESTING
from search.language.tree import FIRST_YEAR, LAST_YEAR

A, B, C = Term("防災"), Term("訓練"), Term("中止")
CHAIR, MEMBER = SpeakerCategory.CHAIR, SpeakerCategory.MEMBER
OFFICER, OTHER = SpeakerCategory.OFFICER, SpeakerCategory.OTHER
SPEAKER, MEETING, AGENDA, PAPER = FieldName.SPEAKER, FieldName.MEETING, FieldName.AGENDA, FieldName.PAPER


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("防災", A),
        ("防災 訓練", And((A, B))),
        ("防災　訓練", And((A, B))),
        ("防災 AND 訓練", And((A, B))),
        ("防災 防災", A),
        ("防災 OR 訓練", Or((A, B))),
        ("防災　ＯＲ　訓練", Or((A, B))),
        ("防災|訓練", Or((A, B))),
        ("防災｜訓練", Or((A, B))),
        ("防災 -中止", And((A, Not(C)))),
        ("防災　－中止", And((A, Not(C)))),
        ("防災 ー中止", And((A, Not(C)))),
        ("防災 NOT 中止", And((A, Not(C)))),
        ("NOT NOT 防災", A),
        ("-中止", Not(C)),
        ('"防災 訓練"', Phrase("防災 訓練")),
        ("「防災訓練」", Phrase("防災訓練")),
        ("『防災訓練』", Phrase("防災訓練")),
        ("“防災訓練”", Phrase("防災訓練")),
        ("＂防災訓練＂", Phrase("防災訓練")),
        ("-「防災訓練」", Not(Phrase("防災訓練"))),
        ("防災 訓練 OR 中止", Or((And((A, B)), C))),
        ("防災 (訓練 OR 中止)", And((A, Or((B, C))))),
        ("防災（訓練｜中止）", And((A, Or((B, C))))),
        ("防災 -(訓練 OR 中止)", And((A, Not(Or((B, C)))))),
        ("ＮＯＴ　中止", Not(C)),
        ("防災 ＡＮＤ 訓練", And((A, B))),
        ("｢防災訓練｣", Phrase("防災訓練")),
        ("「、」", Phrase("、")),
        ("「防災、 訓練（案）」", Phrase("防災、 訓練（案）")),
        ("「の」", Phrase("の")),
        ("防災*", Prefix("防災")),
        ("防災＊", Prefix("防災")),
        ("-防災*", Not(Prefix("防災"))),
    ],
)
def test_the_language(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    "word",
    "高橋（伸）委員 高橋(伸) （株）霞浜商事 霞浜商事(株) 個人情報の保護に関する条例（案） 計画(素案)(概要) 館長（（代））".split(),
)
def test_brackets_in_which_nothing_is_to_be_grouped_belong_to_the_word(word: str) -> None:
    assert parse(word).tree == Term(word)
    assert parse(f"{word} 訓練").tree == And((Term(word), B))
    assert parse(f"防災 -{word}").tree == And((A, Not(Term(word))))
    assert parse(f"発言者:{word}").tree == Field(SPEAKER, word)
    assert parse(f"発言者：{word}　訓練").tree == And((Field(SPEAKER, word), B))
    assert parse(f"{word}*").tree == Prefix(word)
    assert parse(word, literal=True).tree == Phrase(word)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("防災（訓練　中止）", And((A, B, C))),
        ("防災（訓練、中止）", And((A, B, C))),
        ("防災（-中止）", And((A, Not(C)))),
        ("防災（発言者:山田）", And((A, Field(SPEAKER, "山田")))),
        ("防災（「訓練」）", And((A, Phrase("訓練")))),
        ("防災（（訓練 OR 中止））", And((A, Or((B, C))))),
        ("高橋（伸）委員（訓練 OR 中止）", And((Term("高橋（伸）委員"), Or((B, C))))),
        ("(防災)", A),
        ("（（防災））", A),
        ("防災 (訓練)", And((A, B))),
        ("防災 OR (訓練)", Or((A, B))),
        ("防災 -(中止)", And((A, Not(C)))),
        ("発言者:(山田)", Field(SPEAKER, "山田")),
        ("(防災)*", Prefix("防災")),
        ("(防災*)", Prefix("防災")),
        ("防災（）訓練", And((A, B))),
        ("高橋（伸", And((Term("高橋"), Term("伸")))),
        ("高橋伸）委員", And((Term("高橋伸"), Term("委員")))),
    ],
)
def test_brackets_that_group(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize("sign", [*"、，､,・･+＋/／;；。&＆\t\n", "\r\n", "、　", " ・ "])
def test_signs_of_a_list_part_words(sign: str) -> None:
    assert parse(f"防災{sign}訓練").tree == And((A, B))
    assert parse(f"{sign}防災{sign}訓練{sign}").tree == And((A, B))
    assert parse(f"防災{sign}-中止").tree == And((A, Not(C)))
    assert parse(f"学校 OR 防災{sign}訓練").tree == Or((Term("学校"), And((A, B))))
    assert parse(f"発言者:山田{sign}訓練").tree == And((Field(SPEAKER, "山田"), B))
    assert parse(f"「防災{sign}訓練」").tree == Phrase(f"防災{sign}訓練")


@pytest.mark.parametrize(
    "word",
    "1,234 1，234千円 12,345,678円 5/31 ５／３１ 2023/5/31 1/2 100/200 令和5・5・31 2023・5・31 ファミリー・サポート・センター "
    "ﾌｧﾐﾘｰ･ｻﾎﾟｰﾄ･ｾﾝﾀｰ ウィズ・コロナ対策 C++ C++言語 Ｃ＋＋ A/B A/B/C Ａ／Ｂ A/1 1/A案 Q&A M＆A A+ http://www.example.jp/a/b,c;d "
    "COVID-19 AI-OCR Wi-Fi １２－３ 12:30 50%".split(),
)
def test_signs_that_belong_to_a_word_stay_in_it(word: str) -> None:
    assert parse(word).tree == Term(word)
    assert parse(f"防災 {word}、訓練").tree == And((A, Term(word), B))
    assert parse(f"({word} OR 防災)").tree == Or((Term(word), A))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,2", "1 2"),
        ("1,2345", "1 2345"),
        ("ガス・水道", "ガス 水道"),
        ("第2・3回", "第2 3回"),
        ("1・2・3・4", "1 2 3 4"),
        ("PC/タブレット", "PC タブレット"),
        ("TCP/IP", "TCP IP"),
        ("学校/A", "学校 A"),
        ("PC+タブレット", "PC タブレット"),
        ("防災&減災", "防災 減災"),
    ],
)
def test_the_same_signs_elsewhere_part_words(text: str, words: str) -> None:
    assert parse(text).tree == And(tuple(map(Term, words.split())))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("防災 or 訓練", Or((A, B))),
        ("防災　ｏｒ　訓練", Or((A, B))),
        ("防災 Or 訓練", Or((A, B))),
        ("防災 and 訓練", And((A, B))),
        ("防災 not 中止", And((A, Not(C)))),
        ("防災 or 「訓練」", Or((A, Phrase("訓練")))),
        ("防災 or -中止", Or((A, Not(C)))),
        ("防災 or 発言者:山田", Or((A, Field(SPEAKER, "山田")))),
        ("(防災 訓練) or (中止 延期)", Or((And((A, B)), And((C, Term("延期")))))),
        ("防災 and (訓練 or 中止)", And((A, Or((B, C))))),
        ("or", Term("or")),
        ("防災 or", And((A, Term("or")))),
        ("not 防災", And((Term("not"), A))),
        ("防災 (or) 訓練", And((A, Term("or"), B))),
        ("防災 OR or", Or((A, Term("or")))),
        ("order", Term("order")),
    ],
)
def test_operators_in_small_letters_stand_between_words(text: str, tree: Node) -> None:
    assert parse(text).tree == tree
    assert parse(write(tree)).tree == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("ーセ", Term("ーセ")),
        ("サービス ーセンター", And((Term("サービス"), Term("ーセンター")))),
        ("-ーセ", Term("-ーセ")),
        ("NOT ーセ", Not(Term("ーセ"))),
        ("データーセンター", Term("データーセンター")),
        ("防災-訓練", Term("防災-訓練")),
        ("-5", Term("-5")),
        ("－5%", Term("－5%")),
        ("△5 -3", And((Term("△5"), Not(Term("3"))))),
        ("予算 -5%", And((Term("予算"), Not(Term("5%"))))),
        ("予算 OR -5%", Or((Term("予算"), Term("-5%")))),
        ("予算 (-5%)", And((Term("予算"), Term("-5%")))),
        ("NOT 5%", Not(Term("5%"))),
    ],
)
def test_a_minus_denies_a_word_only_where_one_can_begin(text: str, tree: Node) -> None:
    assert parse(text).tree == tree
    assert parse(write(tree)).tree == tree


def test_literally_only_spaces_and_operators_part_words() -> None:
    assert parse("防災・減災、（案） 訓練", literal=True).tree == And((Phrase("防災・減災、（案）"), Phrase("訓練")))
    assert parse("（案）", literal=True).tree == Phrase("（案）")
    assert parse("防災（訓練 OR 中止）", literal=True).tree == And(
        (Phrase("防災"), Or((Phrase("訓練"), Phrase("中止"))))
    )


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("防災 NEAR/20 訓練", Near((A, B), 20)),
        ("防災 ＮＥＡＲ／２０ 訓練", Near((A, B), 20)),
        ("防災 近接20 訓練", Near((A, B), 20)),
        ("防災　近接２０文字以内　訓練", Near((A, B), 20)),
        ("防災 NEAR 訓練", Near((A, B), 30)),
        ("防災 NEAR/99 「訓練」 NEAR/99 中止*", Near((A, Phrase("訓練"), Prefix("中止")), 99)),
        ("防災 NEAR/5 訓練 NEAR/9 中止", And((Near((A, B), 5), Near((B, C), 9)))),
        ("(防災 OR 訓練) NEAR/5 中止", Or((Near((A, C), 5), Near((B, C), 5)))),
        ("-(防災 NEAR/5 訓練) 中止", And((Not(Near((A, B), 5)), C))),
        ("防災 NEAR/5 訓練 中止", And((Near((A, B), 5), C))),
        ("防災 NEAR/0 訓練", Near((A, B), 1)),
        ("防災 NEAR/5 防災", A),
        ("NEAR/5 防災 NEAR/5", A),
        ("防災 近接 訓練", And((A, Term("近接"), B))),
    ],
)
def test_near(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


def test_near_something_that_is_no_word_means_both() -> None:
    read = parse("防災 NEAR/5 -訓練")
    assert read.tree == And((A, Not(B)))
    assert "近接" in read.notices[0]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("発言者:山田", Field(SPEAKER, "山田")),
        ("発言者：山田", Field(SPEAKER, "山田")),
        ("発言者: 山田", Field(SPEAKER, "山田")),
        ("speaker:山田", Field(SPEAKER, "山田")),
        ("ＳＰＥＡＫＥＲ：山田", Field(SPEAKER, "山田")),
        ("会議:情報化", Field(MEETING, "情報化")),
        ("meeting:情報化", Field(MEETING, "情報化")),
        ("議題:防災", Field(AGENDA, "防災")),
        ("agenda:防災", Field(AGENDA, "防災")),
        ("資料:防災", Field(PAPER, "防災")),
        ("paper:防災", Field(PAPER, "防災")),
        ("発言者:「山田 太郎」", Field(SPEAKER, "山田 太郎", literal=True)),
        ("-発言者:山田", Not(Field(SPEAKER, "山田"))),
        ("発言者:-山田", Not(Field(SPEAKER, "山田"))),
        ("発言者:(山田 OR 田中)", Or((Field(SPEAKER, "山田"), Field(SPEAKER, "田中")))),
        ("発言者:（山田｜田中） 防災", And((Or((Field(SPEAKER, "山田"), Field(SPEAKER, "田中"))), A))),
        ("議題:(防災 -訓練)", And((Field(AGENDA, "防災"), Not(Field(AGENDA, "訓練"))))),
        ("議題:(防災 NEAR/5 訓練)", And((Field(AGENDA, "防災"), Field(AGENDA, "訓練")))),
        ("議題:防災*", Field(AGENDA, "防災", literal=True)),
        ("会議:(発言者:山田 防災)", And((Field(SPEAKER, "山田"), Field(MEETING, "防災")))),
        ("会議:発言者:山田", Field(SPEAKER, "山田")),
        ("発言者:山田 年度:令和5 防災", And((Field(SPEAKER, "山田"), Years(2023, 2023), A))),
        ("12:30", Term("12:30")),
        ("http://example.jp/", Term("http://example.jp/")),
        ("第1発言者:山田", Term("第1発言者:山田")),
    ],
)
def test_fields(text: str, tree: Node) -> None:
    read = parse(text)
    assert read.tree == tree
    assert read.notices == ()


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("質問者:田中", SpokenAs(MEMBER, "田中")),
        ("質問者：田中 防災", And((SpokenAs(MEMBER, "田中"), A))),
        ("答弁者:「田中課長」", SpokenAs(OFFICER, "田中課長", literal=True)),
        ("議長:(佐藤 OR 鈴木)", Or((SpokenAs(CHAIR, "佐藤"), SpokenAs(CHAIR, "鈴木")))),
        ("-答弁者:田中", Not(SpokenAs(OFFICER, "田中"))),
        ("区分:答弁者", SpokenAs(OFFICER)),
        ("区分：質問者", SpokenAs(MEMBER)),
        ("区分:委員", SpokenAs(MEMBER)),
        ("区分:「議長・委員長」", SpokenAs(CHAIR)),
        ("区分:区長側", SpokenAs(OFFICER)),
        ("区分:理事者", SpokenAs(OFFICER)),
        ("区分:その他", SpokenAs(OTHER)),
        ("category:officer", SpokenAs(OFFICER)),
        ("発言者:区長側", SpokenAs(OFFICER)),
        ("発言者:市長側 防災", And((SpokenAs(OFFICER), A))),
        ("発言者:理事者側", SpokenAs(OFFICER)),
        ("発言者:委員側", SpokenAs(MEMBER)),
        ("発言者:区長", Field(SPEAKER, "区長")),
        ("発言者:委員", Field(SPEAKER, "委員")),
        ("発言者:右側", Field(SPEAKER, "右側")),
        ("発言者:「区長側」", Field(SPEAKER, "区長側", literal=True)),
        ("区長側", Term("区長側")),
    ],
)
def test_parts_in_which_people_speak(text: str, tree: Node) -> None:
    read = parse(text)
    assert read.tree == tree
    assert read.notices == ()


def test_a_category_that_cannot_be_read_is_passed_over_and_said() -> None:
    read = parse("防災 区分:右側")
    assert read.tree == A
    assert "「区分:右側」" in read.notices[0]


def test_a_field_without_a_value_is_passed_over_and_said() -> None:
    assert parse("防災 発言者:").tree == A
    assert parse("発言者: OR 防災").tree == A
    assert "「発言者:」" in parse("発言者:").notices[0]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("令和5", 2023, 2023),
        ("令和５年度", 2023, 2023),
        ("R5", 2023, 2023),
        ("ｒ５", 2023, 2023),
        ("令和元", 2019, 2019),
        ("令和元年度", 2019, 2019),
        ("平成三十年", 2018, 2018),
        ("2023", 2023, 2023),
        ("２０２３年度", 2023, 2023),
        ("2020-2023", 2020, 2023),
        ("2023-2020", 2020, 2023),
        ("2020〜2023", 2020, 2023),
        ("2020～2023", 2020, 2023),
        ("2020－2023", 2020, 2023),
        ("2020-23", 2020, 2023),
        ("平成30-令和2", 2018, 2020),
        ("令和2-5", 2020, 2023),
        ("令和2年度から令和5年度まで", 2020, 2023),
        ("H30", 2018, 2018),
        ("2020-", 2020, LAST_YEAR),
        ("令和2以降", 2020, LAST_YEAR),
        ("-2020", FIRST_YEAR, 2020),
        ("2020以前", FIRST_YEAR, 2020),
    ],
)
def test_years(text: str, first: int, last: int) -> None:
    assert parse(f"年度:{text}").tree == Years(first, last)
    assert parse(f"防災 ｙｅａｒ：{text} 訓練").tree == And((A, Years(first, last), B))


def test_years_as_a_group() -> None:
    assert parse("年度:(令和2 OR 令和5)").tree == Or((Years(2020, 2020), Years(2023, 2023)))


@pytest.mark.parametrize("text", ["来年", "5", "令和0", "平成50", "昭和", "-", "20233", "令和5-来年", "「」"])
def test_a_year_that_cannot_be_read_is_passed_over_and_said(text: str) -> None:
    read = parse(f"防災 年度:{text}")
    assert read.tree == A
    assert len(read.notices) == 1


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-10-01", "2021-10-01", "2021-10-01"),
        ("20211001", "2021-10-01", "2021-10-01"),
        ("令和3年10月1日", "2021-10-01", "2021-10-01"),
        ("３．１０．１", "2021-10-01", "2021-10-01"),
        ("令和3年10月", "2021-10-01", "2021-10-31"),
        ("R3.10", "2021-10-01", "2021-10-31"),
        ("2021/10", "2021-10-01", "2021-10-31"),
        ("令和3年", "2021-01-01", "2021-12-31"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("R3", "2021-01-01", "2021-12-31"),
        ("令和3年度", "2021-04-01", "2022-03-31"),
        ("R3.10.1-R4.3.31", "2021-10-01", "2022-03-31"),
        ("2021-10-01-2022-03-31", "2021-10-01", "2022-03-31"),
        ("2021-10〜2022-03", "2021-10-01", "2022-03-31"),
        ("2021-10～2022-03", "2021-10-01", "2022-03-31"),
        ("2022-03〜2021-10", "2021-10-01", "2022-03-31"),
        ("2021-2022", "2021-01-01", "2022-12-31"),
        ("2021-22", "2021-01-01", "2022-12-31"),
        ("令和2〜4", "2020-01-01", "2022-12-31"),
        ("令和2年度〜4年度", "2020-04-01", "2023-03-31"),
        ("令和3年10月〜12月", "2021-10-01", "2021-12-31"),
        ("令和3年10月から3月まで", "2021-10-01", "2022-03-31"),
        ("2021/10/1〜10/31", "2021-10-01", "2021-10-31"),
        ("令和3年10月1日から令和4年3月31日まで", "2021-10-01", "2022-03-31"),
        ("平成30年4月〜令和2年3月", "2018-04-01", "2020-03-31"),
        ("2021-", "2021-01-01", None),
        ("2021-10-", "2021-10-01", None),
        ("2021〜", "2021-01-01", None),
        ("R3.10以降", "2021-10-01", None),
        ("令和3年10月から", "2021-10-01", None),
        ("-2021", None, "2021-12-31"),
        ("〜R3.10", None, "2021-10-31"),
        ("R3.10まで", None, "2021-10-31"),
        ("令和3年以前", None, "2021-12-31"),
    ],
)
def test_days(text: str, first: str | None, last: str | None) -> None:
    days = Dates(
        date.fromisoformat(first) if first else date.min,
        date.fromisoformat(last) if last else date.max,
    )
    assert parse(f"日付:{text}").tree == days
    assert parse(f"防災 ｄａｔｅ：{text}、訓練").tree == And((A, days, B))
    assert parse(write(days)).tree == days


def test_a_span_of_days_may_hold_spaces_and_a_group_several() -> None:
    span = Dates(date(2021, 10, 1), date(2022, 3, 31))
    for text in ("令和3年10月 〜 令和4年3月", "R3.10.1 - R4.3.31", "2021-10〜 2022-03", "令和3年10月 から 令和4年3月"):
        assert parse(f"日付:{text} 防災").tree == And((span, A))
    assert parse("年度:2020 〜 2023 防災").tree == And((Years(2020, 2023), A))
    assert parse("日付:2021 〜 防災").tree == And((Dates(date(2021, 1, 1), date(2021, 12, 31)), A))
    assert parse("日付:(R3.4 OR R3.6)").tree == Or(
        (Dates(date(2021, 4, 1), date(2021, 4, 30)), Dates(date(2021, 6, 1), date(2021, 6, 30)))
    )


@pytest.mark.parametrize(
    "text", ["来月", "5/31", "R3.13", "令和3年2月30日", "-", "〜", "2021-来月", "「」", "3", "1234567"]
)
def test_days_that_cannot_be_read_are_passed_over_and_said(text: str) -> None:
    read = parse(f"防災 日付:{text}")
    assert read.tree == A
    assert len(read.notices) == 1
    assert "日付" in read.notices[0]


def test_the_literal_switch_quotes_every_word() -> None:
    tree = And((Phrase("防災"), Not(Phrase("訓練")), Near((Phrase("a"), Phrase("b")), 5), Prefix("中")))
    assert parse("防災 -訓練 a NEAR/5 b 中*", literal=True).tree == tree
    assert parse("発言者:山田 年度:2023", literal=True).tree == And(
        (Field(SPEAKER, "山田", literal=True), Years(2023, 2023))
    )


def test_positive_words_are_those_a_text_may_hold() -> None:
    tree = parse("防災 -訓練 発言者:山田 (計画* OR 「案」) a NEAR/3 b").tree
    assert positive(tree) == (A, Prefix("計画"), Phrase("案"), Term("a"), Term("b"))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("　 ", None),
        ("OR", None),
        ("NOT", None),
        ("- | ()", None),
        ("「」", None),
        ("、。", None),
        ("「防災 訓練", And((A, B))),
        ('防災 訓練"', And((A, B))),
        ("防災」訓練", And((A, B))),
        ("(防災 訓練", And((A, B))),
        ("防災) 訓練", And((A, B))),
        ("((防災 OR 訓練) 中止", And((Or((A, B)), C))),
        ("防災 OR", A),
        ("OR 防災", A),
        ("防災 - 訓練", And((A, B))),
        ("防災 -", A),
        ("サーバー", Term("サーバー")),
        ("A-1", Term("A-1")),
    ],
)
def test_what_is_not_balanced_is_read_sensibly(text: str, tree: Node | None) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("防災", "「防災」を含む発言"),
        ("防災 訓練 -中止", "「防災」と「訓練」をすべて含み、「中止」を含まない発言"),
        ("防災 OR 訓練", "「防災」か「訓練」のどちらかを含む発言"),
        ("防災|訓練|中止", "「防災」、「訓練」、「中止」のいずれかを含む発言"),
        ("「防災」", "「防災」（この表記のまま）を含む発言"),
        ("(防災 OR 訓練) -中止", "「防災」か「訓練」のどちらかを含み、「中止」を含まない発言"),
        ("-(防災 OR 訓練)", "「防災」も「訓練」も含まない発言"),
        ("防災 訓練 OR 中止", "（「防災」と「訓練」をすべて含む）、または「中止」を含む発言"),
        ("発言者:山田 防災 -訓練", "発言者が「山田」で、「防災」を含み、「訓練」を含まない発言"),
        ("発言者:山田", "発言者が「山田」の発言"),
        ("-発言者:山田", "発言者が「山田」ではない発言"),
        ("質問者:山田 防災", "質問者が「山田」で、「防災」を含む発言"),
        ("区分:答弁者", "発言者の区分が「答弁者（事務局・理事者）」の発言"),
        ("-区分:答弁者", "発言者の区分が「答弁者（事務局・理事者）」ではない発言"),
        ("発言者:(山田 OR 田中)", "発言者が「山田」か「田中」の発言"),
        ("-発言者:(山田 OR 田中) 防災", "「防災」を含み、発言者が「山田」でも「田中」でもない発言"),
        ("会議:「情報化」", "会議が「情報化」（この表記のまま）の発言"),
        ("議題:防災 資料:計画", "議題に「防災」を含み、資料に「計画」を含む発言"),
        ("議題:(防災|訓練) 計画", "議題に「防災」か「訓練」のどちらかを含み、「計画」を含む発言"),
        ("-議題:防災", "議題に「防災」を含まない発言"),
        ("防災 年度:令和5", "年度が令和5年度で、「防災」を含む発言"),
        ("年度:平成30-令和2", "年度が平成30年度から令和2年度までの発言"),
        ("年度:2020-", "年度が令和2年度以降の発言"),
        ("年度:-2020", "年度が令和2年度以前の発言"),
        ("-年度:2020", "年度が令和2年度ではない発言"),
        ("日付:R3.10.1", "日付が令和3年10月1日の発言"),
        ("日付:2021-10 防災", "日付が令和3年10月で、「防災」を含む発言"),
        ("日付:2021", "日付が令和3年の発言"),
        ("日付:2019", "日付が2019年の発言"),
        ("日付:令和3年度", "日付が令和3年度の発言"),
        ("日付:R3.10.1〜R4.3.15", "日付が令和3年10月1日から令和4年3月15日までの発言"),
        ("日付:R3.10〜R4.3", "日付が令和3年10月から令和4年3月までの発言"),
        ("日付:2021-10〜 防災", "日付が令和3年10月以降で、「防災」を含む発言"),
        ("日付:〜2021", "日付が令和3年以前の発言"),
        ("-日付:2021-10-01", "日付が令和3年10月1日ではない発言"),
        ("システム*", "「システム」で始まる語を含む発言"),
        ("防災 システム* -中止*", "「防災」と「システム」で始まる語をすべて含み、「中止」で始まる語を含まない発言"),
        ("防災 NEAR/20 訓練", "「防災」と「訓練」が20文字以内にある発言"),
        (
            "計画 防災 NEAR/20 訓練 -中止",
            "「計画」を含み、「防災」と「訓練」が20文字以内にあり、「中止」を含まない発言",
        ),
        ("-(防災 NEAR/20 訓練)", "「防災」と「訓練」が20文字以内にない発言"),
        ("発言者:山田 OR 防災", "発言者が「山田」である、または「防災」を含む発言"),
        (
            "(発言者:山田 OR 防災) 訓練",
            "「訓練」を含み、（発言者が「山田」である、または「防災」を含む）発言",
        ),
        ("-(防災 訓練)", "（「防災」と「訓練」をすべて含む）ではない発言"),
        ("", ""),
    ],
)
def test_what_was_understood_is_told_in_japanese(text: str, told: str) -> None:
    assert describe(parse(text).tree) == told


def test_wider_searches_take_quotes_and_words_away() -> None:
    assert [write(tree) for tree in wider(parse("「防災」 訓練 計画").tree)] == [
        "防災 訓練 計画",
        "訓練 計画",
        "防災 計画",
        "防災 訓練",
        "防災 OR 訓練 OR 計画",
    ]
    assert [write(tree) for tree in wider(parse("発言者:山田 年度:2023 防災 近接5 訓練").tree)] == [
        "発言者:山田 年度:2023 防災 訓練",
        "防災 訓練",
        "防災 OR 訓練",
    ]
    assert [write(tree) for tree in wider(parse("防災 -中止").tree)] == ["防災"]
    assert [write(tree) for tree in wider(parse("防災").tree)] == ["防災*"]
    assert write(wider(parse("「高橋（伸）委員」 防災").tree)[0]) == "高橋（伸）委員 防災"
    assert [write(tree) for tree in wider(parse("日付:2021 防災・減災").tree)] == ["防災 減災", "防災 OR 減災"]
    assert wider(parse("発言者:山田 日付:2021").tree) == []
    assert wider(parse("発言者:山田").tree) == []
    assert wider(None) == []


def test_too_much_is_cut_and_said() -> None:
    assert parse("防" * (LONGEST_QUERY + 1)).shortened
    many = parse(" ".join(f"語{number}" for number in range(MOST_TERMS + 5)))
    assert many.shortened
    assert isinstance(many.tree, And)
    assert len(many.tree.parts) == MOST_TERMS
    assert not parse("防災 訓練").shortened


PIECES = (
    *'防災a1 　()（）"”「」｢｣『』-－ー|｜:：*＊、\n・/／,，+＋;&\t',
    *(" OR ", " AND ", " NOT ", " or ", " and ", " not ", "or", " NEAR/5 ", " ＮＥＡＲ ", " 近接7 "),
    *("発言者:", "会議：", "agenda:", "資料:", "年度:", "日付:", "date:", "質問者:", "区分:", "http://a.jp/"),
    *(
        "防災",
        "訓練",
        "中止",
        "令和5",
        "2020-2023",
        "R5",
        "区長側",
        "2021-10",
        "R3.10.1",
        "5・5・31",
        "1,234",
        "サ・セ",
        "C++",
        "〜",
    ),
)
LANGUAGE = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
LONG = st.lists(st.sampled_from(PIECES), max_size=LONGEST_QUERY).map("".join)


@given(st.one_of(st.text(), st.text(alphabet=st.characters()), LANGUAGE, LONG), st.booleans())
def test_every_string_has_a_reading(text: str, literal: bool) -> None:
    tree = parse(text, literal=literal).tree
    assert (describe(tree) == "") == (tree is None)
    assert all(wider(tree))


@given(st.one_of(st.text(), LANGUAGE, LONG), st.booleans())
def test_a_written_tree_is_read_as_itself(text: str, literal: bool) -> None:
    tree = parse(text, literal=literal).tree
    assert parse(write(tree)).tree == tree


@given(LANGUAGE)
def test_wider_searches_can_be_written(text: str) -> None:
    for tree in wider(parse(text).tree):
        assert parse(write(tree)).tree == tree


@pytest.mark.parametrize(
    "text", ["(" * 500, ")" * 500, "-(" * 250 + "防災", "NOT " * 120 + "防災", "「" * 500, "会議:" * 160 + "防災"]
)
def test_deep_nesting_is_no_error(text: str) -> None:
    tree = parse(text).tree
    assert tree is None or "防災" in describe(tree)


def test_signs_alone_are_looked_for_letter_by_letter_where_everything_is() -> None:
    assert parse("％", literal=True).tree == Phrase("％")
    assert parse("％").tree is None


def test_brackets_that_are_too_deep_are_told() -> None:
    deep = "(" * (DEEPEST_NESTING + 1) + "防災 訓練" + ")" * (DEEPEST_NESTING + 1)
    assert any("入れ子が深すぎる" in notice for notice in parse(deep).notices)
    assert parse("(" * DEEPEST_NESTING + "防災" + ")" * DEEPEST_NESTING).notices == ()
