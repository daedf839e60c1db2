"""Rules for the minutes of municipal boards, each on a few lines of invented minutes."""

from __future__ import annotations

import pytest

from tests.unit.parsing.support import parse_text

HEAD = "令和4年度第2回霞浜市みどりの審議会会議録\n日時：令和5年3月1日（水）午後1時30分\n議題\n(1) 緑の基本計画について\n(2) 街路樹の管理について\n会議内容\n"


def talk(*lines: str) -> list[tuple[str, str | None, str]]:
    """Kind, speaker and text of what a record of these lines holds."""
    return [(row.kind, row.speaker, row.text) for row in parse_text(HEAD + "\n".join(lines)).utterances]


def test_a_legend_stands_behind_a_bulleted_label_too() -> None:
    text = HEAD.replace("会議内容", "○会議の要旨（凡例　◇＝委員　◆＝事務局　★＝会長）")
    text += "(1) 緑の基本計画について\n　◇市としての推計はあるのか。\n　◆ある。\n　◇（霞浜電子）事実である。\n　★それでよい。"
    assert [(row.speaker, row.text) for row in parse_text(text).utterances] == [
        ("委員", "市としての推計はあるのか。"),
        ("事務局", "ある。"),
        ("委員（霞浜電子）", "事実である。"),
        ("会長", "それでよい。"),
    ]


def test_signs_of_a_roster_are_speakers_where_each_of_them_speaks() -> None:
    head = HEAD.replace("議題", "出席者　◎青野豊　○赤井恵子　白川実\n（◎会長　○副会長）\n議題", 1)
    text = head + "◎　始めます。\n（事務局）資料は2枚です。\n○　電話を使えばよいです。\n◎　そうします。"
    assert [row.speaker for row in parse_text(text).utterances] == ["会長", "事務局", "副会長", "会長"]
    listed = head + "（会長）始めます。\n（事務局）次の2点です。\n○面積です。\n○本数です。\n（会長）終わります。"
    assert "副会長" not in [row.speaker for row in parse_text(listed).utterances]


def test_marks_stand_between_rules_on_their_line() -> None:
    found = talk(
        "─青野委員長─", "始めます。", "─赤井課長─", "苗木は96本です。", "─休憩─", "─青野委員長─", "再開します。"
    )
    assert found == [
        ("speech", "青野委員長", "始めます。"),
        ("speech", "赤井課長", "苗木は96本です。"),
        ("note", None, "休憩"),
        ("speech", "青野委員長", "再開します。"),
    ]


def test_marks_end_with_half_a_bracket_above_what_is_said() -> None:
    found = talk(
        "会長）", "　始めます。", "４番）", "　理由は何か。", "係長）", "　苗木の値段です。", "会長）", "　そうですか。"
    )
    assert [row[1] for row in found] == ["会長", "４番", "係長", "会長"]


def test_numbered_questions_name_who_asks_in_brackets_or_nobody() -> None:
    found = talk(
        "問１（霞浜自治会）",
        "　苗木は足りるか。",
        "答１（緑化課）",
        "　足りている。",
        "意見１",
        "　水やりの当番が必要である。",
    )
    assert found == [
        ("speech", "霞浜自治会", "苗木は足りるか。"),
        ("speech", "緑化課", "足りている。"),
        ("speech", None, "水やりの当番が必要である。"),
    ]


@pytest.mark.parametrize(
    "halves", [("緑化推進部", "長"), ("緑化係", "長"), ("青野委", "員"), ("課長補佐", "（緑化担当）")]
)
def test_marks_that_a_narrow_column_broke_are_whole_again(halves: tuple[str, str]) -> None:
    head, tail = halves
    found = talk("会長：始めます。", head, f"{tail}：苗木は96本です。", "会長：終わります。", "委員：はい。")
    assert [row[1] for row in found] == ["会長", head + tail, "会長", "委員"]


