"""What is proposed in the minutes of a meeting, and where it stands."""

import pytest

from minutes.parsing import AgendaItem, Attachment, Attendee, ParsedMinutes, Utterance
from minutes.personal_data import GROUND_HINTS, KIND_LABELS, Text, find, find_in_text, find_in_texts


def words(text: str, *roster: str) -> list[tuple[str, str]]:
    return [(text[start:end], kind) for start, end, kind in find_in_text(text, roster)]


def test_findings_tell_the_part_the_row_the_field_and_the_place() -> None:
    minutes = ParsedMinutes(
        attendees=(Attendee("委員", "青野一郎"),),
        agenda=(AgendaItem("陳情", 1, "緑川太郎氏からの陳情について"),),
        utterances=(
            Utterance("speech", "青野委員", "陳情者の緑川さんに会いました。"),
            Utterance("speech", "赤井課長", "緑川は留守でした。電話は０９０－００００－１２３４です。"),
        ),
        attachments=(Attachment("資料1", "緑川氏の陳情書"),),
    )
    found = find(minutes)
    texts = {
        ("item", 0): minutes.agenda[0].title,
        ("utterance", 0): minutes.utterances[0].text,
        ("utterance", 1): minutes.utterances[1].text,
        ("paper", 0): minutes.attachments[0].title or "",
    }
    assert [(each.part, each.row, each.field, texts[each.part, each.row][each.start : each.end]) for each in found] == [
        ("item", 0, "title", "緑川太郎"),
        ("utterance", 0, "text", "緑川"),
        ("utterance", 1, "text", "緑川"),
        ("utterance", 1, "text", "０９０－００００－１２３４"),
        ("paper", 0, "title", "緑川"),
    ]
    assert all(each.ground_hint == GROUND_HINTS[each.kind] and 0 < each.certainty <= 1 for each in found)


def test_who_attended_or_spoke_is_no_private_person() -> None:
    minutes = ParsedMinutes(
        attendees=(Attendee("委員", "青野 一郎（会長）"),),
        utterances=(Utterance("speech", "赤井課長", "青野さんと青野一郎から、赤井さんの説明を求められました。"),),
    )
    assert find(minutes) == []


def test_a_private_person_who_bears_a_members_name_is_proposed_where_the_words_say_so() -> None:
    assert words("隣の青野さんが来た。青野委員が答えた。", "青野委員") == [("青野", "name")]


def test_who_spoke_or_came_as_a_private_person_is_proposed_too() -> None:
    minutes = ParsedMinutes(
        attendees=(Attendee("陳情者", "緑川太郎"), Attendee("委員", "青野一郎")),
        utterances=(
            Utterance("speech", "陳情者（緑川太郎君）", "陳情の趣旨を申し上げます。"),
            Utterance("speech", "参考人（桃井花子）", "桃井です。"),
            Utterance("speech", "青野委員", "緑川さんに伺います。"),
        ),
    )
    assert [(each.part, each.row, each.field) for each in find(minutes)] == [
        ("utterance", 0, "speaker"),
        ("utterance", 1, "speaker"),
        ("utterance", 1, "text"),
        ("utterance", 2, "text"),
        ("attendee", 0, "name"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("負傷者は鉢形フサさんです。", "鉢形フサ"),
        ("鉢形大和さんから請求があった。", "鉢形大和"),
        ("申請者　鉢形　さゆり", "鉢形　さゆり"),
        ("家族は妻（鉢形・84歳）です。", "鉢形"),
        ("番号1、鉢形重吉、宛名番号100234567です。", "鉢形重吉"),
        ("鉢形という者から電話があった。", "鉢形"),
        ("鉢形さんが来た。", "鉢形"),
    ],
)
def test_names_that_no_list_holds_are_found_by_what_stands_beside_them(text: str, name: str) -> None:
    assert (name, "name") in words(text)


@pytest.mark.parametrize(
    ("text", "is_number"),
    [("番号は123456789018です", True), ("1234 5678 9018", True), ("1234 5678 9012", False), ("123456789018円", False)],
)
def test_twelve_digits_alone_are_my_number_where_the_check_digit_fits(text: str, is_number: bool) -> None:
    assert bool(words(text.replace("番号は", ""))) is is_number


def test_the_offices_own_line_is_left_alone_and_a_mobile_never_is() -> None:
    assert words("問い合わせ先は総務課、電話0299-00-1111です。") == []
    assert words("総務課に電話090-0000-1111から連絡があった。") == [("090-0000-1111", "phone")]


def test_a_name_found_in_one_text_is_found_in_all_of_the_meeting() -> None:
    texts = [Text("utterance", 0, "text", "緑川さんです。"), Text("page", 3, "text", "緑川の家の前")]
    assert [(each.part, each.row) for each in find_in_texts(texts, ())] == [("utterance", 0), ("page", 3)]


