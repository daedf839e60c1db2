"""Papers and corrections in a real browser: sent in, placed by hand, published, found, downloaded; what changed, read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect

from minutes.editing import with_ids
from minutes.intake.items import new_source
from minutes.models import Body, Meeting, Paper, Upload
from minutes.parsing.model import ParsedMinutes
from minutes.record.importing import import_minutes
from tests.functional.support import assert_good_page

Build = Callable[..., ParsedMinutes]
LISTED = [
    {"label": "資料1", "title": "窓口のオンライン化について"},
    {"label": "資料2-1", "title": "費用の比較"},
]


@pytest.fixture
def signed_in(page: Page, client: Client, editor: User, live_server: object) -> Page:
    client.force_login(editor)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": str(live_server)}])
    return page


@pytest.fixture
def draft(transactional_db: None, build_parsed: Build, editor: User, known_body: Body) -> Upload:
    source = new_source("会議録\n".encode(), "会議録.txt", "text/plain")
    source.text = "会議録"
    source.save()
    parsed = with_ids(build_parsed(attachments=LISTED)).to_json()
    return Upload.objects.create(source=source, state=Upload.State.DRAFT, parsed=parsed, base=parsed, created_by=editor)


def test_from_files_to_hits(
    signed_in: Page,
    draft: Upload,
    complaints: list[str],
    tmp_path: Path,
    read_waiting: Callable[[], None],
) -> None:
    page = signed_in
    (tmp_path / "資料２－１.txt").write_text("費用の比較\n五年間で一千万円の電話交換機です。\n")
    (tmp_path / "scan0001.txt").write_text("番号のない紙です。避難所の地図を付けます。\n")
    page.goto(f"/staff/uploads/{draft.pk}/papers/")
    assert_good_page(page, complaints)
    page.get_by_label("資料のファイル").set_input_files([*tmp_path.iterdir()])
    page.get_by_role("button", name="資料を送る").click()
    expect(page.get_by_text("資料のファイル2件を受け取りました。")).to_be_visible()
    expect(page.locator("#papers-loose")).to_contain_text("1件")
    read_waiting()
    expect(page.locator(".papers__waiting")).to_have_count(0)
    assert_good_page(page, complaints)
    loose = page.locator(".papers__loose .paper")
    expect(loose).to_contain_text("scan0001.txt")
    loose.get_by_label("どの資料ですか").select_option(label="一覧に加える（番号と名称を入力）")
    loose.get_by_label("加えるときの番号").fill("資料3")
    loose.get_by_label("加えるときの名称").fill("避難所の地図")
    page.get_by_role("button", name="資料の設定を保存").click()
    expect(page.get_by_text("資料を保存しました。")).to_be_visible()
    expect(page.locator(".papers__listed .paper")).to_have_count(3)
    expect(page.locator(".papers__loose")).to_have_count(0)
    client = Client()
    client.force_login(User.objects.get())
    client.post(f"/staff/uploads/{draft.pk}/publish/", {"action": "publish", "revision": Upload.objects.get().revision})
    meeting = Meeting.objects.get()
    page.goto("/search/?q=電話交換機")
    hit = page.locator(".hit").first
    expect(hit).to_contain_text("資料2-1 費用の比較")
    hit.get_by_role("link").first.click()
    page.wait_for_url(f"**{meeting.get_absolute_url()}**")
    assert_good_page(page, complaints)
    with page.expect_download() as download:
        page.get_by_role("link", name="資料２－１.txt").click()
    assert download.value.suggested_filename == "資料２－１.txt"
    assert "電話交換機" in Path(download.value.path()).read_text()
    assert Paper.objects.filter(meeting=meeting).count() == 2


def test_from_the_mark_to_what_changed(
    page: Page, transactional_db: None, build_parsed: Build, editor: User, complaints: list[str]
) -> None:
    first = build_parsed()
    import_minutes(parsed=first, source=new_source(b"one", "会議録.txt"))
    rows = first.to_json()["utterances"]
    rows[4]["text"] = "電話システムの更新は再来年度です。"
    corrected = build_parsed(utterances=rows)
    meeting = import_minutes(
        parsed=corrected, source=new_source(b"two", "会議録.txt"), user=editor, reason="年度の誤り", edited=True
    ).meeting
    page.goto(meeting.get_absolute_url())
    expect(page.locator(".notice").first).to_contain_text("変更1か所")
    assert_good_page(page, complaints)
    page.get_by_role("link", name="この発言の変わったところを見る").click()
    page.wait_for_url("**/versions/2/changes/?u=5#u5")
    expect(page.locator("#u5 del")).to_contain_text("来年度")
    expect(page.locator("#u5 ins")).to_contain_text("再来年度")
    assert_good_page(page, complaints)
    page.get_by_role("link", name="訂正の一覧").click()
    expect(page.get_by_text("訂正の理由：年度の誤り")).to_be_visible()
    assert_good_page(page, complaints)


def test_papers_are_sent_from_the_checking_page(
    signed_in: Page, draft: Upload, complaints: list[str], tmp_path: Path, read_waiting: Callable[[], None]
) -> None:
    page = signed_in
    (tmp_path / "資料1.txt").write_text("窓口の件数です。\n")
    (tmp_path / "名簿.txt").write_text("委員の名簿です。\n")
    page.goto(draft.get_absolute_url())
    page.locator("a[href='#part-attachments']").click()
    papers = page.locator("#papers")
    papers.get_by_label("資料のファイル").set_input_files([*tmp_path.iterdir()])
    papers.get_by_role("button", name="資料を送る").click()
    expect(papers.get_by_text("資料のファイル2件を受け取りました。")).to_be_visible()
    read_waiting()
    expect(papers.locator(".papers__waiting")).to_have_count(0)
    expect(papers.locator(".papers__listed .paper").first).to_contain_text("資料1.txt")
    loose = papers.locator(".papers__loose .paper")
    loose.get_by_label("どの資料ですか").select_option("new")
    papers.get_by_role("button", name="資料の設定を保存").click()
    expect(papers.get_by_text("資料を保存しました。")).to_be_visible()
    expect(page.locator("#rows-attachments input").last).to_be_visible()
    stored = Upload.objects.get(pk=draft.pk)
    assert stored.parsed is not None
    assert [row["title"] for row in stored.parsed["attachments"]][-1] == "名簿"
    assert_good_page(page, complaints)


def test_what_was_typed_for_one_file_outlives_what_is_sent_for_another(
    signed_in: Page, draft: Upload, complaints: list[str], tmp_path: Path
) -> None:
    page = signed_in
    for name in ("scan0001.txt", "scan0002.txt"):
        (tmp_path / name).write_text(f"番号のない紙 {name}")
    page.goto(f"/staff/uploads/{draft.pk}/papers/")
    page.get_by_label("資料のファイル").set_input_files([tmp_path / "scan0001.txt"])
    page.get_by_role("button", name="資料を送る").click()
    page.get_by_label("どの資料ですか").select_option("new")
    page.get_by_label("加えるときの名称").fill("長く考えた名称")
    # Other files are sent, and something is refused: what was typed and not saved stays.
    page.get_by_label("資料のファイル").set_input_files([tmp_path / "scan0002.txt"])
    page.get_by_role("button", name="資料を送る").click()
    expect(page.locator("#papers-loose")).to_contain_text("2件")
    expect(page.get_by_label("加えるときの名称").first).to_have_value("長く考えた名称")
    page.get_by_label("どの資料ですか").last.select_option("new")
    page.get_by_label("加えるときの番号").last.fill("")
    page.get_by_label("加えるときの名称").last.fill("")
    page.get_by_role("button", name="資料の設定を保存").click()
    expect(page.get_by_text("番号か名称を入力してください")).to_be_visible()
    expect(page.get_by_label("加えるときの名称").first).to_have_value("長く考えた名称")
    page.get_by_label("どの資料ですか").last.select_option("")
    page.get_by_role("button", name="資料の設定を保存").click()
    expect(page.locator(".papers__listed")).to_contain_text("長く考えた名称")
    assert complaints == []
