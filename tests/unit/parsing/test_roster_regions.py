"""Lists of people that are read as a whole: columns, gaps and counts of all their rows tell where a person ends."""

from __future__ import annotations

import pytest

from minutes.documents import read_document
from minutes.parsing import explain
from tests.unit.parsing.support import parse_text

_HEAD = "令和6年度第2回霞浜市緑化審議会会議録\n\n日時：令和6年6月12日（水）午後2時～4時\n場所：市役所3階 第1会議室\n"
_TALK = "\n議題\n（1）緑の基本計画について\n会議内容\n○会長　ただいまから会議を始めます。\n○事務局　資料に沿って説明いたします。\n"


def _people(text: str) -> list[tuple[str | None, str, str | None]]:
    attendees = parse_text(_HEAD + text + _TALK).attendees
    return [(row.group, row.name.replace(" ", ""), row.role) for row in attendees]


@pytest.mark.parametrize(
    "heading",
    [
        "○地方自治法第121条の規定により説明のため出席した人",
        "６　市長の委任を受けて説明のため会議に出席した者",
        "◎職務のため議場に出席した議会事務局職員",
        "５　地方自治法第121条第１項の規定により、説明のため会議に出席した者の職氏名（２名）",
        "第３　出席した関係職員等（敬称略）",
    ],
)
def test_a_heading_that_tells_who_came_is_the_group_as_printed(heading: str) -> None:
    found = _people(
        f"○出席議員\n　１番　白川　花子君\n{heading}\n　総務課長　　青　野　一　郎　君\n　係長　　　　赤　井　　　薫　君"
    )
    word = heading.lstrip("○◎６５第３　").split("（")[0]
    assert found[1:] == [(word, "総務課長青野一郎君", None), (word, "係長赤井薫君", None)]


def test_a_heading_in_two_lines_of_the_column_of_labels() -> None:
    found = _people(
        "出席委員　　　委員長　　青野　一郎\n説明のため　　教育課長　　赤井　　守　　　指導主事　　石森　美穂\n出席した者"
    )
    assert found[1:] == [
        ("説明のため出席した者", "教育課長赤井守", None),
        ("説明のため出席した者", "指導主事石森美穂", None),
    ]


@pytest.mark.parametrize("sign", ["〃", "同"])
def test_signs_for_the_post_above_begin_a_person_each(sign: str) -> None:
    rows = [
        "　　　委　　員　　長　　　青　野　　広　美　　君",
        "　　　委　　　　　員　　　赤　井　　新　二　　君",
        f"　　　　　　　{sign}　　　　　　石　森　　芳　則　　君",
        f"　　　　　　　{sign}　　　　　　白　川　　　　忠　　君",
        f"　　　　　　　{sign}　　　　　　小野寺　　幸　恵　　君",
    ]
    found = _people("●出席委員（５名）\n" + "\n".join(rows))
    assert [row[1] for row in found] == ["青野広美君", "赤井新二君", "石森芳則君", "白川忠君", "小野寺幸恵君"]
    assert [row[2] for row in found] == ["委員長", None, None, None, None]


@pytest.mark.parametrize("between", ["　　", "　　　", "    "])
def test_a_gap_wider_than_those_within_names_parts_people(between: str) -> None:
    rows = [
        "　　委員長　　三ケ尻　睦",
        f"　　委　員　　青野　茂樹{between}赤井　学{between}石森　節子{between}白川　幸一",
        f"　　　　　　　黒田　公江{between}小野寺　博司{between}北河原　淳",
    ]
    found = _people("出席委員（８名）\n" + "\n".join(rows))
    assert [
        row[1] for row in found
    ] == "三ケ尻睦 青野茂樹 赤井学 石森節子 白川幸一 黒田公江 小野寺博司 北河原淳".split()


@pytest.mark.parametrize(
    "columns",
    [
        ["１番", "２番", "４番", "青　野", "赤　井", "大　久　野", "誠", "和　江", "美佐子（早退）"],
        ["１番", "２番", "４番", "青野　誠", "赤井　和江", "大久野　美佐子（早退）"],
        ["会　長", "委　員", "委　員", "青野　誠", "赤井　和江", "大久野　美佐子（早退）"],
        ["会　長", "委　員", "青野　誠", "赤井　和江", "大久野　美佐子（早退）"],
    ],
)
def test_columns_that_came_one_below_the_other_are_put_together(columns: list[str]) -> None:
    found = _people("出席委員（３名）\n" + "\n".join(columns))
    assert [row[1] for row in found] == ["青野誠", "赤井和江", "大久野美佐子（早退）"]