def test_a_post_is_not_joined_with_the_line_above_that_names_somebody_else() -> None:
    found = talk("会長：始めます。", "緑化推進部", "会長：終わります。", "委員：はい。")
    assert [row[1] for row in found if row[0] == "speech"] == ["会長", "会長", "委員"]


@pytest.mark.parametrize(
    "text",
    [
        "事務局から資料1により説明",
        "緑化課長から資料No.1に基づき説明。",
        "事務局から、苗木の数について説明があった。今年は96本である。",
        "事務局説明（資料1）",
        "資料1により事務局から説明",
    ],
)
def test_who_explained_a_paper_is_told_in_a_line(text: str) -> None:
    found = talk("(1) 緑の基本計画について", text, "委員：わかりました。", "会長：次です。", "委員：はい。")
    assert found[0] == ("explanation", None, text)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("採点の結果、甲組合を候補者とした。", "採点の結果、甲組合を候補者とした。"),
        ("○　再整備の方向で一致した。", "再整備の方向で一致した。"),
        ("＝　来年度に植えるよう求めることとした。", "来年度に植えるよう求めることとした。"),
        ("⇒　議案第２号　賛成多数により承認（反対１）", "議案第２号　賛成多数により承認（反対１）"),
        ("【結論】甲案を副題に入れる。", "甲案を副題に入れる。"),
        ("（次回、答申案を検討することとした。）", "次回、答申案を検討することとした。"),
    ],
)
def test_what_the_meeting_came_to_is_a_decision(line: str, text: str) -> None:
    found = talk("会長：始めます。", "委員：案に賛成です。", line, "(2) 街路樹の管理について", "会長：次です。")
    assert found[2] == ("decision", None, text)


def test_what_a_speaker_says_of_a_decision_stays_speech() -> None:
    found = talk(
        "会長：始めます。",
        "委員：前回はどうしたか。",
        "係長：審査しました。",
        "審議の結果、承認されたと聞いています。",
        "会長：次です。",
    )
    assert found[2] == ("speech", "係長", "審査しました。\n審議の結果、承認されたと聞いています。")


def agenda_of(*lines: str) -> list[tuple[str | None, int | None, str]]:
    """Class, number and title of the items that a document of these lines holds."""
    return [(row.category, row.number, row.title) for row in parse_text("\n".join(lines)).agenda]


TITLE = "令和4年度第2回霞浜市みどりの審議会会議録\n日時：令和5年3月1日（水）午後1時30分"


def test_words_set_downwards_are_labels() -> None:
    parsed = parse_text(
        "霞浜市史編さん委員会会議録\n開\n催\n日\n時\n令和5年3月1日（水）\n場\n所\n霞浜市立図書館\n議\n題\n１　目次案について\n２　聞き取り調査について\n"
        "会議の概要\n１　目次案について\n委員長：始めます。\n委員：はい。"
    )
    assert (parsed.held_on, parsed.venue) == ("2023-03-01", "霞浜市立図書館")
    assert [item.title for item in parsed.agenda] == ["目次案について", "聞き取り調査について"]


def test_bold_print_that_was_printed_twice_is_read_once() -> None:
    parsed = parse_text(
        f"{TITLE}\n【議題】\n議題】\n(1)自主事業の見直し\n自主事業の見直しについて\n見直しについて\n(2)改修に伴う\n改修に伴う休館\n伴う休館について\n【会議内容】\n会議内容】\n"
        "(1)自主事業の見直しについて\n会長：始めます。\n委員：はい。"
    )
    assert [item.title for item in parsed.agenda] == ["自主事業の見直しについて", "改修に伴う休館について"]


