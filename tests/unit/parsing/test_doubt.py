"""A reading in doubt is tried again with marks that the document does not bear out: people heard once, each in their own words."""

from __future__ import annotations

from tests.unit.parsing.support import parse_text

HEARD_ONCE = """令和5年度第1回霞浜市みどりの審議会議事要旨
日時　令和5年6月1日

青野局長　本日は公園の使用料についてお集まりいただきました。忌憚のない御意見をお願いします。
まず、事務局で調べたことを申し上げます。使用料は十年のあいだ同じ額でした。
赤井教授　使用料は高くありませんか。ほかの市の例をお聞きしたいと思います。
子どもの遊ぶ場からお金をとることには反対です。
白川理事　隣の市では無料です。維持の費用は一般財源から出ているとのことでした。
黒木係長　次回までに資料をそろえます。本日はありがとうございました。"""


def test_people_heard_once_speak_for_themselves() -> None:
    parsed = parse_text(HEARD_ONCE)
    assert [row.speaker for row in parsed.utterances] == ["青野局長", "赤井教授", "白川理事", "黒木係長"]
    assert parsed.utterances[0].text.endswith("同じ額でした。")


def test_names_in_what_one_person_says_stay_text() -> None:
    text = (
        HEARD_ONCE.replace("赤井教授　", "赤井教授の話では")
        .replace("白川理事　", "白川理事によれば")
        .replace("黒木係長　", "")
    )
    assert {row.speaker for row in parse_text(text).utterances} <= {"青野局長", None}
