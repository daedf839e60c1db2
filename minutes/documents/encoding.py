"""Bytes -> text for the encodings Japanese offices use. Stdlib only, deterministic.

Order: a byte order mark; ISO-2022-JP by its escape sequences; UTF-8 that is valid and holds Japanese;
else every strict reading is weighed and the cheapest one wins. The weight of a reading is the sum of
small costs for its characters: kana and common kanji are cheap, rare kanji, private and control
characters dear. That settles CP932 against EUC-JP (the wrong one gives half-width ､ and ﾎ between rare
kanji) and UTF-16 without a mark. A file of a few characters without any hiragana can be both, as 市長
in EUC-JP is ｻﾔﾄｹ in CP932; minutes are longer. Shift_JIS-2004 and EUC-JIS-2004 (JIS X 0213) are tried where their
older sisters do not fit: they fill the rows that those leave empty.

Broken files: where no reading is strict, the cheapest of UTF-8, CP932 and EUC-JP is taken as long as at
most one character in 20 is broken (a file cut inside its last character, a byte lost in transfer). What
cannot be read becomes U+FFFD, so that the place stays visible and nothing else changes.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, partial

from minutes.documents.model import DocumentError

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\$\([DO-Q]|\([BJI])")
_JIS_SEGMENT = re.compile(rb"\x1b(\$[@B]|\([BJI])")
_HALF_WIDTH_RUN = re.compile("[\uff66-\uff9f]+")
_MAX_BROKEN = 20  # one broken character in this many
_REPLACEMENT = "\ufffd"
_SURELY = 20  # signs of two bytes and more that all fit UTF-8 are no chance
_OLDER_SISTERS = {"shift_jis_2004": "cp932", "euc_jis_2004": "euc_jp"}
_ASCII_OF_2004 = {0xA5: "\\", 0x203E: "~"}
_CONTROL_CODES = (*range(1, 9), *range(0x0E, 0x1B), *range(0x1C, 0x20))
_CONTROL_BYTES = tuple(bytes((code,)) for code in (0, *_CONTROL_CODES))
_CONTROLS = tuple(map(chr, (*_CONTROL_CODES, *range(0x7F, 0x85), *range(0x86, 0xA0))))


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data` without its byte order mark, and the encoding it was read as.

    The encoding is one of utf-8, utf-16-le, utf-16-be, utf-32-le, utf-32-be, cp932, euc_jp, iso2022_jp,
    shift_jis_2004 and euc_jis_2004; pure ASCII is utf-8. Raises DocumentError: `undecodable` where no encoding fits,
    `unknown-type` where the best reading is full of control characters, as binary data are.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace")), encoding
    if _ESCAPES.search(data) and not any(byte > 0x7F for byte in data):
        text = decode_as(data, "iso2022_jp")
        if text is not None:
            return _checked(text), "iso2022_jp"
    text, encoding = _weighed(data)
    return _checked(text), encoding


def decode_as(data: bytes, encoding: str) -> str | None:
    """The strict reading of `data` in one of our encodings, None where a byte does not fit.

    EUC-JP and ISO-2022-JP are also read with the NEC and IBM rows that Windows writes (①, ㈱, 髙),
    which the standards leave empty.
    """
    for read in (
        *_STANDARD_READINGS.get(encoding, (partial(_decoded, encoding=encoding),)),
        *_WINDOWS_READINGS.get(encoding, ()),
    ):
        with suppress(UnicodeDecodeError):
            return read(data)
    return None


def _decoded(data: bytes, encoding: str) -> str:
    text = data.decode(encoding)
    # The standard has ¥ and an overline where everybody writes \\ and ~.
    return text.translate(_ASCII_OF_2004) if encoding == "shift_jis_2004" else text


def _weighed(data: bytes) -> tuple[str, str]:
    utf8 = decode_as(data, "utf-8")
    if utf8 is not None and not _has_control(utf8):
        many = sum(char > "\x7f" for char in utf8) >= _SURELY
        if many or utf8.isascii() or max(utf8) >= "\u0800":
            return utf8, "utf-8"
    readings: list[tuple[float, str, str]] = []
    strictly: list[str] = []
    for encoding in ("utf-8", "cp932", "euc_jp", "utf-16-le", "utf-16-be", "shift_jis_2004", "euc_jis_2004"):
        older = _OLDER_SISTERS.get(encoding)
        if older is not None and (utf8 is not None or older in strictly):
            continue
        text = utf8 if encoding == "utf-8" else decode_as(data, encoding)
        if text is not None:
            strictly.append(encoding)
            readings.append((weight(text), text, encoding))
        elif older is None and not encoding.startswith("utf-16"):
            mended = data.decode(encoding, "replace")
            good = sum(char > "\x7f" and char != _REPLACEMENT for char in mended)
            broken = mended.count(_REPLACEMENT)
            at_the_end = broken == 1 and mended.endswith(_REPLACEMENT) and good > 1
            if at_the_end or broken * _MAX_BROKEN <= good:
                readings.append((weight(mended), mended, encoding))
    if not readings:
        if sum(map(data.count, _CONTROL_BYTES)) * _MAX_BROKEN > len(data):
            raise _no_text()
        raise DocumentError(
            "undecodable", "文字コードが分かりません。UTF-8のテキストとして保存し直してから、もう一度選んでください。"
        )
    _, text, encoding = min(readings, key=lambda reading: reading[0])  # the first of equals
    return text, encoding


def weight(text: str) -> float:
    """How unlike Japanese text a reading is: 0 for ASCII, more for every unlikely character.

    ﾊﾝｶｸ comes in runs, so that a run costs little after its first letter; single half-width letters are
    a sign of EUC-JP read as CP932.
    """
    half_widths = _HALF_WIDTH_RUN.findall(text)
    total = sum(2.2 + 1.2 * (len(run) - 1) for run in half_widths)
    for char, count in Counter(text).items():
        total += count * _cost(char)
    return total


@lru_cache(maxsize=65_536)
def _cost(char: str) -> float:
    if " " <= char <= "~" or char in "\t\n\v\f\r":
        return 0.0
    if "\u3041" <= char <= "\u3096":
        return 1.0
    if char in "、。，．・「」『』（）ー々　":
        return 1.2
    if "\u30a1" <= char <= "\u30fa" or "\uff01" <= char <= "\uff60":
        return 1.5
    if "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0002a6df":
        return _kanji_cost(char)
    if "\uff66" <= char <= "\uff9f":
        return 0.0  # weighed as runs
    if "\uff61" <= char <= "\uff65":
        return 4.0
    if "\u00a0" <= char < "\u0500" or "\u2000" <= char <= "\u33ff":
        return 3.0
    if "\ue000" <= char <= "\uf8ff":
        return 8.0
    if char == _REPLACEMENT:
        return 12.0
    if char < " " or "\x7f" <= char < "\xa0":
        return 10.0
    return 12.0


def _kanji_cost(char: str) -> float:
    """Cheap for JIS level 1 (the common kanji, rows 16 to 47), dear for level 2, dearer outside JIS X 0208 and 0213."""
    try:
        code = char.encode("euc_jp")
    except UnicodeEncodeError:
        return 8.0 if "\u4e00" <= char <= "\u9fff" or _is_of_2004(char) else 12.0
    if len(code) != 2:
        return 8.0
    return 3.0 if code[0] < 0xD0 else 5.5


def _is_of_2004(char: str) -> bool:
    with suppress(UnicodeEncodeError):
        return bool(char.encode("euc_jis_2004"))
    return False


def _has_control(text: str) -> bool:
    return re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text) is not None


def _checked(text: str) -> str:
    """The text, unless more than one character in 20 is a control character or broken."""
    binary = sum(map(text.count, _CONTROLS[: len(_CONTROL_CODES)]))
    strange = sum(map(text.count, _CONTROLS[len(_CONTROL_CODES) :])) + text.count(_REPLACEMENT)
    if binary + strange > 1 and (binary + strange) * _MAX_BROKEN > len(text):
        raise _no_text() if binary > strange or len(text) < _SURELY else garbled_text()
    return text


def garbled_text(way: str = "") -> DocumentError:
    """The refusal of a text that was garbled before it came here; `way` says how, where that can be told."""
    return DocumentError(
        "garbled",
        f"文字化けしたファイルです{f'（{way}）' if way else ''}。元のファイルを開き直し、文字化けしていないことを確かめて、"
        "文字コードをUTF-8にして保存し直すか、元の文書（Word、PDFなど）を送ってください。",
    )


def _no_text() -> DocumentError:
    return DocumentError(
        "unknown-type",
        "文章として読み取れないファイルです。テキスト（.txt）またはHTML形式のファイルを選んでください。",
    )


def _windows_euc(data: bytes) -> str:
    """EUC-JP with the NEC and IBM rows. Raises UnicodeDecodeError."""
    out = bytearray()
    index = 0
    while index < len(data):
        byte = data[index]
        if byte < 0x80:
            out.append(byte)
            index += 1
        elif byte == 0x8E and index + 1 < len(data) and 0xA1 <= data[index + 1] <= 0xDF:
            out.append(data[index + 1])
            index += 2
        elif byte >= 0xA1 and index + 1 < len(data) and data[index + 1] >= 0xA1:
            out += _shifted(byte - 0x80, data[index + 1] - 0x80)
            index += 2
        else:
            raise UnicodeDecodeError("euc_jp", data, index, index + 1, "not EUC-JP")
    return out.decode("cp932")


def _windows_jis(data: bytes) -> str:
    """ISO-2022-JP with the NEC and IBM rows. Raises UnicodeDecodeError."""
    out = bytearray()
    parts = _JIS_SEGMENT.split(data)
    out += parts[0]
    for escape, segment in zip(parts[1::2], parts[2::2], strict=True):
        if escape == b"(I":
            out += bytes(byte | 0x80 for byte in segment)
        elif escape in (b"(B", b"(J"):
            out += segment
        else:
            if len(segment) % 2 or any(not 0x21 <= byte <= 0x7E for byte in segment):
                raise UnicodeDecodeError("iso2022_jp", data, 0, 1, "not ISO-2022-JP")
            for row, cell in zip(segment[::2], segment[1::2], strict=True):
                out += _shifted(row, cell)
    return out.decode("cp932")


def _shifted(row: int, cell: int) -> bytes:
    """A JIS row and cell byte (0x21 to 0x7E) as the two bytes of Shift_JIS."""
    lead = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
    odd_row_step = 0x1F if cell < 0x60 else 0x20
    trail = cell + (odd_row_step if row % 2 else 0x7E)
    return bytes((lead, trail))


_STANDARD_READINGS: dict[str, tuple[Callable[[bytes], str], ...]] = {
    "iso2022_jp": (partial(_decoded, encoding="iso2022_jp_ext"),)
}
_WINDOWS_READINGS: dict[str, tuple[Callable[[bytes], str], ...]] = {
    "euc_jp": (_windows_euc,),
    "iso2022_jp": (
        _windows_jis,
        partial(_decoded, encoding="iso2022_jp_2004"),
        partial(_decoded, encoding="iso2022_jp_3"),
    ),
}
