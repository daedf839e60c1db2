"""Lines of a roster that hold several people, as the minutes of boards print them, each on a few invented lines."""

from __future__ import annotations

from tests.unit.parsing.support import parse_text


def people(*lines: str) -> list[tuple[str | None, str, str | None]]:
    """Group, name and role of those present in a document with these lines."""
    head = ["令和4年度第2回霞浜市みどりの審議会会議録", "日時：令和5年3月1日（水）午後1時30分"]
    foot = ["議題：緑の基本計画について", "会議内容", "会長：始めます。", "委員：はい。"]
    parsed = parse_text("\n".join([*head, *lines, *foot]))
    return [(row.group, row.name, row.role) for row in parsed.attendees]


def test_entries_with_brackets_behind_them_are_parted() -> None:
    found = people("出席委員　会　長　青野　則夫（霞浜大学）", "　　　　　赤井　良子（公募）　白川　俊郎（病院）")
    assert [row[1] for row in found] == ["青野則夫（霞浜大学）", "赤井良子（公募）", "白川俊郎（病院）"]
    firms = people("出席者", "（委員）黒田(株)緑化部、霞浜商事(株)", "（事務局）課長")
    assert firms[0][1] == "黒田(株)緑化部"


def test_a_slash_parts_entries() -> None:
    found = people("出席者：緑化部長　青野　／　公園課長　赤井　／　係長　白川")
    assert [row[1] for row in found] == ["緑化部長 青野", "公園課長 赤井", "係長 白川"]


def test_letter_spaced_names_end_at_the_seat_behind_each() -> None:
    found = people(
        "出席者", "（委　員）", "　青　野　洋　介　会　長　　　赤井　　　薫　副会長", "　白　川　章　子　委　員"
    )
    assert found == [
        ("委員", "青野洋介会長", "会長"),
        ("委員", "赤井薫副会長", "副会長"),
        ("委員", "白川章子委員", None),
    ]


def test_family_names_stand_beside_those_with_a_seat() -> None:
    found = people(
        "出席者　（委員）青野委員長　赤井副委員長　白川　黒田（章）",
        "　　　　　緑川　※黒田（章）委員は途中退席",
        "　　　　（センター）金子所長　銀谷栄養教諭",
    )
    assert [row[:2] for row in found] == [
        ("委員", "青野委員長"),
        ("委員", "赤井副委員長"),
        ("委員", "白川"),
        ("委員", "黒田（章）"),
        ("委員", "緑川"),
        ("センター", "金子所長"),
        ("センター", "銀谷栄養教諭"),
    ]


def test_signs_before_names_are_the_seats_that_the_list_tells() -> None:
    found = people("出席者　◎青野豊　○赤井恵子　白川実　黒田（真）", "（◎会長　○副会長）")
    assert found == [
        ("出席者", "青野豊", "会長"),
        ("出席者", "赤井恵子", "副会長"),
        ("出席者", "白川実", None),
        ("出席者", "黒田（真）", None),
    ]


def test_posts_and_names_stand_in_turn_and_a_post_may_be_broken() -> None:
    found = people("説明のため出席した者", "助役 青野稔 総務課長 赤井清 総務部次長兼情報化", "推進室長 白川一雄")
    assert [row[1] for row in found] == ["助役 青野稔", "総務課長 赤井清", "総務部次長兼情報化推進室長 白川一雄"]


def test_posts_and_names_in_columns_are_joined_in_their_order() -> None:
    found = people(
        "出席者",
        "（構成員）",
        "市　長",
        "教育部長",
        "総務課長",
        "青野　孝",
        "赤井　貞子",
        "白川　一也",
        "（事務局）",
        "主査",
    )
    assert [row[1] for row in found] == ["市長 青野孝", "教育部長 赤井貞子", "総務課長 白川一也", "主査"]


def test_labels_with_colons_are_groups_where_others_are() -> None:
    found = people(
        "出席委員　4名（全委員数6名）", "　学識経験者：青野会長、赤井", "　市民：白川", "　関係行政機関：霞浜保健所"
    )
    assert found == [
        ("学識経験者", "青野会長", "会長"),
        ("学識経験者", "赤井", None),
        ("市民", "白川", None),
        ("関係行政機関", "霞浜保健所", None),
    ]


def test_numbered_groups_have_their_people_beside_them() -> None:
    found = people(
        "3 出席者",
        "(1)　委員　5名（委員名は結果の公表後に掲載）",
        "(2)　申請団体　甲社（4名）、乙組合（5名）",
        "(3)　事務局　緑化課",
    )
    assert found == [("申請団体", "甲社", None), ("申請団体", "乙組合", None), ("事務局", "緑化課", None)]


def test_a_section_behind_a_group_is_where_its_people_are_from() -> None:
    parsed = parse_text(
        "霞浜市審議会会議録\n出席者\n青野町長（会長）、赤井委員\n事務局　緑化課：課長、主査\n議題\n(1) 甲\n会議内容\n会長：始めます。\n委員：はい。"
    )
    assert [(row.group, row.name, row.affiliation) for row in parsed.attendees][2:] == [
        ("事務局", "課長", "緑化課"),
        ("事務局", "主査", "緑化課"),
    ]


def test_the_absent_below_their_word_alone_are_left_out() -> None:
    assert [row[1] for row in people("出席委員", "青野　豊", "赤井　恵子", "欠席", "白川　実", "事務局", "課長")] == [
        "青野豊",
        "赤井恵子",
        "課長",
    ]


def test_lines_of_letter_spaced_names_are_not_joined() -> None:
    found = people(
        "出席委員",
        "  委員長  青  野  耕  作    副委員長  赤  井  ミ  ツ",
        "  白  川    稔  黒  田  純  孝",
        "  緑  山  孝  子",
    )
    assert [row[1] for row in found] == ["青野耕作", "赤井ミツ", "白川稔", "黒田純孝", "緑山孝子"]


def test_a_group_holds_its_people_in_brackets() -> None:
    found = people("出席者　青野委員長、赤井委員", "事務局（白川館長、黒田副主幹（兼）係長、緑川主事）")
    assert [row[:2] for row in found][2:] == [
        ("事務局", "白川館長"),
        ("事務局", "黒田副主幹（兼）係長"),
        ("事務局", "緑川主事"),
    ]


def test_the_convened_are_a_group_and_those_who_did_not_come_are_absent() -> None:
    found = people(
        "応招委員　　　委員長　　　青　野　　　功　　　委　員　　　赤　井　光　代",
        "不応招委員　　委　員　　　白　川　　　正",
        "書　　　記　　主事　黒田誠",
    )
    assert [row[:2] for row in found] == [("応招委員", "青野功"), ("応招委員", "赤井光代"), ("書記", "主事 黒田誠")]
