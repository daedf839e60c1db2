"""Which answer belongs to which question, told by order and by set phrases."""

from collections.abc import Sequence

import pytest

from minutes.dialogue import Place, Said, SpeakerCategory, inquiries_of

CATEGORIES = {
    "委員長": SpeakerCategory.CHAIR,
    "議長": SpeakerCategory.CHAIR,
    "": SpeakerCategory.OTHER,
    **dict.fromkeys(("田中委員", "鈴木委員", "佐藤君"), SpeakerCategory.MEMBER),
    **dict.fromkeys(("財政課長", "福祉課長", "総務部長", "市長", "教育長", "事務局"), SpeakerCategory.OFFICER),
    "参考人": SpeakerCategory.OTHER,
}
OPENED = ("委員長", "ただいまの説明に質疑がありましたら、御発言願います。")
ASKED = ("田中委員", "補助の対象は何人ですか。")
ANSWERED = ("財政課長", "三百人でございます。")


def read(*rows: tuple[str, str], circles: Sequence[Sequence[int]] = (), **kinds: str) -> list[Place]:
    said = [Said(speaker, text, kinds.get(f"at{place}", "speech")) for place, (speaker, text) in enumerate(rows)]
    return inquiries_of(said, [CATEGORIES[row.speaker] for row in said], circles)


def links(*rows: tuple[str, str], **kinds: str) -> dict[int, tuple[int, ...]]:
    """Each answer with the questions that it belongs to."""
    return {index: place.answers for index, place in enumerate(read(*rows, circles=(), **kinds)) if place.answers}


def test_an_answer_belongs_to_the_question_before_it() -> None:
    rows = (OPENED, ASKED, ANSWERED, ("鈴木委員", "期間を教えてください。"), ("福祉課長", "一年です。"))
    assert links(*rows) == {2: (1,), 4: (3,)}
    assert [place.inquiry for place in read(*rows)] == [None, 1, 1, 2, 2]


def test_what_one_person_asks_in_a_row_is_one_inquiry() -> None:
    rows = (
        ASKED,
        ANSWERED,
        ("田中委員", "では、期間はどうですか。"),
        ("財政課長", "一年です。"),
        ("田中委員", "わかりました。"),
    )
    assert links(*rows) == {1: (0,), 3: (2,)}
    assert [place.inquiry for place in read(*rows)] == [1] * 5


def test_whoever_asks_again_after_somebody_else_begins_anew() -> None:
    rows = (ASKED, ANSWERED, ("鈴木委員", "関連して、費用は幾らですか。"), ANSWERED, ASKED, ANSWERED)
    assert [place.inquiry for place in read(*rows)] == [1, 1, 2, 2, 3, 3]


def test_a_long_speech_is_answered_by_all_who_speak_until_then() -> None:
    rows = (
        ("佐藤君", "質問いたします。市長の見解を伺います。教育についてもお答えください。〔市長登壇〕"),
        ("市長", "お答えいたします。"),
        ("", "〔教育長登壇〕"),
        ("教育長", "私からは、教育についてお答えいたします。"),
        ("議長", "答弁を求めます。総務部長。"),
        ("総務部長", "庁舎についてお答えいたします。"),
        ("佐藤君", "再質問させていただきます。いかがですか。"),
        ("市長", "先ほど申し上げたとおりです。"),
        ("議長", "以上で佐藤君の質問を終わります。次に、鈴木君。"),
        ("事務局", "資料を配付します。"),
    )
    assert links(*rows) == {1: (0,), 3: (0,), 5: (0,), 7: (6,)}
    assert [place.inquiry for place in read(*rows, at2="note")] == [1, 1, None, 1, None, 1, 1, 1, None, None]


@pytest.mark.parametrize(
    "said",
    [
        "財政課長。",
        "はい、財政課長。",
        "では、財政課長、お願いします。",
        "どうぞ。",
        "事務局から回答をお願いします。",
        "答弁を求めます。財政課長。",
        "ありがとうございました。",
        "ただいまの御質問について、お願いいたします。",
        "ありがとうございます。今の点、事務局はいかがでしょうか。",
    ],
)
def test_the_chair_gives_the_floor_in_between(said: str) -> None:
    assert links(ASKED, ("委員長", said), ANSWERED) == {2: (0,)}


@pytest.mark.parametrize(
    "said",
    [
        "ほかにございますか。なければ、次に議案第三号を議題に供します。説明を願います。",
        "質疑を終結いたします。",
        "御意見として承りました。続いて、その他に入ります。",
        "暫時休憩いたします。",
        "次に、報告事項の説明をお願いいたします。",
        "その他でほかに何かございますでしょうか。",
        "ほかに御質問はございませんか。",
    ],
)
def test_what_comes_after_the_chair_went_on_is_no_answer(said: str) -> None:
    assert links(ASKED, ("委員長", said), ("財政課長", "それでは、御説明いたします。")) == {}
    assert links(ASKED, ANSWERED, ("委員長", said), ("財政課長", "それでは、御説明いたします。")) == {1: (0,)}


