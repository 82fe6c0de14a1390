"""Signed addresses of uploads: each shows one file, for some minutes, to whoever has it."""

import hashlib
import hmac

FILE_SECONDS = 600  # how long an address holds


def signed_address(file_id: str, secret: str, now: float) -> str:
    """An address that shows this file alone, for ten minutes, to whoever has it: what `<img>` uses."""
    expires = int(now) + FILE_SECONDS
    return f"/webhooks/widget/files/{file_id}?exp={expires}&sig={_signature(file_id, str(expires), secret)}"


def signature_holds(file_id: str, expires: str, signature: str, secret: str, now: float) -> bool:
    """Whether a signed address is ours and has not run out."""
    right = _signature(file_id, expires, secret)
    genuine = hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace"))
    return genuine and expires.isascii() and expires.isdigit() and int(expires) >= now


def _signature(file_id: str, expires: str, secret: str) -> str:
    key = hashlib.sha256(f"file-address:{secret}".encode()).digest()
    return hmac.new(key, f"{file_id}:{expires}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
