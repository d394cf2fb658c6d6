"""Bytes to text: strict UTF-8, UTF-16 with a byte-order mark, else Windows-1252; nothing is lost, nothing guessed."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from pipeline.reading.limits import Refused

# Windows-1252 leaves five bytes undefined (81 8D 8F 90 9D). As in the WHATWG standard they are the C1 control
# characters of the same number, so that every sequence of bytes is a text and can be written back.
_WINDOWS_1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))

_CONTROL = bytes({*range(32), 127} - {*b"\t\n\v\f\r\x1b"})
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
_NOT_ASCII = re.compile("[^\0-\x7f\ufffd]")


class Decoded(NamedTuple):
    """A text, the encoding it was in (utf-8, utf-16 or cp1252) and what is odd about it (mostly nothing)."""

    text: str
    encoding: str
    warning: str = ""


def decode(data: bytes) -> Decoded:
    """The text that `data` is, without its byte-order mark, newlines untouched."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return Decoded(data.decode("utf-16"), "utf-16")
        except UnicodeDecodeError as error:
            warning = f"damaged UTF-16 at byte {error.start}: unreadable characters are shown as U+FFFD"
            return Decoded(data.decode("utf-16", "replace"), "utf-16", warning)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        warning = ""
        if _NOT_ASCII.search(data.decode("utf-8", "replace")):
            warning = f"UTF-8 but for byte {error.start}, so it was read as Windows-1252: accents may be garbled"
        return Decoded(codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0], "cp1252", warning)


def check_is_text(data: bytes) -> None:
    """Refuse what is no text in any of the encodings: ten control characters or more, over 2 % of the beginning."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    beginning = data[:100_000]
    if beginning.startswith(b"%PDF-"):
        raise Refused("it is a PDF, whatever its name")
    controls = len(beginning) - len(beginning.translate(None, _CONTROL))
    if controls >= 10 and controls > len(beginning) / 50:
        raise Refused("it holds binary data, not text (UTF-16 is read if it begins with a byte-order mark)")


def make_writable(text: str) -> tuple[str, int]:
    """The text with what UTF-8 tables cannot hold (lone surrogates, NUL) replaced by U+FFFD, and how many there were.

    One character for one, so that every offset holds.
    """
    return _UNWRITABLE.subn("\ufffd", text)
