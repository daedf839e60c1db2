"""An answer of the National Diet Library's API as its form is, of an invented committee."""

from typing import Any

HEAD = """令和六年五月十四日（火曜日）
　　　　午前九時二分開議
　　　　―――――――――――――
　出席委員
　　　委員長　霞浜　一郎君
　　　理事　小南木八郎君　理事　木村　太郎君
　　　　　　稲野　朋美君　　　　佐野　　勉君
　　　　…………………………………
　　　財務大臣
　　　国務大臣
　　　（金融担当）　　　　　　　麻野　太郎君
　　　参議院常任委員会専門員　　美濃辺寿彦君
　　　　―――――――――――――
委員の異動
五月十日
　辞任　　　　　　　　　補欠選任
　　山田　花子君　　　　　佐野　　勉君
　　　　―――――――――――――
本日の会議に付した案件
　港湾法の一部を改正する法律案（内閣提出第七号）
　参考人出頭要求に関する件
　　　　――――◇―――――
"""


def speech(order: int, text: str, speaker: str = "", **more: Any) -> dict[str, Any]:
    return {
        "speechID": f"121305254X00920240514_{order:03}",
        "speechOrder": order,
        "speaker": speaker,
        "speakerYomi": None,
        "speakerGroup": None,
        "speakerPosition": None,
        "speakerRole": None,
        "speech": text.replace("\n", "\r\n"),
        "startPage": 1 + order // 2,
        "createTime": "2024-06-01 10:00:00",
        "updateTime": "2024-06-01 10:00:00",
        "speechURL": f"https://kokkai.ndl.go.jp/txt/121305254X00920240514/{order}",
        **more,
    }


def record(**changes: Any) -> dict[str, Any]:
    return {
        "issueID": "121305254X00920240514",
        "imageKind": "会議録",
        "searchObject": 0,
        "session": 213,
        "nameOfHouse": "衆議院",
        "nameOfMeeting": "港湾委員会",
        "issue": "第9号",
        "date": "2024-05-14",
        "closing": None,
        "speechRecord": [
            speech(0, HEAD, "会議録情報"),
            speech(
                1,
                "○霞浜委員長　これより会議を開きます。\n　港湾法の一部を改正する法律案を議題といたします。（拍手）\n"
                "　　　　―――――――――――――\n　〔本号末尾に掲載〕\n　質疑の申出がありますので、順次これを許します。木村太郎君。\n",
                "霞浜一郎",
                speakerGroup="港の会",
                speakerPosition="委員長",
            ),
            speech(2, "○木村（太）委員　岸壁の工事はいつ終わりますか。", "木村太郎", speakerGroup="霞の会"),
            speech(
                3,
                "○政府参考人（港湾局　甲野次郎君）　来年三月の予定でございます。",
                "甲野次郎",
                speakerPosition="港湾局長",
                speakerRole="政府参考人",
            ),
            speech(
                4,
                "○霞浜委員長　本日は、これにて散会いたします。\n　　　　午後三時四十五分散会\n"
                "　　　　　――――◇―――――\n　〔参照〕\n　港湾法の一部を改正する法律案\n",
                "霞浜一郎",
            ),
        ],
        "meetingURL": "https://kokkai.ndl.go.jp/txt/121305254X00920240514",
        "pdfURL": "https://kokkai.ndl.go.jp/img/121305254X00920240514",
        **changes,
    }


def answer(*records: dict[str, Any]) -> dict[str, Any]:
    return {
        "numberOfRecords": len(records),
        "numberOfReturn": len(records),
        "startRecord": 1,
        "nextRecordPosition": None,
        "meetingRecord": list(records),
    }
