"""Whether a meeting's own name finds it: of every meeting of the archive its title, its number and its date, as people
write them. Run by itself: python -m bench.relevance.known_items
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.contrib.auth.models import AnonymousUser  # noqa: E402

from bench.archive import Table  # noqa: E402
from minutes.access import visible_meetings  # noqa: E402
from minutes.models import Meeting  # noqa: E402
from minutes.wording import dates, format_era_date, format_fiscal_year  # noqa: E402
from search.known_items import recognise  # noqa: E402
from search.language import Question  # noqa: E402
from search.synonyms import understand  # noqa: E402

VISITOR = AnonymousUser()
# Words that people look for in texts: none of them names a meeting.
KEYWORDS = """
防災 防災訓練 図書館 図書館 協議会 給食 待機児童 保育園 学校選択制 予算 補正予算 決算 条例 条例改正 指定管理者 個人情報 情報公開 介護保険
国民健康保険 生活保護 高齢者 障害者 子育て支援 児童虐待 いじめ 不登校 学力 教員 体育館 プール 公園 道路 自転車 駐輪場 駐車場 再開発 都市計画
耐震 耐震診断 住宅 区営住宅 羽田空港 飛行ルート 騒音 ごみ リサイクル 清掃工場 温暖化 太陽光 省エネ 商店街 中小企業 融資 雇用 観光 水族館 文化財
男女平等 人権 平和 選挙 投票率 議会改革 政務調査費 行政改革 民間委託 職員定数 給与 財政調整基金 特別区債 税収 住民税 滞納 窓口 電子申請 ホームページ
マイナンバー セキュリティ サーバー LAN 災害対策 避難所 備蓄 消防団 交通安全 防犯カメラ 町会 地域センター 戸籍 住民基本台帳 請願 陳情 第三者評価
新型インフルエンザ ワクチン 健康診査 がん検診 保健所 病院 医療 食育 学童保育 すまいるスクール 小中一貫 国旗 国歌 修学旅行 小学校 統廃合 庁舎 総合庁舎
平成17年度予算 令和5年度 予算 第1回 第2回 ワクチン 第1号 議案 委員会 本会議 会議録 議事録 4月1日 施行 平成17年4月 改定 10% 2005 年度末 5月 R5
""".strip().splitlines()


@dataclass
class Score:
    """How many questions of one kind were put, how many answered by the right meeting first, and by it in the list."""

    asked: int = 0
    first: int = 0
    listed: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, query: str, place: int | None) -> None:
        self.asked += 1
        self.first += place == 0
        self.listed += place is not None
        if place is None:
            self.missed.append(query)


def questions_of(meeting: Meeting, *, is_alone: bool) -> Iterator[tuple[str, str]]:
    """What people type who look for a meeting: (the kind of question, the query). `is_alone`: no other meeting of its
    body and year has its number, as the days of one assembly have."""
    yield "title", meeting.title
    body = meeting.body.name
    if meeting.number is not None:
        year = format_fiscal_year(meeting.fiscal_year)
        of = "" if is_alone else " (of several days)"
        yield f"year, number and body{of}", f"{year}第{meeting.number}回{body}会議録"
        yield f"body, number and year{of}", f"{body} 第{meeting.number}回 {year}"
        yield "citation", meeting.citation
    if meeting.held_on is None:
        return
    era, year_of_era = dates.era_of(meeting.held_on)
    day = meeting.held_on
    forms = {
        "ISO": day.isoformat(),
        "era": format_era_date(day),
        "short era": f"{era.letter}{year_of_era}.{day.month}.{day.day}",
    }
    for name, form in forms.items():
        yield f"date ({name})", form
        yield f"date ({name}) and body", f"{form} {body}"


def place_of(meeting: Meeting, query: str) -> int | None:
    """Where the meeting stands in what a query names; None where it does not."""
    recognised = recognise(understand(Question(query)), VISITOR)
    found = [known.meeting_id for known in recognised.found] if recognised else []
    return found.index(meeting.pk) if meeting.pk in found else None


def known_items_table() -> Table:
    """Of every kind of question, how often the meeting came first and how often it was listed; and what misled."""
    scores: dict[str, Score] = {}
    meetings = list(visible_meetings(VISITOR).select_related("body").order_by("pk"))
    numbered = Counter((meeting.body_id, meeting.fiscal_year, meeting.number) for meeting in meetings)
    for meeting in meetings:
        is_alone = numbered[meeting.body_id, meeting.fiscal_year, meeting.number] == 1
        for kind, query in questions_of(meeting, is_alone=is_alone):
            scores.setdefault(kind, Score()).add(query, place_of(meeting, query))
    table = Table("Known items", ("question", "asked", "first", "listed", "e.g. missed"))
    for kind, score in scores.items():
        shares = (f"{score.first / score.asked:.1%}", f"{score.listed / score.asked:.1%}")
        table.rows.append((kind, f"{score.asked:,}", *shares, "、".join(score.missed[:2])))
    misled = [query for query in _keywords() if recognise(understand(Question(query)), VISITOR)]
    table.rows.append(("keywords that name nothing", str(len(_keywords())), "", f"{len(misled)}", "、".join(misled)))
    return table


def _keywords() -> list[str]:
    return [word for line in KEYWORDS for word in line.split(" ")]


if __name__ == "__main__":
    print(known_items_table())
