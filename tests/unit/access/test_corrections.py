"""What stays restricted when minutes are corrected."""

from minutes.access import audiences_kept


def test_an_audience_goes_with_the_words_and_with_nothing_else() -> None:
    secret = "この件は個人の事情によるものです。"
    old = [(1, "開会します。", 0), (2, secret, 2), (3, "次に移ります。", 0)]
    assert audiences_kept(old, [1, 2, 3], ["開会します。", secret, "次に移ります。"]) == [0, 2, 0]
    assert audiences_kept(old, [1, 3], ["開会します。" + secret, "次に移ります。"]) == [2, 0]
    assert audiences_kept(old, [1, 2, 4, 3], ["開会します。", secret, "加えた発言です。", "次に移ります。"]) == [
        0,
        2,
        0,
        0,
    ]
    assert audiences_kept(old, [1, 4, 3], ["開会します。", "書き直した発言です。", "次に移ります。"]) == [0, 2, 0]