def test_officers_of_a_letter_spaced_table_are_parted_by_their_posts() -> None:
    rows = [
        "副 町 長 田 中 一 省 理事・総務課長 木 林 直 樹",
        "総 務 課 参 事 青 野 恵 司 政策推進課長 赤 井 匡 人",
        "税務住民課参事 佐々木 智 紀 産業振興課長 森 池 和 哉",
    ]
    found = _people("○出席議員\n　１番　白川　花子君\n○職務のため出席した者\n" + "\n".join(rows))
    assert [row[1] for row in found[1:]] == [
        "副町長田中一省",
        "理事・総務課長木林直樹",
        "総務課参事青野恵司",
        "政策推進課長赤井匡人",
        "税務住民課参事佐々木智紀",
        "産業振興課長森池和哉",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [
            "会　長　　青　野　重太郎",
            "委　員　　赤　井　タミエ",
            "　〃　　　石　森　　　實",
            "　〃　　　白　川　一　馬",
        ],
        ["会長　青野　重太郎", "委員（会長職務代理者）　赤井　タミエ", "委員　石森　實", "委員　白川　一馬"],
    ],
)
def test_posts_before_each_name_under_a_general_heading_are_groups(rows: list[str]) -> None:
    found = _people("出席者\n" + "\n".join(f"　　　　{row}" for row in rows))
    assert [row[:2] for row in found] == [
        ("会長", "青野重太郎"),
        ("委員", "赤井タミエ"),
        ("委員", "石森實"),
        ("委員", "白川一馬"),
    ]
    assert (found[0][2], found[2][2]) == ("会長", None)


@pytest.mark.parametrize("state", ["出席", "○", "途中退席"])
@pytest.mark.parametrize("gap", [" ", "　", "\t"])
def test_a_table_of_who_was_there_tells_the_state_and_no_part_of_a_name(state: str, gap: str) -> None:
    rows = [
        ("会長", "白川誠", state),
        ("副会長", "石森恵", state),
        ("委員", "赤井実", "欠席"),
        ("委員", "黒田健", state),
    ]
    found = _people("委員の出欠\n役職 氏名 出欠\n" + "\n".join(gap.join(row) for row in rows))
    assert found == [
        ("委員の出欠", "白川誠", "会長"),
        ("委員の出欠", "石森恵", "副会長"),
        ("委員の出欠", "黒田健", None),
    ]


@pytest.mark.parametrize("row", ["木 下 正 智 森   一", "木　下　正　智　森　　　一"])
def test_a_wide_gap_within_the_second_name_makes_no_one_name_of_two(row: str) -> None:
    found = _people(f"出席委員\n委員 青 野 太 郎 赤 井 正 子\n{row}")
    assert [entry[1] for entry in found] == ["青野太郎", "赤井正子", "木下正智", "森一"]


@pytest.mark.parametrize("name", ["堤　誠", "西　恵", "森　健"])
def test_a_post_before_a_short_name_is_no_part_of_it(name: str) -> None:
    found = _people(f"出席委員\n　会  長　千葉　幸子\n　委  員　{name}\n　委  員　野口　俊夫")
    assert [entry[1] for entry in found] == ["千葉幸子", name.replace("　", ""), "野口俊夫"]


def test_a_post_that_heads_several_names_is_their_group() -> None:
    found = _people("出席者\n\n会　長　青野太郎\n委　員　赤井晶子、石森和喜、白川和子\n\n事務局　黒田館長、緑川副主幹")
    assert [row[0] for row in found] == ["会長", "委員", "委員", "委員", "事務局", "事務局"]


@pytest.mark.parametrize(("group", "seat"), [("出席委員", "教育長"), ("来賓", None), ("オブザーバー", None)])
def test_a_seat_of_another_body_stays_with_its_name(group: str, seat: str | None) -> None:
    found = _people(f"◯出席委員\n委員長 白川 隆　委員 石森 健\n◯{group}\n教育長 青野 稔")
    assert found[-1] == (group, "青野稔" if seat else "教育長青野稔", seat)


