"""Uploads: kinds decided by content, bytes kept under an unguessable name."""

import secrets
from pathlib import Path
from typing import Optional

import filetype

MAX_FILE = 10 * 1024 * 1024
KINDS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "video/mp4": "mp4",
    "application/pdf": "pdf",
}


class FileRefused(ValueError):
    """A file that is not taken; the message says why."""


class FileTooLarge(FileRefused):
    """A file over MAX_FILE bytes."""

    def __init__(self) -> None:
        super().__init__(f"the file is over {MAX_FILE} bytes")


class FileKindRefused(FileRefused):
    """A file that is none of KINDS by its content."""

    def __init__(self) -> None:
        super().__init__("only JPEG, PNG, WebP, GIF, MP4 and PDF are taken")


def kind_of(content: bytes) -> str:
    """The media type by content, whatever the name or the header says. Raises FileTooLarge or FileKindRefused."""
    if len(content) > MAX_FILE:
        raise FileTooLarge()
    guess = filetype.guess(content)
    kind: Optional[str] = guess.mime if guess is not None else None
    if kind not in KINDS:
        raise FileKindRefused()
    return kind


def keep(folder: Path, content: bytes) -> str:
    """Write the bytes under a new id and return it; a half-written file never stands under its id."""
    folder.mkdir(parents=True, exist_ok=True)
    file_id = secrets.token_urlsafe(24)
    half = folder / f".{file_id}"
    half.write_bytes(content)
    half.rename(folder / file_id)
    return file_id


def response_headers(file_id: str, kind: str) -> dict[str, str]:
    """Headers that keep a browser from taking a file for a page: shown as what it is, never run."""
    shown = "inline" if kind.startswith(("image/", "video/")) else "attachment"
    return {
        "Content-Disposition": f'{shown}; filename="{file_id[:12]}.{KINDS[kind]}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=600",
    }
