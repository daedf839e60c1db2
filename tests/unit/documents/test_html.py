"""HTML: what a reader of the page sees, as lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.documents import SourceText, read_document
from minutes.documents.html import html_lines, read_html
from tests.processor_time import at_most


def lines(source: str) -> list[str]:
    """The lines without the blank ones that stand around paragraphs."""
    return [line for line in html_lines(source) if line]


def test_blocks_and_br_break_lines() -> None:
    assert lines("<div>開会<div>議題</div>審議<br>採決</div><p>閉会") == ["開会", "議題", "審議", "採決", "閉会"]


def test_inline_elements_break_nothing() -> None:
    assert lines("<p><b>委員長</b><span>　開会します。</span></p>") == ["委員長　開会します。"]


def test_paragraphs_and_headings_stand_between_blank_lines() -> None:
    assert html_lines("<h2>議題</h2><p>一</p><p>二</p><div>三</div>") == ("議題", "", "一", "", "二", "", "三")


def test_source_line_breaks_leave_no_space_inside_japanese_text() -> None:
    assert lines("<p>電子申請の\n    受付を LoGo\n フォームで</p>") == ["電子申請の受付を LoGo フォームで"]


def test_full_width_and_no_break_spaces_stay() -> None:
    assert lines("<p>　委員長&nbsp;開会</p>") == ["　委員長\u00a0開会"]


def test_table_row_is_one_line_with_cells_parted_by_a_tab() -> None:
    source = "<table><tr><th>日時<td>6月14日<br>午後2時<tr><td>場所<td></table>"
    assert lines(source) == ["日時\t6月14日 午後2時", "場所"]


def test_empty_cell_in_the_middle_keeps_its_place() -> None:
    assert lines("<table><tr><td>出席者</td><td></td><td>山名</td></tr></table>") == ["出席者\t\t山名"]


def test_paragraphs_in_a_cell_stay_in_its_row() -> None:
    source = "<table><tr><td>議題</td><td><p>議案</p><p>（1）計画</p></td></tr></table>"
    assert lines(source) == ["議題\t議案 （1）計画"]


def test_nested_table_keeps_its_own_rows() -> None:
    inner = "<table><tr><td>委員</td><td>山名</td></tr><tr><td>委員</td><td>川瀬</td></tr></table>"
    assert lines(f"<table><tr><td>出席者{inner}以上</td></tr></table>") == [
        "出席者",
        "委員\t山名",
        "委員\t川瀬",
        "以上",
    ]


def test_table_used_for_layout_gives_the_lines_of_its_cells() -> None:
    source = "<table><tr><td>目次<td><h1>会議録</h1><p>開会</p><p>閉会</p></table>"
    assert lines(source) == ["目次", "会議録", "開会", "閉会"]


def test_list_items_keep_marker_and_number() -> None:
    source = "<ul><li>資料1<li>資料2</ul><ol start=3><li>開会<li value=7>議事<li><p>閉会</p></ol><ol type=a><li>案</ol>"
    assert lines(source) == ["・資料1", "・資料2", "3. 開会", "7. 議事", "8. 閉会", "a. 案"]


def test_numbering_goes_on_after_a_nested_list() -> None:
    assert lines("<ol><li>議題<ol><li>報告</ol><li>その他</ol>") == ["1. 議題", "1. 報告", "2. その他"]


def test_checkboxes_show_what_is_ticked() -> None:
    source = '<p><input type="checkbox"> 公開 <input type="checkbox" checked="checked"> 非公開</p>'
    assert lines(source) == ["□ 公開 ■ 非公開"]


def test_ruby_keeps_the_base_text_only() -> None:
    assert lines("<p><ruby>皆<rp>(</rp><rt>みな</rt><rp>)</rp>面<rt>も</ruby>市</p>") == ["皆面市"]


def test_entities_are_decoded_once() -> None:
    assert lines("<p>A&amp;B &lt;案&gt; &amp;lt; &#9312; &#x2462; &copy</p>") == ["A&B <案> &lt; ① ③ ©"]


def test_script_style_comments_and_head_are_dropped() -> None:
    source = "<head><title>市</title><style>p{}</style></head><!-- 秘 --><script>if(a<b)x('<p>')</script><p>開会</p>"
    assert lines(source) == ["開会"]


def test_site_chrome_named_by_its_markup_is_dropped() -> None:
    source = """<body><header><a href=/>市</a><a href=/map>地図</a><nav>メニュー</nav></header>
      <div role="search">検索</div><nav>パンくず</nav><h1>会議録</h1><p>開会</p><footer>© 市役所</footer></body>"""
    assert lines(source) == ["会議録", "開会"]


def test_header_that_heads_the_minutes_stays() -> None:
    assert lines("<body><header><h1>会議録</h1><p>6月14日</p></header><p>開会") == ["会議録", "6月14日", "開会"]
    assert lines("<article><header>会議録 <a>1</a><a>2</a></header><footer>以上</footer>") == ["会議録 12", "以上"]


def test_only_main_and_the_title_heading_count_where_there_is_a_main() -> None:
    source = "<div>本文へ</div><h1>会議録</h1><main><h2>議題</h2><p>開会</p></main><div>前のページへ</div>"
    assert lines(source) == ["会議録", "議題", "開会"]


def test_empty_main_hides_nothing() -> None:
    assert lines("<main></main><p>開会</p>") == ["開会"]


def test_hidden_elements_are_dropped() -> None:
    assert lines("<p hidden>一</p><p style='display: none'>二</p><p>三</p>") == ["三"]


@pytest.mark.parametrize(
    ("page", "signs"),
    [
        ("<p>三</p><p hidden>甲野 太郎</p><div style='visibility:hidden'><p>病名</p></div>", 6),
        ("<p hidden>欄外</p><main><p>三</p><p style='display:none'>甲野</p></main>", 2),
        ("<p>三</p><div style='display:none'><a href=1>前</a><a href=2>次</a></div>", 0),
        ("<p>三</p><script hidden>alert(1)</script><p hidden></p>", 0),
    ],
)
def test_what_a_page_does_not_show_is_told_unless_it_is_a_menu(page: str, signs: int) -> None:
    source = read_html(page.encode())
    assert [line for line in source.lines if line] == ["三"]
    told = [remark.message for remark in source.remarks if remark.code == "hidden-text"]
    assert [f"（{signs}字）" in message for message in told] == ([True] if signs else [])


def test_element_that_is_never_closed_hides_nothing() -> None:
    assert lines("<p>一</p><nav><p>二</p><script>x") == ["一", "二", "x"]
    assert lines("<p>一</p><!-- <p>二</p>") == ["一", "<!--", "二"]


def test_what_is_no_tag_is_text() -> None:
    assert lines("<p>14:00 < 15:00、a<1、<委員長>、</p>") == ["14:00 < 15:00、a<1、<委員長>、"]


def test_attribute_values_may_hold_a_closing_bracket() -> None:
    assert lines("<p title='a>b' class=\"x>\">開会</p>") == ["開会"]


def test_preformatted_text_keeps_lines_and_spaces() -> None:
    assert html_lines("<pre>日 時  6月\n\n場 所</pre>") == ("日 時  6月", "", "場 所")


def test_no_sign_that_ends_a_line_stays_inside_one() -> None:
    assert lines("<p>一\u2028二&#8233;三&#13;四</p><pre>五\u2028六</pre>") == ["一 二 三 四", "五", "六"]


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("utf-8", "utf-8"), ("iso2022_jp", "iso-2022-jp")],
)
def test_charset_of_the_meta_element_is_used(encoding: str, charset: str) -> None:
    source = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><p>市'
    page = read_document(source.encode(encoding), "a.html")
    assert (page.lines, page.encoding, page.media_type) == (("市",), encoding, "text/html")


def test_byte_order_mark_comes_before_meta() -> None:
    data = '<meta charset="Shift_JIS"><p>会議録</p>'.encode("utf-8-sig")
    assert read_document(data, "a.html").lines == ("会議録",)


def test_meta_that_the_bytes_contradict_is_ignored() -> None:
    data = '<meta charset="utf-8"><p>会議録を公開します。</p>'.encode("cp932")
    page = read_document(data, "a.html")
    assert (page.lines, page.encoding) == (("会議録を公開します。",), "cp932")


def test_utf_16_page_without_a_mark() -> None:
    data = "<html><body><p>会議録を公開します。</p></body></html>".encode("utf-16-le")
    assert read_document(data, "a.html").lines == ("会議録を公開します。",)


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 10_000 + "x" + "</div>" * 10_000,
        "<" * 1_000_000,
        "<!--" * 250_000,
        "<a '" * 250_000,
        '<a "' * 250_000 + ">",
        "<table><tr><td>x" * 20_000,
        "<script>" * 100_000,
        "<header>" * 20_000 + "</header>" * 20_000,
        "<ul><li>" * 50_000,
        "あ" + "\n" * 500_000 + "x",
        "&" * 1_000_000,
    ],
    ids=[
        "divs",
        "brackets",
        "comments",
        "quotes",
        "double-quotes",
        "tables",
        "scripts",
        "headers",
        "lists",
        "breaks",
        "ands",
    ],
)
def test_hostile_pages_take_no_long_time(source: str) -> None:
    with at_most(30):
        html_lines("x" + source)


TAGS = [
    "p",
    "div",
    "table",
    "tr",
    "td",
    "ul",
    "ol",
    "li",
    "nav",
    "main",
    "header",
    "b",
    "pre",
    "ruby",
    "rt",
    "script",
    "br",
]


@given(st.lists(st.one_of(st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS]), st.text(max_size=5))))
def test_any_order_of_tags_gives_lines(parts: list[str]) -> None:
    for line in html_lines("".join(parts)):
        assert "\n" not in line


@given(
    st.lists(st.text("議案市民窓口予算", min_size=1, max_size=6), min_size=1),
    st.sampled_from(["p", "div", "li", "td", "b"]),
)
def test_text_outside_chrome_is_never_lost(words: list[str], tag: str) -> None:
    source = "".join(f"<{tag}>{word}</{tag}>" for word in words)
    printed = "".join(html_lines(source)).replace("・", "").replace("\t", "")
    assert printed == "".join(words)


# Pictures of signs, struck words, signs of a shape


def read(body: str) -> SourceText:
    return read_document(f"<html><meta charset=utf-8><p>{body}</p></html>".encode(), "会議録.html")


@pytest.mark.parametrize(
    "alternative", ["髙", "外字「髙」", "外字：髙", "「髙」の外字", "髙（はしごだか）", "髙の外字", "U+9AD9"]
)
def test_a_picture_of_a_sign_is_the_sign_that_its_alternative_text_names(alternative: str) -> None:
    source = read(f'〇<img src="g/E001.gif" alt="{alternative}">橋委員　はい。')
    assert (source.lines, source.remarks) == (("〇髙橋委員　はい。",), ())


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="g/E002.gif">',
        '<img src="/gaiji/12.png" alt="">',
        '<img src="x.gif" width="16" height="16">',
        "<img src=x>",
    ],
)
def test_a_picture_of_a_sign_without_a_name_keeps_its_place_and_is_told(picture: str) -> None:
    source = read(f"〇{picture}木委員　はい。")
    assert source.lines == ("〇〓木委員　はい。",)
    assert [(remark.code, remark.line) for remark in source.remarks] == [("unreadable-sign", 1)]


@pytest.mark.parametrize(
    "body",
    [
        '<img src="logo.png" alt="霞浜市">会議録',
        '<img src="spacer.gif" width="1" height="1">会議録',
        '会議録<img src="new.gif">',
        '会議<img src="icon.gif" alt="">録',
        '<img src="line.gif" width="600" height="3">会議録',
        '会議<img src="photo.jpg" width="400" height="300">録',
    ],
)
def test_other_pictures_are_no_text(body: str) -> None:
    source = read(body)
    assert (source.lines, source.remarks) == (("会議録",), ())


@pytest.mark.parametrize(
    "struck",
    ["<s>誤った語</s>", "<del>誤った語</del>", "<strike>誤った<b>語</b></strike>",
     '<span style="text-decoration:line-through">誤った語</span>'],
)  # fmt: skip
def test_struck_words_are_left_out_and_told(struck: str) -> None:
    source = read(f"〇佐藤委員　{struck}正しい語です。")
    assert source.lines == ("〇佐藤委員　正しい語です。",)
    assert [(remark.code, remark.message.endswith("：誤った語")) for remark in source.remarks] == [
        ("struck-text", True)
    ]


@pytest.mark.parametrize(
    "text", ["⽇時　令和6年7⽉", "日時　\uf9a8和6年7月", "&#x2F47;時　令和6年7月", "日時　令和6年7月"]
)
def test_signs_of_a_shape_are_the_signs_meant(text: str) -> None:
    assert read(text).lines == ("日時　令和6年7月",)
