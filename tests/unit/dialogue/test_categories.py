"""In which part somebody speaks: by post, attendance list, and what is said."""

from collections.abc import Sequence

import pytest

from minutes.dialogue import Present, Said, Setting, SpeakerCategory, categories_of

CHAIR, MEMBER = SpeakerCategory.CHAIR, SpeakerCategory.MEMBER
OFFICER, OTHER = SpeakerCategory.OFFICER, SpeakerCategory.OTHER
Row = tuple[str, str]
OPENED: Row = ("佐藤委員長", "ただいまから委員会を開会いたします。")
ASKED: Row = ("鈴木委員", "申請は何件ありましたか。")


def parts(
    *said: Row, body: str = "みなと野市総務委員会", present: Sequence[Row] = (), **decided: SpeakerCategory
) -> dict[str, SpeakerCategory]:
    """The last category of each speaker."""
    listed = tuple(Present(group, name, "") for group, name in present)
    found = categories_of([Said(*row) for row in said], Setting(body, "", listed), decided)
    return dict(zip([speaker for speaker, _ in said], found, strict=True))


@pytest.mark.parametrize(
    ("speaker", "category"),
    [
        ("佐藤委員長", CHAIR),
        ("委員長（佐藤一郎君）", CHAIR),
        ("委員長　佐藤一郎", CHAIR),
        ("田中委員", MEMBER),
        ("委員Ａ", MEMBER),
        ("Ｂ委員", MEMBER),
        ("委員12", MEMBER),
        ("高橋（伸）委員", MEMBER),
        ("委員（高橋伸子）", MEMBER),
        ("１番", MEMBER),
        ("１２番岸本議員", MEMBER),
        ("３番（山田花子君）", MEMBER),
        ("山本副委員長", MEMBER),
        ("番外", OFFICER),
        ("番外２番", OFFICER),
        ("事務局", OFFICER),
        ("事務局（田中課長）", OFFICER),
        ("教育委員会事務局", OFFICER),
        ("選挙管理委員会事務局長", OFFICER),
        ("監査委員", OFFICER),
        ("港町保健所長", OFFICER),
        ("ＤＸ推進課長", OFFICER),
        ("総務課", OFFICER),
        ("総務部長（中野晋）", OFFICER),
        ("市長　山田太郎", OFFICER),
        ("岡田副市長", OFFICER),
        ("教育長", OFFICER),
        ("企画部副参事", OFFICER),
        ("説明員", OFFICER),
        ("理事者", OFFICER),
        ("駅前商店会会長", OTHER),
        ("町会長", OTHER),
        ("参考人（矢野秀夫氏）", OTHER),
        ("傍聴人", OTHER),
        ("矢野秀夫氏", OTHER),
        ("鈴木（真）理事", MEMBER),
        ("渡部理事", MEMBER),
        ("総務部理事", OFFICER),
    ],
)
def test_a_post_says_in_which_part_somebody_speaks_in_a_committee(speaker: str, category: SpeakerCategory) -> None:
    assert parts(OPENED, ASKED, ("財政課長", "三件です。"), (speaker, "はい。"))[speaker] is category


def test_what_is_printed_without_a_speaker_is_other() -> None:
    assert parts(OPENED, ("", "〔拍手〕")) == {"佐藤委員長": CHAIR, "": OTHER}


def test_what_is_recorded_is_other_whoever_it_names() -> None:
    said = [Said(*OPENED), Said("佐藤委員長", "佐藤委員長が休憩を宣告した。", kind="note")]
    assert categories_of(said, Setting("総務委員会")) == [CHAIR, OTHER]


def test_in_an_assembly_chairs_of_committees_report_and_those_of_other_offices_answer() -> None:
    found = parts(
        ("議長（佐藤一郎君）", "これより会議を開きます。"),
        ("総務常任委員長（島昌夫君）", "審査の結果を御報告いたします。"),
        ("議会運営委員長（出村優君）", "会期は五日間です。"),
        ("教育委員会委員長（味沢栄子君）", "お答えいたします。"),
        ("選挙管理委員会委員長（工藤金治君）", "お答えいたします。"),
        ("農業委員会会長（成田茂君）", "お答えいたします。"),
        ("代表監査委員（市原祐君）", "お答えいたします。"),
        ("南恵子君", "質問いたします。"),
        ("海外調査団団長（松沢利行君）", "御報告いたします。"),
        body="みなと野市議会定例会",
    )
    assert found == {
        "議長（佐藤一郎君）": CHAIR,
        "総務常任委員長（島昌夫君）": MEMBER,
        "議会運営委員長（出村優君）": MEMBER,
        "教育委員会委員長（味沢栄子君）": OFFICER,
        "選挙管理委員会委員長（工藤金治君）": OFFICER,
        "農業委員会会長（成田茂君）": OFFICER,
        "代表監査委員（市原祐君）": OFFICER,
        "南恵子君": MEMBER,
        "海外調査団団長（松沢利行君）": MEMBER,
    }