def test_people_without_names_keep_their_number() -> None:
    found = _people("出席委員　青野委員長、赤井委員\n事務局　総務課長、総務課主事２名、書記１人")
    assert [row[1] for row in found[2:]] == ["総務課長", "総務課主事２名", "書記１人"]


def test_seats_numbered_in_kanji_stand_before_names_and_speak() -> None:
    rows = [
        "会　長　十二番　青野　　正",
        "委　員　一　番　赤井　勇吉",
        "　〃　　二　番　石　森　　昇",
        "　〃　　三　番　小比類巻　トメ",
    ]
    head = _HEAD + "一、出席委員（四名）\n" + "\n".join(f"　　{row}" for row in rows)
    parsed = parse_text(
        f"{head}\n一、議事日程\n　　日程第一　許可申請について\n議　長　始めます。\n二　番　ここはどこですか。\n議　長　東です。\n二　番　分かりました。"
    )
    assert [row.name.replace("　", "") for row in parsed.attendees] == ["青野正", "赤井勇吉", "石森昇", "小比類巻トメ"]
    assert [row.speaker for row in parsed.utterances] == ["議長", "二番", "議長", "二番"]


def test_a_post_that_its_column_broke_is_whole_again() -> None:
    rows = [
        "市長　　　　　　　　青野一郎君",
        "水道事業管理者",
        "水道局長　　　　　　赤井　健君",
        "総務部長　　　　　　石森倫子君",
        "兼危機対策",
        "本部長",
        "総合政策部　　　　　白川公仁君",
        "戦略推進監",
        "経済部長　　　　　　黒田仁君",
    ]
    found = _people("出席議員\n　１番　白川　花子君\n出席説明員\n" + "\n".join(f"　　　{row}" for row in rows))
    assert [row[1] for row in found[1:]] == [
        "市長青野一郎君",
        "水道事業管理者水道局長赤井健君",
        "総務部長兼危機対策本部長石森倫子君",
        "総合政策部戦略推進監白川公仁君",
        "経済部長黒田仁君",
    ]


@pytest.mark.parametrize("rest", ["議席番号", "欠員（１人）", "71番", "次頁のとおり"])
def test_what_is_no_person_is_left_to_be_seen(rest: str) -> None:
    parsed = parse_text(f"{_HEAD}出席委員\n委員長　青野　一郎\n委員　赤井　花子\n{rest}{_TALK}")
    assert [row.name for row in parsed.attendees] == ["青野一郎", "赤井花子"]
    assert any(rest.split("　")[0] in (warning.text or "") for warning in parsed.warnings)


@pytest.mark.parametrize(
    ("heading", "group"),
    [
        ("３．農業委員の出欠（○出席）", "農業委員の出欠"),
        ("４．出席農地利用最適化推進委員", "出席農地利用最適化推進委員"),
        ("１．本会議に説明のため出席を求めた者は次のとおりである。", "本会議に説明のため出席を求めた者"),
    ],
)
def test_headings_by_who_attends(heading: str, group: str) -> None:
    found = _people(f"{heading}\n農林課長　　青　野　一　郎\n係　長　　　赤　井　　　薫")
    assert found == [(group, "農林課長青野一郎", None), (group, "係長赤井薫", None)]


def test_a_list_behind_an_early_begin_of_the_record_is_of_the_head() -> None:
    text = """青葉大学経営協議会
平成31年1月22日（火曜日）開催
議事
1. 中期目標の変更について
2. その他
議事録
出席者：
青野総長（議長）
赤井委員、石森委員、白川（勝）委員、白川（直）委員
欠席者：
黒田委員
議事
1. 中期目標の変更について
変更する内容について説明があり、審議の結果、了承された。"""
    found = [(row.group, row.name, row.role) for row in parse_text(text).attendees]
    assert found == [
        ("出席者", "青野総長（議長）", "議長"),
        ("出席者", "赤井委員", None),
        ("出席者", "石森委員", None),
        ("出席者", "白川（勝）委員", None),
        ("出席者", "白川（直）委員", None),
    ]


def test_the_explanation_tells_in_which_way_a_list_was_read() -> None:
    text = f"{_HEAD}出席委員（３名）\n会　長\n委　員\n青野　誠\n赤井　和江\n石森　健{_TALK}"
    reasons = {row.text: row.reason for row in explain(read_document(text.encode(), "minutes.txt"))}
    assert "縦に崩れた欄" in reasons["赤井　和江"]
