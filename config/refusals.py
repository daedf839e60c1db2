"""Pages that say in plain words why a request was not answered: for the server, and for what Django refuses.

They stand alone: no database, no user, no name of a host is needed to write them.
"""

from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.template import loader

from minutes.intake import megabytes

# An address, and the words that lead there.
Link = tuple[str, str]
HOME: Link = ("/", "ホームに戻る")


@dataclass(frozen=True)
class Refusal:
    """What a page says; `links` lead on where there is somewhere to go."""

    status: int
    heading: str
    text: tuple[str, ...]
    links: tuple[Link, ...] = (HOME,)

    @property
    def reason(self) -> str:
        """The words of the status line."""
        return HTTPStatus(self.status).phrase

    def page(self) -> str:
        return loader.render_to_string("refusal.html", {"refusal": self})


_TOO_LONG = (
    "アドレスが長すぎます",
    (
        "検索の言葉や条件が多すぎるため、ページを表示できません。言葉や条件を減らして、もう一度検索してください。",
        "リンクから開いたときは、アドレスが途中で変わっていないか確かめてください。",
    ),
    (("/search/", "検索のページを開く"),),
)
_PAGES = {
    400: Refusal(
        400,
        "送られた内容を読み取れません",
        (
            "送られた内容の形が正しくないため、処理できませんでした。前のページに戻り、読み込み直してから、もう一度お試しください。",
        ),
    ),
    405: Refusal(
        405,
        "この操作はできません",
        ("このアドレスでは、この操作はできません。前のページに戻り、画面のボタンやリンクから操作してください。",),
    ),
    408: Refusal(
        408,
        "送信に時間がかかりすぎました",
        ("送信が途中で止まったか、遅すぎたため、受け取れませんでした。通信の状態を確かめて、もう一度送ってください。",),
    ),
    414: Refusal(414, *_TOO_LONG),
    431: Refusal(431, *_TOO_LONG),
    501: Refusal(
        501,
        "この送り方には対応していません",
        (
            "送られた内容の形（Transfer-Encoding）に対応していません。ブラウザから、画面のボタンやリンクで操作してください。",
        ),
    ),
    503: Refusal(503, "ただいま混み合っています", ("しばらく待ってから、もう一度お試しください。",)),
}
UNKNOWN_HOST = Refusal(
    400,
    "このアドレスでは開けません",
    (
        "このアーカイブは、決められたホスト名でだけ開けます。管理者から知らされたアドレスで開いてください。",
        "管理者の方へ：使うホスト名を、設定 ALLOWED_HOSTS に書いてください。",
    ),
    (),
)
TOO_MANY_PARTS = Refusal(
    413,
    "送られた項目が多すぎます",
    ("一度に送れる項目やファイルの数を超えています。前のページに戻り、数を減らして、もう一度送ってください。",),
)


def refusal(status: int) -> Refusal:
    """What to say with a status from 400 on; with one of no page of its own, what is said of its kind."""
    if status == 413:
        return too_large()
    return _PAGES.get(status) or (_PAGES[400] if status < 500 else _PAGES[503])


def too_large() -> Refusal:
    total = megabytes(settings.UPLOAD_TOTAL_MAX_BYTES)
    return Refusal(
        413,
        "送られた内容が大きすぎます",
        (
            "一度に送れる大きさを超えているため、受け取れませんでした。何も保存されていません。",
            f"ファイルは、編集の権限でログインし、取込みのページから、合計{total}までに分けて送ってください。",
        ),
    )
