"""What Word's print does not show, strikes out, or shows without words that could be read."""

from __future__ import annotations

import pytest

from minutes.documents import SourceText, read_document
from tests.unit.documents.wordfile import docx, p, r, tbl, tc, tr

_HIDDEN = "<w:vanish/>"
_WP = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'


def read(body: str, **parts: str) -> SourceText:
    return read_document(docx(body, **parts), "会議録.docx")


def told(source: SourceText) -> list[str]:
    return [remark.code for remark in source.remarks]


def style(kind: str, name: str, inside: str, based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{base}<w:rPr>{inside}</w:rPr></w:style>'


def in_style(name: str, *content: str) -> str:
    return p(*content, properties=f'<w:pStyle w:val="{name}"/>')


def styled(text: str, name: str, more: str = "") -> str:
    return r(text, f'<w:rStyle w:val="{name}"/>{more}')


# Hidden


@pytest.mark.parametrize(
    ("styles", "hidden"),
    [
        (style("paragraph", "Memo", _HIDDEN), in_style("Memo", "内部メモ")),
        (style("paragraph", "Base", _HIDDEN) + style("paragraph", "Memo", "", "Base"), in_style("Memo", "内部メモ")),
        (style("character", "Memo", _HIDDEN), p(styled("内部メモ", "Memo"))),
        ("<w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>", p(r("内部メモ", _HIDDEN))),
        (
            '<w:style w:type="table" w:styleId="Memo"><w:rPr><w:vanish/></w:rPr></w:style>',
            '<w:tbl><w:tblPr><w:tblStyle w:val="Memo"/></w:tblPr>' + tr("内部", "メモ") + "</w:tbl>",
        ),
        ("", p(r("内部メモ", '<w:color w:val="FFFFFF"/>'))),
        ("", p(r("内部メモ", '<w:sz w:val="2"/>'))),
        ("", tbl("<w:tr><w:trPr><w:hidden/></w:trPr>" + tc(p("内部")) + tc(p("メモ")) + "</w:tr>")),
    ],
)
def test_what_print_hides_is_left_out_and_told_however_it_is_hidden(styles: str, hidden: str) -> None:
    source = read(p("開会します。") + hidden + p("閉会します。"), styles=styles)
    assert [line for line in source.lines if line] == ["開会します。", "閉会します。"]
    assert told(source) == ["hidden-text"]
    assert "内部" not in source.remarks[0].message


@pytest.mark.parametrize(
    ("styles", "shown"),
    [
        (style("paragraph", "Memo", _HIDDEN), in_style("Memo", r("見える語", '<w:vanish w:val="0"/>'))),
        (
            style("paragraph", "Base", _HIDDEN) + style("paragraph", "Memo", '<w:vanish w:val="0"/>', "Base"),
            in_style("Memo", "見える語"),
        ),
        # Two styles that both hide turn each other over (ISO/IEC 29500-1, 17.7.3).
        (
            style("paragraph", "Memo", _HIDDEN) + style("character", "Sign", _HIDDEN),
            in_style("Memo", styled("見える語", "Sign")),
        ),
        ("", p(r("見える語", "<w:webHidden/>"))),
        ("", p(r("見える語", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/>'))),
        ("", p(r("見える語", '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'))),
        (
            "",
            tbl(
                "<w:tr>"
                + tc(p(r("見える語", '<w:color w:val="FFFFFF"/>')), properties='<w:shd w:val="clear" w:fill="1F4E79"/>')
                + "</w:tr>"
            ),
        ),
        (
            '<w:style w:type="character" w:styleId="Dark"><w:rPr><w:shd w:val="clear" w:fill="000000"/></w:rPr></w:style>',
            p(styled("見える語", "Dark", '<w:color w:val="FFFFFF"/>')),
        ),
        ("", p(r("見える語", '<w:highlight w:val="yellow"/><w:color w:val="000000"/>'))),
        ("", p(r("見える語", '<w:sz w:val="12"/>'))),
    ],
)
def test_what_print_shows_is_read(styles: str, shown: str) -> None:
    source = read(shown, styles=styles)
    assert (source.lines, told(source)) == (("見える語",), [])


@pytest.mark.parametrize("ground", ['<w:highlight w:val="black"/>', '<w:shd w:val="clear" w:fill="000000"/>'])
def test_black_on_black_is_a_box_and_told_as_covered(ground: str) -> None:
    source = read(p("〇", r("佐藤花子", f'<w:color w:val="000000"/>{ground}'), "委員　はい。"))
    assert source.lines == ("〇■■■■委員　はい。",)
    assert [(remark.code, remark.line) for remark in source.remarks] == [("covered-text", 1)]


def test_a_hidden_point_of_a_list_leaves_no_number_behind() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
        '<w:suff w:val="space"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = (
        p("開館時間", properties=listed)
        + p(r("内部メモ", _HIDDEN), properties=f"{listed}<w:rPr>{_HIDDEN}</w:rPr>")
        + p("予算", properties=listed)
    )
    assert read(body, numbering=numbering).lines == ("1. 開館時間", "2. 予算")


def test_a_field_that_a_hidden_run_opens_still_ends() -> None:
    begin = f'<w:r><w:rPr>{_HIDDEN}</w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
    code = f"<w:r><w:rPr>{_HIDDEN}</w:rPr><w:instrText>REF x</w:instrText></w:r>"
    rest = (
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("資料1") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert read(p(begin, code, rest, "を説明します。")).lines == ("資料1を説明します。",)


def test_a_style_separator_sets_two_paragraphs_on_one_line() -> None:
    body = p("（1）", properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p("開館時間について")
    assert read(body).lines == ("（1）開館時間について",)


# Struck out


@pytest.mark.parametrize("strike", ["<w:strike/>", "<w:dstrike/>", '<w:rStyle w:val="Out"/>'])
def test_struck_words_are_left_out_and_told(strike: str) -> None:
    styles = style("character", "Out", "<w:strike/>")
    source = read(p("〇佐藤委員　", r("誤った語", strike), "正しい語です。"), styles=styles)
    assert source.lines == ("〇佐藤委員　正しい語です。",)
    assert told(source) == ["struck-text"]
    assert source.remarks[0].message.endswith("：誤った語")


def test_a_style_that_strikes_out_a_paragraph_does_so_unless_a_run_says_otherwise() -> None:
    styles = style("paragraph", "Out", "<w:strike/>")
    body = in_style("Out", "消した段落") + in_style("Out", r("残した段落", '<w:strike w:val="0"/>'))
    source = read(body, styles=styles)
    assert [line for line in source.lines if line] == ["残した段落"]


# Pictures and what is embedded


def picture(points: float, alternative: str = "") -> str:
    size = round(points * 12700)
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{size}" cy="{size}"/><wp:docPr id="1" name="図 1" descr="{alternative}"/>'
        f'<a:graphic><a:graphicData uri="picture"><pic:pic {_WP}/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


_OLE = (
    '<w:r><w:object><v:shape style="width:100pt;height:50pt"><v:imagedata r:id="rId9"/></v:shape>'
    '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" ProgID="Excel.Sheet.12"/></w:object></w:r>'
)
_CHART = (
    "<w:r><w:drawing><wp:inline><a:graphic>"
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic></wp:inline></w:drawing></w:r>'
)


@pytest.mark.parametrize(
    ("part", "words"),
    [(_OLE, "埋め込まれた表や文書1件"), (_CHART, "グラフ1件"), (picture(200, "会場の写真"), "画像1件")],
)
def test_what_is_embedded_and_pictures_are_told(part: str, words: str) -> None:
    source = read(p("〇佐藤委員　次のとおりです。", part))
    assert source.lines == ("〇佐藤委員　次のとおりです。",)
    assert told(source) == ["unread-part"]
    assert words in source.remarks[0].message


def test_a_small_picture_with_a_name_is_the_sign_that_it_shows() -> None:
    assert read(p("〇", picture(10.5, "髙"), "橋委員　はい。")).lines == ("〇髙橋委員　はい。",)


def test_a_small_picture_without_a_name_keeps_its_place_and_its_line_is_told() -> None:
    source = read(p("出席者") + p("〇", picture(10.5), "橋委員　はい。"))
    assert source.lines == ("出席者", "〇〓橋委員　はい。")
    assert [(remark.code, remark.line) for remark in source.remarks] == [("unreadable-sign", 2)]


def test_lettering_is_read() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="霞浜市会議録"/></v:shape></w:pict></w:r>'
    assert "霞浜市会議録" in read(p(art)).lines


def test_lines_drawn_beside_the_text_are_not_told() -> None:
    line = '<w:r><w:pict><v:line from="0,0" to="9,9"/></w:pict></w:r>'
    assert told(read(p("会議録", line))) == []