def test_what_the_end_of_a_line_broke_is_found_whole() -> None:
    page = "資料の説明によれば、申請者の緑川太\n郎さんの住所は霞市本町二丁目\n3番4号、電話は090-0000-\n1234である。"
    assert [(word.replace("\n", ""), kind) for word, kind in words(page)] == [
        ("緑川太郎", "name"),
        ("霞市本町二丁目3番4号", "address"),
        ("090-0000-1234", "phone"),
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("緑川のおじいちゃんが転んだ。", "緑川"),
        ("緑川（夫）が届け出た。", "緑川"),
        ("亡緑川太郎の相続人", "緑川太郎"),
        ("1970（昭和45）年3月2日生まれ", "1970（昭和45）年3月2日"),
        ("（普）1234567に振り込む。", "1234567"),
        ("障害者手帳は1級第12345号です。", "第12345号"),
        ("原動機付自転車　霞市い1234", "霞市い1234"),
    ],
)
def test_other_ways_of_writing_are_found(text: str, word: str) -> None:
    assert word in [found for found, _ in words(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("再任は榑林浩次、小比類巻澄の2名（南地区）。", "小比類巻澄"),
        ("1　榑林　　まさ子　2　池谷　敏夫", "榑林　　まさ子"),
        ("署名人　雨　宮　薫", "雨　宮　薫"),
        ("申請者　井　上　八重子", "井　上　八重子"),
        ("世帯員は五霞ユリ、足寄ヒデ。", "五霞ユリ"),
        ("引取人:榑林、送迎者:池谷", "榑林"),
        ("榑林には今週中に通知する。", "榑林"),
        ("榑林家の一時保護を解除した。", "榑林"),
    ],
)
def test_names_are_read_with_or_without_a_sign_beside_them(text: str, name: str) -> None:
    assert (name, "name") in words(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("買受人は王建国さんです。", "王建国"),
        ("本名は曹偉、退去済み。", "曹偉"),
        ("参加者　ペレイラ・ジョアン、クリス・ベネット", "クリス・ベネット"),
        ("滞納者\nグエン ティ ラン 給与照会済", "グエン ティ ラン"),
        ("父：緑川　剛　母：カンポス　真理", "カンポス　真理"),
        ("借主　Peter O'Brien（58歳）", "Peter O'Brien"),
        ("納税義務者　CHEN Wei（陳偉）", "CHEN Wei"),
        ("口座名義はｻｸﾏ ﾄｼｵです。", "ｻｸﾏ ﾄｼｵ"),
    ],
)
def test_names_of_other_countries_and_in_other_letters_are_found(text: str, name: str) -> None:
    assert (name, "name") in words(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("緑川 雪（みどりかわ ゆき）", "みどりかわ ゆき"),
        ("フリガナ カワモ ユウコ\n氏名 川面 裕子", "カワモ ユウコ"),
        ("コジマという女性から通報があった。", "コジマ"),
        ("二女キヨの出生の届が遅れた。", "キヨ"),
        ("母のふじを負ぶって逃げた。", "ふじ"),
        ("妻のとよ子と二人で暮らす。", "とよ子"),
        ("下の子（ゆうま、2023/2/8生まれ）です。", "ゆうま"),
        ("奥さんのトシ子さんが来た。", "トシ子"),
        ("ももぐみの かんな ちゃんが転んだ。", "かんな"),
    ],
)
def test_readings_and_given_names_in_kana_are_found(text: str, name: str) -> None:
    assert (name, "name") in words(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("連絡先は〇九〇―一一一一―二二三三です。", "〇九〇―一一一一―二二三三"),
        ("陳情者　南区大橋四―一九―二　緑川太郎", "南区大橋四―一九―二"),
        ("緑川太郎さん、一九七一年五月三十日生", "一九七一年五月三十日"),
        ("緑川太郎/Ｈ３．３．３/０２９９００１３１３", "Ｈ３．３．３"),
        ("緑川太郎/Ｈ３．３．３/０２９９００１３１３", "０２９９００１３１３"),
        ("性別　女　昭和7年11月　要介護3", "昭和7年11月"),
        ("1　緑川 亘　若草町1-2　22-3344", "22-3344"),
        ("口座は県信連本店0033128です。", "0033128"),
        ("手帳の番号は県第104422号です。", "県第104422号"),
        ("会員の緑川さん、登録番号はD-00871です。", "D-00871"),
        ("バイク（霞 か 5678）が転倒した。", "霞 か 5678"),
        ("メールはmidori(at)example.ac.jpです。", "midori(at)example.ac.jp"),
        ("緑川さんは霞市平字一町目7から転入した。", "霞市平字一町目7"),
        ("緑川さんの居所は清水荘101です。", "清水荘101"),
        ("霞市千種区の緑川誠様に文書を出した。", "霞市千種区"),
    ],
)
def test_numbers_and_homes_in_rarer_forms_are_found(text: str, word: str) -> None:
    assert word in [found for found, _ in words(text)]


@pytest.mark.parametrize(
    "text",
    [
        "避難者の安全確保と、在宅介護者の激励研修を行う。",
        "女性に関しまして、元気なお子さんの健診を行う。",
        "ケース・バイ・ケース、ファミリー・サポート・センター。",
        "織田信長や浅井長政ゆかりの城跡である。",
        "小山氏、結城氏といった豪族がいた。",
        "北部建設課（真木）　道路占用の件です。",
        "二葉一丁目市営住宅の耐震改修を行う。",
        "株式会社光明の社屋を建てる。",
        "緑川進経営支援課長でございます。",
    ],
)
def test_common_words_figures_and_who_speaks_are_left_alone(text: str) -> None:
    assert words(text) == []


def test_a_long_text_is_read_where_names_may_stand() -> None:
    text = "予算の説明を行った。" * 2000 + "榑林浩次から取下げの申出があった。" + "質疑はなかった。" * 2000
    assert words(text) == [("榑林浩次", "name")]


def test_every_kind_has_a_label_and_a_ground() -> None:
    assert KIND_LABELS.keys() == GROUND_HINTS.keys()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "さん",
        "氏",
        "の" * 3000,
        "一" * 3000,
        "1-" * 2000,
        "東町" * 1500,
        "ア・" * 1500,
        "山 " * 1500,
        "アイ ウエ " * 400,
    ],
)
def test_any_text_is_looked_through_in_bounded_time(text: str) -> None:
    find_in_text(text, [text[:20]])
