"""Copies that lost their line breaks, search systems' pages, glued numbers, programmes: rows put right before reading."""

from __future__ import annotations

import pytest

from tests.unit.parsing.support import parse_text

_TABLE = (
    "1 会 議 録 会議の名称 第1回霞浜市緑地審議会 開催日時 平成29年8月25日(金) 開会:14時30分 閉会:15時55分 開催場所 霞浜市役所3階第4会議室 "
    "出席者及び 欠席者 出席者:青野太郎(会長)、赤井花子(職務代理者)、石森一郎、 江口次郎 欠席者:なし 事務局:市長、総務部長、緑地課職員3名 傍聴人:1名 "
    "会議内容 1開会 2市長あいさつ 3委員紹介 4会長の選任、職務代理者の指名 5報告 (1)緑地の計画について 6閉会 "
    "会議資料 次第 委員名簿 資料1 審議会条例 2 設置要綱 3 傍聴要領 発言者 会議の経過(議題・発言内容等) 事務局(緑地 課長) 1 開会 "
    "定刻の時間となりましたので、第1回霞浜市緑地審議会 を開催させていただきます。 本日、司会を務めます緑地課長の木村です。どうぞ よろしくお願いします。"
)


def test_a_form_that_became_one_line_is_read_as_the_form() -> None:
    parsed = parse_text(_TABLE)
    assert (parsed.title, parsed.number, parsed.held_on) == ("第1回霞浜市緑地審議会", 1, "2017-08-25")
    assert (parsed.starts_at, parsed.ends_at, parsed.venue) == ("14:30", "15:55", "霞浜市役所3階第4会議室")
    assert [(row.group, row.name, row.role, row.proxy) for row in parsed.attendees] == [
        ("出席者", "青野太郎(会長)", "会長", False),
        ("出席者", "赤井花子(職務代理者)", "職務代理者", False),
        ("出席者", "石森一郎", None, False),
        ("出席者", "江口次郎", None, False),
        ("事務局", "市長", None, False),
        ("事務局", "総務部長", None, False),
        ("事務局", "緑地課職員3名", None, False),
    ]
    assert [(row.label, row.title) for row in parsed.attachments] == [
        (None, "次第"),
        (None, "委員名簿"),
        ("資料1", "審議会条例"),
        ("資料2", "設置要綱"),
        ("資料3", "傍聴要領"),
    ]
    assert [(row.category, row.number, row.title) for row in parsed.agenda] == [("報告", 1, "緑地の計画について")]
    assert [(row.speaker, row.text) for row in parsed.utterances] == [
        (
            "事務局(緑地課長)",
            "定刻の時間となりましたので、第1回霞浜市緑地審議会を開催させていただきます。\n"
            "本日、司会を務めます緑地課長の木村です。どうぞよろしくお願いします。",
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        "日時　令和6年6月12日（水）午後2時　場所　市役所3階　第1会議室　出席者　青野委員、赤井委員",
        "日時　令和6年6月12日（水）午後2時　場所　市役所3階　第1会議室\n出席者　青野委員、赤井委員",
    ],
)
def test_fields_side_by_side_are_fields(line: str) -> None:
    parsed = parse_text(f"第2回霞浜市緑化審議会会議録\n{line}\n\n○会長　始めます。\n○委員　はい。\n○会長　以上です。")
    assert (parsed.held_on, parsed.starts_at, parsed.venue) == ("2024-06-12", "14:00", "市役所3階 第1会議室")
    assert [row.name for row in parsed.attendees] == ["青野委員", "赤井委員"]


_SAID = (
    "ただいまから会議を始めさせていただきます。初めに,資料の確認をいたしますので,お手元の資料を御覧くださいますようお願いいたします。",
    "改めて皆さん,こんにちは。どうぞよろしくお願い申しあげます。本日はお集まりいただきありがとうございます。",
    "資料の説明をいたします。緑地の面積は五年で一割増えました。詳しくは二ページの表を御覧ください。",
)