def test_what_nobody_asked_is_no_answer() -> None:
    rows = (
        ("事務局", "開会前に御案内します。"),
        ("委員長", "議案第一号について、説明願います。"),
        ("財政課長", "御説明いたします。"),
        ("総務部長", "補足いたします。"),
    )
    assert links(*rows) == {}
    assert [place.inquiry for place in read(*rows)] == [None] * 4


def test_an_opinion_that_nobody_takes_up_is_no_question() -> None:
    opinion = (
        "田中委員",
        "この事業には以前から賛成しており、町会の皆さんも大変喜んでいますので、今後も続くことを期待しております。" * 2,
    )
    assert links(opinion, ("福祉課長", "資料の二枚目を配付しました。")) == {}
    assert links(opinion, ("福祉課長", "ただいまの御意見を踏まえて検討いたします。")) == {1: (0,)}


def test_an_answer_belongs_to_who_asked_last_and_not_to_a_remark_before() -> None:
    remark = ("田中委員", "ぜひ進めていただきたいと思います。要望で終わります。")
    assert links(remark, ("鈴木委員", "費用は幾らですか。"), ANSWERED) == {2: (1,)}


def test_introductions_are_no_questions_and_no_answers() -> None:
    rows = (
        ("田中委員", "田中でございます。どうぞよろしくお願いいたします。"),
        ("委員長", "それでは、理事者の紹介をお願いいたします。"),
        ("総務部長", "総務部長の中野です。よろしくお願いいたします。"),
        ("財政課長", "財政課長の林でございます。"),
    )
    assert links(*rows) == links(*rows[:1], *rows[2:]) == {}
    assert links(ASKED, ANSWERED, rows[3]) == {1: (0,)}
    assert links(ASKED, ("財政課長", "それは市長の判断でございます。")) == {1: (0,)}


def test_a_vote_and_thanks_ask_nothing() -> None:
    assert links(("田中委員", "賛成です。"), ("事務局", "全員賛成です。")) == {}
    assert links(ASKED, ANSWERED, ("田中委員", "ありがとうございました。"), ("総務部長", "次の資料を配ります。")) == {
        1: (0,)
    }


def test_an_official_who_asks_back_has_not_answered_yet() -> None:
    rows = (ASKED, ("財政課長", "もう一度よろしいですか。"), ("田中委員", "補助の人数です。"), ANSWERED)
    assert links(*rows) == {3: (0, 2)}


def test_a_chair_who_asks_is_answered() -> None:
    rows = (
        OPENED,
        ASKED,
        ANSWERED,
        ("委員長", "ほかになければ、私から一点伺います。財源は国ですか。"),
        ("財政課長", "県です。"),
    )
    assert links(*rows) == {2: (1,), 4: (3,)}
    assert [place.inquiry for place in read(*rows)] == [None, 1, 1, 2, 2]


def test_a_witness_answers_too() -> None:
    assert links(ASKED, ("参考人", "私どもの調べでは、約三百人が対象になると考えております。")) == {1: (0,)}
    assert links(ASKED, ("参考人", "はい。")) == {}


def test_another_item_of_the_agenda_is_another_matter() -> None:
    said = [
        Said("田中委員", "補助の対象は何人ですか。", items=frozenset([1])),
        Said("財政課長", "予算を御説明します。", items=frozenset([2])),
    ]
    places = inquiries_of(said, [SpeakerCategory.MEMBER, SpeakerCategory.OFFICER])
    assert places == [Place(), Place()]


def test_a_decision_ends_an_inquiry() -> None:
    assert links(ASKED, ("", "原案のとおり決定"), ANSWERED, at1="decision") == {}


def test_without_speakers_there_are_no_inquiries() -> None:
    assert links(("", "対象は何人ですか。"), ("", "三百人です。")) == {}


def test_those_who_do_not_see_an_answer_see_no_inquiry() -> None:
    rows = (ASKED, ANSWERED, ("田中委員", "期間はどうですか。"), ("財政課長", "一年です。"))
    whole = read(*rows, circles=[[0, 1, 2, 3]])
    hidden = read(*rows, circles=[[0, 2], [0, 1, 2, 3]])
    assert [place.answers for place in whole] == [place.answers for place in hidden] == [(), (0,), (), (2,)]
    # Those who see all find each answer with its question; nothing joins the two questions for those who do not.
    numbers = [place.inquiry for place in hidden]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_what_a_circle_sees_is_joined_as_if_there_were_no_more() -> None:
    rows = (ASKED, ANSWERED, ("鈴木委員", "期間はどうですか。"), ("福祉課長", "一年です。"))
    places = read(*rows, circles=[[0, 1, 3], [0, 1, 2, 3]])
    # Who sees no second question would take the second answer for one to the first: it is not joined to that.
    assert [place.answers for place in places] == [(), (0,), (), (2,)]
    assert places[0].inquiry == places[1].inquiry != places[2].inquiry == places[3].inquiry