def test_lines_that_end_alike_are_no_double_print() -> None:
    text = f"{TITLE}\n出席者\n青野委員\n委員　赤井\n議題\n(1) 甲について\n会議内容\n会長：始めます。\n委員：はい。"
    assert len(parse_text(text).attendees) == 2


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        ("議題：1) 苗木の数について　2) 水やりについて　3) その他", ["苗木の数について", "水やりについて", "その他"]),
        ("議題：議案第1号　甲について（諮問）　その他", ["甲について（諮問）", "その他"]),
    ],
)
def test_items_of_one_line_are_parted(line: str, titles: list[str]) -> None:
    assert [row[2] for row in agenda_of(TITLE, line, "会議内容", "会長：始めます。", "委員：はい。")] == titles


def test_a_line_of_stages_holds_no_item() -> None:
    lines = [
        "会議次第　開会　　議事　　閉会",
        "会長：始めます。",
        "諮問第８号　仮換地の変更について",
        "係長：説明します。",
        "会長：はい。",
    ]
    assert agenda_of(TITLE, *lines) == [("諮問", 8, "仮換地の変更について")]


def test_headings_count_on_in_another_class() -> None:
    lines = [
        "議事",
        "議案第22号　投票所について",
        "赤井委員　段差があります。",
        "議案第23号　啓発について",
        "赤井委員　応募は何点ですか。",
    ]
    found = agenda_of(TITLE, *lines, "報告第5号　名簿について", "赤井委員　わかりました。", "白川委員　はい。")
    assert [row[:2] for row in found] == [("議案", 22), ("議案", 23), ("報告", 5)]


def test_items_numbered_by_letters_are_the_agenda_where_there_is_no_other() -> None:
    lines = [
        "会議の概要",
        "(1) 開会",
        "(2) 議事",
        "ア　苗木の数について",
        "会長：始めます。",
        "イ　水やりについて",
        "委員：はい。",
    ]
    assert agenda_of(TITLE, *lines, "(3) 閉会") == [
        ("議事", None, "苗木の数について"),
        ("議事", None, "水やりについて"),
    ]


def items_of(*lines: str) -> list[tuple[str | None, tuple[int, ...]]]:
    """Speaker and open items of what a record of these lines holds."""
    return [(row.speaker, row.agenda) for row in parse_text(HEAD + "\n".join(lines)).utterances]


def test_a_heading_with_its_papers_opens_the_item_that_it_shortens() -> None:
    found = items_of(
        "(1) 計画について（資料1）", "会長：始めます。", "(2) 管理について（資料2-1、2-2）", "委員：はい。"
    )
    assert found == [("会長", (0,)), ("委員", (1,))]


def test_parts_of_an_item_leave_it_open() -> None:
    found = items_of(
        "(1) 緑の基本計画について",
        "会長：始めます。",
        "(3) 審　議",
        "委員：はい。",
        "(4) 市民の意見",
        "係長：18件です。",
    )
    assert found == [("会長", (0,)), ("委員", (0,)), ("係長", (0,))]


def test_who_leads_a_stage_is_no_speaker() -> None:
    found = items_of(
        "市長あいさつ",
        "・緑を増やしたい。",
        "協議（進行：市長）",
        "(1) 緑の基本計画について",
        "会長：始めます。",
        "委員：はい。",
    )
    assert found == [("市長", ()), ("会長", (0,)), ("委員", (0,))]


def test_points_below_a_heading_in_brackets_are_the_words_of_whom_it_names() -> None:
    found = talk(
        "【緑化課長説明】", "・苗木は96本です。", "・水は足ります。", "【意見交換】", "会長：始めます。", "委員：はい。"
    )
    assert found[0] == ("speech", "緑化課長", "・苗木は96本です。\n・水は足ります。")
    assert [row[1] for row in found[1:]] == ["会長", "委員"]


def test_the_only_item_is_open_from_the_first_where_nothing_opens_the_meeting() -> None:
    head = TITLE + "\n議題\n候補者の選定について\n会議の要旨\n"
    talked = parse_text(head + "委員　提案は何本ですか。\n申請者　18本です。\n申請者　増やします。")
    assert [row.agenda for row in talked.utterances] == [(0,)] * 3
    opened = parse_text(head + "委員長　ただいまから開会します。\n委員　提案は何本ですか。\n委員長　終わります。")
    assert [row.agenda for row in opened.utterances] == [()] * 3