@pytest.mark.parametrize(
    "marks",
    [
        ("○事務局(木村)  ", "○青野教育長  ", "○赤井委員  "),
        ("(事務局) ", "(青野教育長) ", "(赤井委員) "),
        ("事務局: ", "教育長: ", "委員: "),
        ("【事務局】", "【青野教育長】", "【赤井委員】"),
    ],
)
def test_a_talk_on_one_line_is_cut_at_its_marks(marks: tuple[str, ...]) -> None:
    line = " ".join(f"{mark}{said}" for mark, said in zip(marks, _SAID, strict=True))
    found = [(row.speaker, row.text) for row in parse_text(line).utterances]
    assert found == [
        (mark.strip("○()【】: "), said) if "木村" not in mark else ("事務局(木村)", said)
        for mark, said in zip(marks, _SAID, strict=True)
    ]


def test_a_long_paragraph_that_names_somebody_stays_one() -> None:
    said = f"{_SAID[0]}事務局から御説明がありました。委員の皆さんの御意見を伺います。（笑）ありがとうございます。{_SAID[1]}"
    found = parse_text(
        f"第2回霞浜市緑化審議会会議録\n日時　令和6年6月12日\n\n○会長　{said}\n○委員　はい。\n○会長　以上です。"
    )
    assert [row.speaker for row in found.utterances] == ["会長", "委員", "会長"]


def test_what_a_search_system_prints_beside_the_speeches_is_read_over() -> None:
    parsed = parse_text(
        "霞浜市議会会議録\n文書閲覧\n文書情報\n緑化推進特別委員会　本文\n開催日: 2024-12-26\n文書中の発言: 3\nヒット発言: なし\n発言一覧\n"
        "・1: ◯委員長\n検索語: なし\n1: ※会議の概要\n◯委員長　　ただいまから開会いたします。\n・2: ◯緑化部長\n検索語: なし\n"
        "2: ◯緑化部長　　説明いたします。\n・3: ◯赤井花子委員\n検索語: なし\n3: ◯赤井花子委員　　質問します。\n\n・4: ◯委員長\n検索語: なし\n"
        '4: ◯委員長　　終わります。\n<PAGE="2">'
    )
    assert [(row.speaker, row.text) for row in parsed.utterances] == [
        ("委員長", "ただいまから開会いたします。"),
        ("緑化部長", "説明いたします。"),
        ("赤井花子委員", "質問します。"),
        ("委員長", "終わります。"),
    ]
    assert parsed.held_on == "2024-12-26"


def test_kana_glued_to_titles_count_them() -> None:
    parsed = parse_text(
        "第2回霞浜市緑化審議会会議録\n日時　令和6年6月12日\n次第\n(1)開会\n(2)緑化課長あいさつ\n(3)議題\nア緑の計画について\nイ並木の管理について\nウその他\n"
        "ア緑の計画について\n(事務局)資料のとおり進めます。\n(委員)よいと思います。\nイ並木の管理について\n(委員)水やりを増やしてください。"
    )
    assert [(row.category, row.title) for row in parsed.agenda] == [
        ("議題", "緑の計画について"),
        ("議題", "並木の管理について"),
        ("議題", "その他"),
    ]
    assert [row.agenda for row in parsed.utterances] == [(0,), (0,), (1,)]


@pytest.mark.parametrize("headed", [False, True])
def test_procedures_of_a_programme_are_items_where_the_record_heads_them(headed: bool) -> None:
    heading = "２　委嘱状の交付\n○事務局　委嘱状を交付します。\n" if headed else ""
    parsed = parse_text(
        "第2回霞浜市緑化審議会会議録\n日時　令和6年6月12日\n会議次第\n１　開会\n２　委嘱状の交付\n３　議題\n（1）緑の計画について\n（2）その他\n４　閉会\n"
        f"会議の内容\n{heading}３　議題\n（1）緑の計画について\n○会長　始めます。\n○委員　はい。\n○会長　以上です。"
    )
    expected = ["緑の計画について", "その他"]
    assert [row.title for row in parsed.agenda] == (["委嘱状の交付", *expected] if headed else expected)


@pytest.mark.parametrize("outcome", ["（可決）", "(原案可決)", "（承認）"])
def test_what_came_of_an_item_is_no_part_of_its_title(outcome: str) -> None:
    parsed = parse_text(
        f"第2回霞浜市緑化審議会会議録\n日時　令和6年6月12日\n議案\n議案第1号　規程の改正について{outcome}\n議案第2号　要綱の改正について{outcome}\n\n"
        "○会長　始めます。\n○委員　はい。\n○会長　以上です。"
    )
    assert [(row.number, row.title) for row in parsed.agenda] == [(1, "規程の改正について"), (2, "要綱の改正について")]


