"""What one input may cost. Everything above is refused with a row in `problems`."""

from __future__ import annotations

MAX_FILE_BYTES = 50 * 2**20
"""The largest file that is read (50 MB): also in an archive, also what a `.gz` unpacks to, also one JSON line."""

MAX_ARCHIVE_BYTES = 2 * 2**30
"""The most that one archive may unpack to (2 GB)."""

MAX_ARCHIVE_MEMBERS = 100_000
"""The most files that one archive may hold."""

MAX_UNPACKING_RATIO = 250
"""The most that compression may have saved: text rarely reaches 20, a zip bomb 1,000. Below 1 MB nobody counts."""

MAX_ROWS = 1_000_000
"""The most rows of one CSV or Parquet file."""

MAX_BAD_ROWS = 1_000
"""After so many refused rows without an article between them, the rest of a file of rows is not read."""

MAX_PAGE_ELEMENTS = 12_000
"""The most elements of an HTML page: finding the article in it takes more than linear time."""

MAX_ID_CHARS = 255
"""The longest `id` that a row may bring."""


class Refused(Exception):  # noqa: N818 - it is a verdict on an input, not a fault of the program
    """An input cannot be used, and this is why."""


def check_size(size: int) -> None:
    """Refuse a file of more bytes than are read."""
    if size > MAX_FILE_BYTES:
        raise Refused("it is larger than 50 MB")


def check_ratio(unpacked: int, packed: int) -> None:
    """Refuse what was packed too well to be text (both in bytes)."""
    if unpacked > 2**20 and unpacked > MAX_UNPACKING_RATIO * packed:
        raise Refused(f"it unpacks to more than {MAX_UNPACKING_RATIO} times its size, as a zip bomb does")