def test_family_names_in_square_brackets_are_marks_where_posts_are() -> None:
    found = talk(
        "[委員長]　始めます。",
        "[青　野]　数字は何ですか。",
        "[主　任]　96本です。",
        "[赤井(和)]　はい。",
        "[委員長]　次です。",
    )
    assert [row[1] for row in found] == ["委員長", "青野", "主任", "赤井(和)", "委員長"]


def test_letter_spaced_names_of_the_roster_are_marks() -> None:
    head = HEAD.replace("議題", "出席者　青野豊、赤井恵子、白川実\n議題", 1)
    text = (
        head
        + "委員長　始めます。\n青　野　全文を載せるのですか。\n赤　井　そうです。\n白　川　値段はどうしますか。\n委員長　次です。"
    )
    assert [row.speaker for row in parse_text(text).utterances] == ["委員長", "青野", "赤井", "白川", "委員長"]


def test_the_heads_of_a_table_that_stand_one_a_line_are_furniture() -> None:
    found = talk(
        "発言者",
        "発言内容・決定事項",
        "青野会長",
        "始めます。",
        "3",
        "発言者",
        "発言内容・決定事項",
        "赤井委員",
        "はい。",
        "青野会長",
        "次です。",
    )
    assert [row[1:] for row in found] == [("青野会長", "始めます。"), ("赤井委員", "はい。"), ("青野会長", "次です。")]


def test_a_mark_above_a_sentence_that_the_width_broke_is_read_though_printed_once() -> None:
    said = ["青野会長", "始めます。", "赤井委員", "はい。", "白川係長", "足ります。"]
    found = talk(*said, "水落主事", "受診率は全体の三割で、国の標準を大き", "く下回りました。", *said)
    assert [row[1] for row in found] == [*said[::2], "水落主事", *said[::2]]


def test_the_meeting_ends_behind_the_word_that_closes_its_minutes() -> None:
    parsed = parse_text(HEAD + "会長：始めます。\n委員：はい。\n　　　　　以上　20:35終了")
    assert parsed.adjourned_at == "20:35"


def test_the_next_meeting_is_a_note_where_nobody_speaks() -> None:
    assert talk("会長：始めます。", "委員：はい。", "(2) 街路樹の管理について", "・次回は３月を予定。")[-1][0] == "note"


def test_speeches_printed_in_quotation_marks_lose_them() -> None:
    found = talk("○会長　「始めます。」", "○委員　「前回『甲』とありました。」", "○会長　「はい。」")
    assert [row[2] for row in found] == ["始めます。", "前回『甲』とありました。", "はい。"]
    mixed = talk("○会長　始めます。", "○委員　「甲」ですか。「乙」", "○会長　はい。", "○委員　「丙」です。")
    assert mixed[1][2] == "「甲」ですか。「乙」"


def test_two_people_sign_one_speech_and_who_greets_signs_too() -> None:
    found = talk(
        "・緑を増やしたい。（緑化部長あいさつ）",
        "・足りるか。（青野委員）",
        "・足りる。（事務局）",
        "・それならよい。（赤井委員、青野委員）",
    )
    assert [row[1] for row in found] == ["緑化部長", "青野委員", "事務局", "赤井委員、青野委員"]


def test_anybody_is_marked_by_half_a_bracket_where_posts_are() -> None:
    said = ["会長）", "　始めます。", "係長）", "　足ります。", "会長）", "　そうですか。"]
    assert [row[1] for row in talk(*said, "霞浜商事）", "　当社は反対です。", *said)][3] == "霞浜商事"


def test_what_came_of_an_item_stands_behind_an_arrow() -> None:
    found = talk(
        "・足りるか。（青野委員）",
        "・足りる。（事務局）",
        "・よい。（青野委員）",
        "　→植樹を可とする答申を行う。",
        "(2) 街路樹の管理について",
    )
    assert found[3] == ("decision", None, "植樹を可とする答申を行う。")


