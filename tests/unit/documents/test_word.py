"""Word files: what is printed comes out as the text form, and the files that cannot be read."""

from __future__ import annotations

import pytest

from minutes.documents import read_document
from minutes.documents.limits import Limits
from minutes.documents.model import DocumentError, SourceText
from minutes.documents.word import read_word
from tests.unit.documents.wordfile import docx, p, packed, r, tbl, tc, tr

BREAK = '<w:r><w:br w:type="page"/></w:r>'
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"
TAB = "<w:r><w:tab/></w:r>"


def read(body: str, **parts: str) -> SourceText:
    return read_word(docx(body, **parts), Limits())


def lines(body: str, **parts: str) -> list[str]:
    return list(read(body, **parts).lines)


def codes(source: SourceText) -> list[str]:
    return [remark.code for remark in source.remarks]


def level(number: int, style: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels: str, overrides: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num>'
    )


def item(text: str, number: int = 0, of: int = 1) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="{of}"/></w:numPr>')


# Paragraphs


def test_paragraphs_are_lines_and_empty_ones_stay() -> None:
    assert lines(p("会議録") + p() + p("○会長　開会します。")) == ["会議録", "", "○会長　開会します。"]


def test_breaks_end_lines_and_a_tab_in_running_text_is_a_gap() -> None:
    assert lines(p("会長", TAB, "開会します。", "<w:r><w:br/></w:r>", "着席ください。")) == [
        "会長\u3000開会します。",
        "着席ください。",
    ]


def test_indents_are_white_space_and_centred_lines_have_none() -> None:
    indented = p("（１）甲", properties='<w:ind w:left="420" w:firstLine="210"/>')
    centred = p("会議録", properties='<w:ind w:left="420"/><w:jc w:val="center"/>')
    hanging = p("○会長", properties='<w:ind w:leftChars="200" w:hangingChars="200"/>')
    assert lines(indented + centred + hanging) == ["\u3000\u3000\u3000（１）甲", "会議録", "○会長"]


def test_readings_go_and_their_words_stay() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('かすみはま')}</w:rt><w:rubyBase>{r('霞浜')}</w:rubyBase></w:ruby></w:r>"
    old = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>EQ \\* jc2 \\* hps10 \\o\\ad(\\s\\up 9(かすみはま),霞浜)</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(p(ruby, "市") + p(old, "市")) == ["霞浜市", "霞浜市"]


def test_fields_show_their_result_and_not_their_instruction() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \\@ "ggge年"</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("令和5年")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(p(field, "3月")) == ["令和5年3月"]