def test_the_head_of_a_board_of_education_leads_it() -> None:
    said = (("教育委員長", "会議を開きます。"), ("教育長", "御報告いたします。"), ("佐藤委員", "質問です。"))
    assert parts(*said, body="みなと野市教育委員会")["教育委員長"] is CHAIR
    led = [("大石教育長", text) for text in ("開会いたします。", "御異議ございませんか。", "次の議題に入ります。")]
    assert parts(*led, ("学校教育課長", "説明します。"), body="みなと野市教育委員会")["大石教育長"] is CHAIR


def test_a_vice_chair_leads_where_the_chair_is_away_and_asks_elsewhere() -> None:
    said = [
        OPENED,
        ("山本副委員長", "費用はどのくらいでしょうか。"),
        ("財政課長", "十万円です。"),
        ("佐藤委員長", "ここで交代いたします。"),
        ("山本副委員長", "委員長に代わりまして、議事を進めます。"),
        ("田中委員", "期間を教えてください。"),
        ("山本副委員長", "財政課長。"),
        ("財政課長", "一年です。"),
        ("佐藤委員長", "休憩前に引き続き会議を開きます。"),
        ("山本副委員長", "もう一点伺います。"),
    ]
    found = categories_of([Said(*row) for row in said], Setting("総務委員会"))
    assert [part for (speaker, _), part in zip(said, found, strict=True) if speaker == "山本副委員長"] == [
        MEMBER,
        CHAIR,
        CHAIR,
        MEMBER,
    ]


def test_without_a_chair_the_vice_chair_leads() -> None:
    found = parts(
        ("副会長", "ただいまから審議会を開会します。"),
        ("副会長", "御意見はございますか。"),
        ("委員", "はい。"),
        body="審議会",
    )
    assert found["副会長"] is CHAIR


def test_officials_are_the_members_of_their_own_meetings() -> None:
    said = (
        ("委員長", "ただいまから検討会を開会します。"),
        ("企画課長", "費用はどのくらいですか。"),
        ("総務課長", "期間はどうですか。"),
        ("事務局", "十万円で一年です。"),
    )
    found = parts(*said, body="庁舎移転庁内検討会")
    assert found == {"委員長": CHAIR, "企画課長": MEMBER, "総務課長": MEMBER, "事務局": OFFICER}


def test_the_attendance_list_goes_before_the_post() -> None:
    found = parts(
        ("会長", "ただいまから協議会を開会します。"),
        ("福祉課長", "当課からも提案します。"),
        ("鈴木事務局長", "商工会議所から申し上げます。"),
        ("三上情報課長", "資料を御説明します。"),
        ("大河内", "質問します。"),
        ("計画社", "調査の結果です。"),
        body="みなと野市子ども協議会",
        present=[
            ("会長", "岡本光"),
            ("委員", "福祉課長　田口光男"),
            ("委員", "商工会議所事務局長　鈴木夕雪"),
            ("委員", "大河内修"),
            ("事務局", "三上情報課長"),
            ("オブザーバー", "計画社"),
        ],
    )
    assert found == {
        "会長": CHAIR,
        "福祉課長": MEMBER,
        "鈴木事務局長": MEMBER,
        "三上情報課長": OFFICER,
        "大河内": MEMBER,
        "計画社": OTHER,
    }


def test_a_member_who_is_an_official_is_a_member() -> None:
    assert parts(OPENED, ("総務課長（委員）", "はい。"))["総務課長（委員）"] is MEMBER
    assert parts(OPENED, ("田中委員（総務課長）", "はい。"))["田中委員（総務課長）"] is MEMBER


def test_the_head_of_a_headquarters_is_known_by_the_list() -> None:
    listed = (Present("部員", "副市長（本部長）", "本部長"), Present("事務局", "情報係長", ""))
    said = [
        Said("副市長", "これより会議を開きます。"),
        Said("部員", "件数を教えてください。"),
        Said("情報係長", "三件です。"),
    ]
    assert categories_of(said, Setting("情報化推進本部", "", listed)) == [CHAIR, MEMBER, OFFICER]


def test_a_name_alone_among_people_with_posts_is_a_member() -> None:
    assert parts(OPENED, ("田中", "質問です。"), ("事務局", "お答えします。"))["田中"] is MEMBER
    assert parts(("Ｑ", "何件ですか。"), ("Ａ", "三件です。")) == {"Ｑ": MEMBER, "Ａ": OFFICER}


def test_what_people_settled_goes_before_the_rules_by_the_mark_before_the_post() -> None:
    said = (OPENED, ("情報課長", "説明します。"), ("財政課長", "説明します。"))
    found = parts(*said, 課長=MEMBER, 財政課長=OTHER)
    assert found == {"佐藤委員長": CHAIR, "情報課長": MEMBER, "財政課長": OTHER}