def test_numbered_headings_need_no_sign_where_those_of_the_stages_have_one() -> None:
    found = items_of(
        "■開会",
        "■部長あいさつ",
        "緑を増やしたい。",
        "(1) 緑の基本計画について",
        "会長：始めます。",
        "■その他",
        "委員：はい。",
    )
    assert found[1] == ("会長", (0,))


def test_titles_lose_the_leaders_and_quotation_marks_round_them() -> None:
    lines = [
        "目次",
        "議案第12号　規則の改正について …………………　１",
        "諮問第3号「申請書に対する異議申立て」",
        "会議内容",
        "会長：始めます。",
    ]
    found = agenda_of(TITLE, "議題", *lines[1:], "委員：はい。")
    assert [row[2] for row in found] == ["規則の改正について", "申請書に対する異議申立て"]


@pytest.mark.parametrize(
    ("foot", "office"),
    [
        ("お問い合わせ\n総務部 緑化課　電話：000-111-2222", "総務部 緑化課"),
        ("このページに関するお問い合わせ先\n緑化課　Tel：000-111", "緑化課"),
        ("【問合せ】　霞浜市　総務課　緑化係　内線213", "霞浜市 総務課 緑化係"),
        ("問い合わせ先 霞浜市総務部緑化課公園係", "霞浜市総務部緑化課公園係"),
        ("お問い合わせ\n電話：000-111-2222", None),
    ],
)
def test_the_office_is_whom_the_page_names_to_ask(foot: str, office: str | None) -> None:
    parsed = parse_text(f"{HEAD}会長：始めます。\n委員：はい。\n会長：終わります。\n\n{foot}")
    assert parsed.office == office
    assert [row.text for row in parsed.utterances] == ["始めます。", "はい。", "終わります。"]


def test_whoever_was_there_is_no_office() -> None:
    head = HEAD.replace("議題", "所管課　緑化課長ほか2名\n議題", 1)
    assert parse_text(head + "会長：始めます。\n委員：はい。").office is None


@pytest.mark.parametrize(
    "foot",
    [
        "Adobe Reader\nPDF形式のファイルをご覧いただく場合には必要です。",
        "令和5年3月9日掲載\n緑化課\nご意見は midori@example.jp まで",
    ],
)
def test_what_a_page_prints_below_its_text_is_no_talk(foot: str) -> None:
    parsed = parse_text(f"{HEAD}会長：始めます。\n委員：はい。\n会長：終わります。\n\n{foot}")
    assert [row.text for row in parsed.utterances] == ["始めます。", "はい。", "終わります。"]


@pytest.mark.parametrize(
    ("heading", "speaker"),
    [("【委員の主な意見】", "委員"), ("（委員からの主な意見）", "委員"), ("<霞浜自治会発言>", "霞浜自治会")],
)
def test_points_below_whose_opinions_they_are(heading: str, speaker: str) -> None:
    found = talk(
        "(1) 緑の基本計画について",
        "事務局から説明",
        heading,
        "・緑地を増やすべきである。",
        "・水やりの当番が必要である。",
        "(2) 街路樹の管理について",
    )
    assert found[1:] == [
        ("speech", speaker, "緑地を増やすべきである。"),
        ("speech", speaker, "水やりの当番が必要である。"),
    ]


def test_opinions_of_nobody_named_stay_nobodys() -> None:
    found = talk("(1) 緑の基本計画について", "【主な意見】", "・緑地を増やすべきである。", "・当番が必要である。")
    assert [row[1] for row in found] == [None, None]


def test_a_table_of_questions_and_answers_is_read_in_turn() -> None:
    found = talk(
        "意見・質問\t回答",
        "\t",
        "落札率が低い理由は何か。\t競争が働いたものと考える。",
        "監理はどうしているか。\t業者を選んで監理している。",
    )
    assert [row[2] for row in found] == [
        "落札率が低い理由は何か。", "競争が働いたものと考える。", "監理はどうしているか。", "業者を選んで監理している。"
    ]  # fmt: skip