def test_the_day_on_which_a_page_was_printed_is_not_the_meeting_s() -> None:
    parsed = parse_text(
        "2024/11/05 1:34　　　会議録表示\n第3回　緑化推進委員会記録\n◯令和６年５月17日（金）\n◯市会第３会議室\n◯出席委員（2名）\n　青野一郎議員\n　赤井花子議員\n"
        "［午前10時　開会］\n○委員長（青野一郎）　始めます。\n○委員（赤井花子）　はい。\n○委員長（青野一郎）　以上です。"
    )
    assert (parsed.held_on, parsed.venue) == ("2024-05-17", "市会第３会議室")


def test_sections_inside_a_list_are_where_its_people_come_from() -> None:
    parsed = parse_text(
        "第2回霞浜市緑化審議会会議録\n日時　令和6年6月12日\n出席委員 青野一郎委員長,赤井花子委員\n市執行部 【緑化部】\n 緑化部長 石森一郎,公園課長 江口次郎\n"
        "議会事務局 議事課主任(木村志保)\n\n青野委員長)始めます。\n緑化部長)説明します。\n青野委員長)終わります。"
    )
    assert [(row.group, row.name, row.affiliation) for row in parsed.attendees[2:]] == [
        ("市執行部", "緑化部長 石森一郎", "緑化部"),
        ("市執行部", "公園課長 江口次郎", "緑化部"),
        ("議会事務局", "議事課主任(木村志保)", None),
    ]


FLAT_HEAD = (
    "令和5年1月13日 第6回霞浜市学校検討会 日時 令和5年1月13日（金）午後6時30分～午後8時10分 場所 霞浜市役所4階 "
    "出席者 委員：青野座長、赤井副座長、白川委員 事務局：石森教育総務課長、江口施設課長 次第 1 開会 2 議事 (1) 通学区域について (2) 校舎の位置について "
)


@pytest.mark.parametrize("mark", ["○{}　", "（{}） ", "{}） "])
def test_headings_and_events_between_the_speeches_of_a_line_stand_apart(mark: str) -> None:
    said = [
        ("青野座長", "ただいまから会議を始める。資料を御覧いただきたい。"),
        None,
        ("教育総務課長", "対象は千二百世帯である。回収率は七割であった。"),
        ("委員", "自由意見には踏切を心配する声が多い。"),
        "（委員1名到着）",
        ("青野座長", "意見は分類して、次回までに一覧にしてほしい。"),
        "(2) 校舎の位置について",
        ("施設課長", "二つの案がある。費用はほぼ同じである。"),
        ("委員", "案のとおりでよい。"),
        "（異議なし）",
        ("青野座長", "では案のとおりとする。これで終わる。"),
        "午後8時12分閉会 - 2 -",
    ]
    text = "午後6時31分開会 "
    for entry in said:
        if entry is None:
            text += "(1) 通学区域について "
        elif isinstance(entry, str):
            text += f"{entry} "
        else:
            text += f"{mark.format(entry[0])}{entry[1]} "
    found = parse_text(FLAT_HEAD + text.strip())
    speeches = [(row.speaker, row.text) for row in found.utterances if row.kind == "speech"]
    assert speeches == [entry for entry in said if isinstance(entry, tuple)]
    assert [row.text for row in found.utterances if row.kind == "note"][-3:] == [
        "委員1名到着",
        "異議なし",
        "午後8時12分閉会",
    ]


def test_numbers_counted_up_in_a_speech_of_a_line_stay_in_it() -> None:
    text = (
        "○青野座長　始めます。 ○赤井委員　二つ伺います。 1 費用の見込みはどうか。 2 工期はどうか。 ○施設課長　資料のとおりです。 "
        "○白川委員　賛成です。 ○青野座長　では進めます。 ○赤井委員　はい。 ○青野座長　終わります。"
    )
    speeches = [row for row in parse_text(FLAT_HEAD + text).utterances if row.kind == "speech"]
    assert "費用の見込みはどうか。" in speeches[1].text and "工期はどうか。" in speeches[1].text