@pytest.mark.parametrize(
    ("box", "sign"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="A8"/></w:r>', "□"),
        (r("n", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "■"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'
         '</w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>'
         '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "■"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('☒')}</w:sdtContent></w:sdt>", "☒"),
    ],
)  # fmt: skip
def test_boxes_to_tick_are_signs(box: str, sign: str) -> None:
    assert lines(p(box, "非公開")) == [f"{sign}非公開"]


def test_text_boxes_are_read_once_behind_their_paragraph() -> None:
    inside = f"<w:txbxContent>{p('別記第1号様式')}</w:txbxContent>"
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert lines(p("会議録", box)) == ["会議録", "別記第1号様式"]


def test_notes_stand_below_the_paragraph_that_names_them() -> None:
    notes = f'<w:footnote w:id="1">{p("<w:r><w:footnoteRef/></w:r>", "改定前の計画を指す。")}</w:footnote>'
    ends = f'<w:endnote w:id="1">{p("資料１を参照")}</w:endnote>'
    body = p(
        "計画",
        '<w:r><w:footnoteReference w:id="1"/></w:r>',
        "と目標",
        '<w:r><w:endnoteReference w:id="1"/></w:r>',
        "。",
    )
    assert lines(body + p("次"), footnotes=notes, endnotes=ends) == [
        "計画（注1）と目標（注2）。",
        "（注1）改定前の計画を指す。",
        "（注2）資料１を参照",
        "次",
    ]


# Changes, and what is not printed


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        p("出席者は", f"<w:del>{r('三名')}</w:del>", f"<w:ins>{r('四名')}</w:ins>", "です。")
        + p(f"<w:moveFrom>{r('動いた文')}</w:moveFrom>")
        + p(f"<w:moveTo>{r('動いた文')}</w:moveTo>")
        + tbl("<w:tr><w:trPr><w:del/></w:trPr>" + tc(p("消えた行")) + "</w:tr>", tr("日時", "3月"))
    )
    source = read(body)
    assert [line for line in source.lines if line] == ["出席者は四名です。", "動いた文", "日時\t3月"]
    assert codes(source) == ["tracked-changes"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    deleted = p("本日の議題は", properties="<w:rPr><w:del/></w:rPr>")
    assert lines(deleted + p("一件です。")) == ["本日の議題は一件です。"]


def test_hidden_text_and_comments_are_left_out_and_told() -> None:
    body = p(
        "公開",
        r("内部の覚え", "<w:vanish/>"),
        r("会議", '<w:vanish w:val="0"/>'),
        '<w:r><w:commentReference w:id="0"/></w:r>',
    )
    source = read(body)
    assert source.lines == ("公開会議",)
    assert codes(source) == ["hidden-text", "comments"]


def test_diagrams_and_documents_inside_are_told() -> None:
    uri = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    diagram = f'<w:r><w:drawing><a:graphic><a:graphicData uri="{uri}"/></a:graphic></w:drawing></w:r>'
    assert codes(read(p("組織図", diagram))) == ["unread-part"]
    assert codes(read(p("会議録") + '<w:altChunk r:id="rId9"/>')) == ["unread-part"]


def test_heads_and_feet_are_left_out_and_told_where_they_hold_words() -> None:
    page = '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    source = read(p("会議録") + p("開会"), header=p("会議録"), footer=p("霞浜市情報課　", page))
    assert source.lines == ("会議録", "開会")
    assert [(remark.code, remark.message.count("霞浜市情報課")) for remark in source.remarks] == [("running-text", 1)]
    assert read(p("開会"), footer=p("- ", page, " -")).remarks == ()


# Numbers


def test_lists_are_numbered_as_word_prints_them() -> None:
    numbering = lists(
        level(0, "decimal", "%1"), level(1, "decimalFullWidth", "（%2）"), level(2, "aiueoFullWidth", "%3")
    )
    body = item("開会") + item("議題") + item("甲", 1) + item("乙", 1) + item("細目", 2) + item("閉会") + item("丙", 1)
    assert lines(body, numbering=numbering) == [
        "1 開会", "2 議題", "（１） 甲", "（２） 乙", "ア 細目", "3 閉会", "（１） 丙",
    ]  # fmt: skip


def test_numbers_of_several_levels_and_of_headings() -> None:
    numbering = lists(
        level(0, "japaneseCounting", "第%1章", more='<w:pStyle w:val="H1"/>'),
        level(1, "decimal", "%1.%2", more='<w:pStyle w:val="H2"/><w:isLgl/><w:suff w:val="nothing"/>'),
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="own"><w:basedOn w:val="H2"/></w:style>'
    )
    heads = [("H1", "総則"), ("H2", "目的"), ("own", "定義"), ("H1", "会議"), ("H2", "招集")]
    body = "".join(p(text, properties=f'<w:pStyle w:val="{style}"/>') for style, text in heads)
    assert lines(body, numbering=numbering, styles=styles) == [
        "第一章 総則", "1.1目的", "1.2定義", "第二章 会議", "2.1招集",
    ]  # fmt: skip


def test_a_list_that_begins_anew_does_and_one_without_goes_on() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = item("甲") + item("乙") + item("丙", of=2) + item("丁", of=2)
    numbering = level(0, "decimal", "%1.")
    assert lines(body, numbering=lists(numbering, overrides=override)) == ["1. 甲", "2. 乙", "1. 丙", "2. 丁"]
    assert lines(body, numbering=lists(numbering)) == ["1. 甲", "2. 乙", "3. 丙", "4. 丁"]


def test_bullets_stand_before_their_text() -> None:
    numbering = lists(level(0, "bullet", "\uf0b7"), level(1, "bullet", "○"))
    assert lines(item("次第") + item("会長", 1), numbering=numbering) == ["・次第", "○会長"]


def test_paragraphs_taken_out_of_a_list_have_no_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("付記", properties='<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(body, numbering=lists(level(0, "decimal", "%1")), styles=styles) == ["付記"]


# Tables


def test_cells_are_parted_by_tabs_and_merged_ones_stand_once() -> None:
    span = '<w:gridSpan w:val="2"/>'
    body = tbl(
        "<w:tr>" + tc(p("会議の名称"), properties=span) + tc(p("図書館協議会")) + "</w:tr>",
        "<w:tr>" + tc(p("公開の可否"), properties='<w:vMerge w:val="restart"/>') + tc(p("会議")) + tc(p("公開")) + "</w:tr>",
        "<w:tr>" + tc(p(), properties="<w:vMerge/>") + tc(p("会議録")) + tc(p("一部非公開")) + "</w:tr>",
    )  # fmt: skip
    assert lines(body) == ["会議の名称\t図書館協議会", "公開の可否\t会議\t公開", "\t会議録\t一部非公開"]


def test_more_paragraphs_of_a_cell_stand_below_the_first() -> None:
    body = tbl(
        tr(tc(p("附属機関又は"), p("会議体の名称")), tc(p("（１）甲について"), p("（２）乙について"), p("（３）丙")))
    )
    assert lines(body) == ["附属機関又は 会議体の名称\t（１）甲について", "\t（２）乙について", "\t（３）丙"]


def test_tables_in_tables_and_in_controls_are_read() -> None:
    inner = tbl(tr("会長", "甲野"), tr("委員", "乙野"))
    body = f"<w:sdt><w:sdtContent>{tbl(tr(tc(p('出席者')), tc(inner, p())))}</w:sdtContent></w:sdt>"
    assert lines(body) == ["出席者\t会長\u3000甲野", "\t委員\u3000乙野"]


def test_a_table_of_one_cell_is_a_frame() -> None:
    assert lines(tbl(tr(tc(p("○会長　開会します。"), p("○委員　はい。"))))) == ["○会長　開会します。", "○委員　はい。"]


# Pages


def test_pages_turn_where_word_turned_them() -> None:
    body = p("一頁", BREAK) + p(RENDERED, "二頁") + p("まだ二頁", RENDERED, "三頁へ続く") + p("三頁")
    source = read(body)
    assert list(zip(source.lines, source.pages, strict=True)) == [
        ("一頁", 1), ("二頁", 2), ("まだ二頁三頁へ続く", 2), ("三頁", 3),
    ]  # fmt: skip


def test_sections_and_paragraphs_that_begin_a_page_turn_it() -> None:
    section = p("一頁", properties='<w:sectPr><w:type w:val="nextPage"/></w:sectPr>')
    same = p("二頁", properties='<w:sectPr><w:type w:val="continuous"/></w:sectPr>')
    source = read(section + same + p("三頁", properties="<w:pageBreakBefore/>"))
    assert source.pages == (1, 2, 3)


def test_a_row_over_two_pages_turns_the_page_once() -> None:
    row = tr(tc(p("会長"), p(RENDERED, "続き")), tc(p("発言"), p(RENDERED, "発言の続きです"), p("終わり")))
    source = read(tbl(row) + p("次"))
    assert source.pages[-1] == 2


def test_without_any_turn_of_a_page_lines_have_no_page() -> None:
    assert read(p("会議録")).pages == ()


# Bad files


def refusal(data: bytes, limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as error:
        read_word(data, limits or Limits())
    assert error.value.message.endswith("ください。")
    return error.value


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + bytes(60),
        docx(p("会議録"))[:-200],
        packed({"word/other.xml": b"<a/>"}),
        packed({"word/document.xml": b"<w:document"}),
        packed({"word/document.xml": b"<a/>"}),
    ],
)
def test_damaged_files_are_told(data: bytes) -> None:
    assert refusal(data).code == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused(encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ああああ"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert refusal(packed({"word/document.xml": bomb.encode(encoding)})).code == "unsafe"


def test_what_unpacks_to_too_much_is_refused_unread() -> None:
    bomb = packed({"word/document.xml": b"<w>" + b" " * (3 * 1024 * 1024)})
    assert len(bomb) < 10_000
    assert refusal(bomb, Limits(unpacked_mb=2)).code == "too-large"


def test_too_many_pages_are_told() -> None:
    assert refusal(docx("".join(p("頁", BREAK) for _ in range(12))), Limits(pages=10)).code == "too-many-pages"


def test_elements_nested_without_end_are_refused() -> None:
    deep = "<w:smartTag>" * 5000 + r("x") + "</w:smartTag>" * 5000
    with pytest.raises(DocumentError) as error:
        read_document(docx(p(deep)), "a.docx")
    assert error.value.code == "damaged"


def test_the_strict_form_of_the_format_is_read_too() -> None:
    body = f'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>{p("会議録")}</w:body></w:document>'
    assert read_word(packed({"word/document.xml": body.encode()}), Limits()).lines == ("会議録",)


def test_the_minutes_that_a_form_holds_in_one_cell_stand_below_its_label() -> None:
    speech = ["○会長　ただいまから会議を開きます。", "　傍聴の申出はありません。"] * 5
    body = tbl(tr("日時", "令和6年3月25日"), tr(tc(p("議事の内容")), tc(*map(p, speech))))
    assert lines(body) == ["日時\t令和6年3月25日", "議事の内容", *speech]


def test_a_speech_of_many_paragraphs_stays_beside_its_speaker() -> None:
    speech = ["資料を説明します。"] * 9
    body = tbl(tr("会長", "開会します。" * 20), tr(tc(p("館長")), tc(*map(p, speech))), tr("委員", "質問です。" * 20))
    assert lines(body)[1:3] == ["館長\t資料を説明します。", "\t資料を説明します。"]


@pytest.mark.parametrize(("inner", "sign"), [("1", "①"), ("25", "㉕"), ("秘", "㊙"), ("仮", "仮")])
def test_a_sign_in_a_circle_is_the_circled_sign(inner: str, sign: str) -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    code = f"<w:r><w:instrText>eq \\o\\ac(○,{inner})</w:instrText></w:r>"
    assert read(p("議題", begin + code + end)).lines == (f"議題{sign}",)