def test_opinions_and_answers_are_headed_by_their_words_in_brackets() -> None:
    found = talk("（意見）", "　公園を増やしてほしい。", "（回答）", "　検討する。", "（意見）", "　遊具も望む。")
    assert [row[1:] for row in found] == [
        (None, "公園を増やしてほしい。"),
        (None, "検討する。"),
        (None, "遊具も望む。"),
    ]


def test_lettered_parts_of_an_item_are_structure() -> None:
    found = talk(
        "(1) 緑の基本計画について",
        "ア 手続の状況等",
        "事務局より説明",
        "イ 委員への説明",
        "事務局より説明",
        "会長：はい。",
    )
    assert [row[0] for row in found] == ["explanation", "explanation", "speech"]


def test_the_stages_round_the_business_of_a_programme_are_no_items() -> None:
    programme = [
        "次第",
        "１ 開会",
        "２ 市長あいさつ",
        "３ 議事",
        "（１）苗木の数について",
        "（２）水やりについて",
        "４ その他",
        "５ 閉会",
    ]
    talked = ["（１）苗木の数について", "会長：始めます。", "４ その他　特になし", "委員：はい。"]
    assert agenda_of(TITLE, *programme, "会議内容", *talked) == [
        ("議事", 1, "苗木の数について"),
        ("議事", 2, "水やりについて"),
    ]
    alone = ["次第", "１ 苗木の数について", "２ その他", "会議内容", "会長：始めます。", "委員：はい。"]
    assert [row[2] for row in agenda_of(TITLE, *alone)] == ["苗木の数について", "その他"]


def certainty_with(people: str, speech: str = "始めます。") -> float:
    text = f"{TITLE}\n出席者\n{people}\n議題\n(1) 苗木の数について\n会議内容\n(1) 苗木の数について\n会長：{speech}\n委員：はい。\n会長：次です。"
    return parse_text(text).certainty or 0.0


def test_a_roster_that_was_not_understood_is_doubted() -> None:
    sound = certainty_with("青野　豊\n赤井　恵子")
    assert sound > 0.9
    assert certainty_with("職氏名、青野　豊、門") < 0.9 * sound
    assert certainty_with("青野 豊 第一 赤井 恵子 第二 白川 実 第三 黒田 孝") < sound


def test_heads_of_a_table_inside_what_is_said_are_doubted() -> None:
    assert certainty_with("青野　豊", "費用は誰から取発　言　者　　　発　言　内　容るのか。") < 0.9 * certainty_with(
        "青野　豊", "費用は誰から取るのか。"
    )


def test_the_end_of_a_programme_beside_other_business_is_no_item() -> None:
    found = agenda_of(
        TITLE,
        "次第",
        "１ 開会　２ 議事",
        "（１）苗木の数について",
        "（２）水やりについて",
        "４　その他　５　閉会",
        "会議内容",
        "会長：始めます。",
        "委員：はい。",
    )
    assert [row[2] for row in found] == ["苗木の数について", "水やりについて"]


def test_a_table_of_contents_is_the_agenda_where_the_text_heads_its_items_by_number() -> None:
    lines = [
        "目　次",
        "議案第12号　規則の改正について ………………　1",
        "議案第13号　図書の採択について ………………　2",
        "会議の顛末",
    ]
    talked = ["議案第12号　規則の改正について", "会長：始めます。", "議案第13号", "委員：はい。", "会長：次です。"]
    parsed = parse_text("\n".join([TITLE.split("\n")[0], *lines[:3], TITLE.split("\n")[1], lines[3], *talked]))
    assert [row.title for row in parsed.agenda] == ["規則の改正について", "図書の採択について"]
    assert [row.agenda for row in parsed.utterances] == [(0,), (1,), (1,)]
