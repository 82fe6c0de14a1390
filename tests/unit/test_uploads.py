"""Uploads: what a file is, is decided by its bytes; its address shows it alone, for some minutes."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.shared.file_addresses import FILE_SECONDS, signature_holds, signed_address
from shouhou.shared.uploads import KINDS, MAX_FILE, FileKindRefused, FileTooLarge, keep, kind_of

SECRET = "a secret of the tests, long enough to sign addresses with"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06" + b"\x00" * 35
STARTS = (
    PNG, b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", b"GIF89a\x01\x00", b"%PDF-1.4\n", b"RIFF\x24\x00\x00\x00WEBPVP8 "
)


def test_a_file_that_is_too_large_and_one_of_another_kind_are_refused_each_for_what_it_is() -> None:
    assert kind_of(PNG.ljust(MAX_FILE, b"\x00")) == "image/png"
    with pytest.raises(FileTooLarge, match=str(MAX_FILE)):
        kind_of(PNG.ljust(MAX_FILE + 1, b"\x00"))
    with pytest.raises(FileKindRefused, match="JPEG"):
        kind_of(b"<html>")


@given(st.sampled_from(STARTS), st.integers(0, 64), st.binary(max_size=64))
def test_no_bytes_break_the_reading_of_a_kind(start: bytes, length: int, rest: bytes) -> None:
    with suppress(FileKindRefused):
        assert kind_of(start[:length] + rest) in KINDS


def test_bytes_are_kept_whole_under_a_name_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    first, second = keep(folder, PNG), keep(folder, PNG)
    assert first != second
    assert sorted(path.name for path in folder.iterdir()) == sorted([first, second])
    assert (folder / first).read_bytes() == PNG


def test_an_address_holds_to_its_last_second_and_not_beyond() -> None:
    query = parse_qs(urlsplit(signed_address("f", SECRET, 1_000_000)).query)
    expires, signature = query["exp"][0], query["sig"][0]
    assert signature_holds("f", expires, signature, SECRET, 1_000_000 + FILE_SECONDS)
    assert not signature_holds("f", expires, signature, SECRET, 1_000_001 + FILE_SECONDS)


def test_an_address_shows_its_own_file_alone_and_only_of_this_shop() -> None:
    query = parse_qs(urlsplit(signed_address("f", SECRET, 1_000_000)).query)
    expires, signature = query["exp"][0], query["sig"][0]
    assert not signature_holds("g", expires, signature, SECRET, 1_000_000)
    assert not signature_holds("f", "9" * 10, signature, SECRET, 1_000_000)
    assert not signature_holds("f", expires, signature, SECRET + "x", 1_000_000)
