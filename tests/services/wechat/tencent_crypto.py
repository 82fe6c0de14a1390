"""Signatures and encryption as Tencent does them, read from its protocol alone.

The bot has code of its own for this. Nothing is shared: two readings that agree prove more than one that is used twice.
"""

import base64
import hashlib
import os
import string
from dataclasses import dataclass
from random import SystemRandom
from typing import Optional, Union

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # PKCS#7 in blocks of 32 bytes, twice those of AES
LEAD = 16
KEY_LETTERS = 43


class CryptoError(ValueError):
    """What came is not what the key, the signature or the receiver promises."""


def signature(*parts: str) -> str:
    """SHA-1 in hex over the sorted parts: token, timestamp, nonce, and what is encrypted where it is."""
    return hashlib.sha1("".join(sorted(parts)).encode("utf-8")).hexdigest()


def new_key() -> str:
    """An EncodingAESKey as Tencent's pages make one: any 43 letters and digits, stray bits in the last and all."""
    return "".join(SystemRandom().choices(string.ascii_letters + string.digits, k=KEY_LETTERS))


def pad(data: bytes) -> bytes:
    """Fill up to whole blocks; a whole block where nothing is missing."""
    missing = BLOCK - len(data) % BLOCK
    return data + bytes([missing]) * missing


def unpad(data: bytes) -> bytes:
    """Take the filling off. Raises CryptoError where it is not a filling."""
    count = data[-1] if data else 0
    if not 1 <= count <= BLOCK or data[-count:] != bytes([count]) * count:
        raise CryptoError("the filling is wrong")
    return data[:-count]


@dataclass(frozen=True)
class Seal:
    """One account's key and the id that it seals into everything: appid, or the corpid of a WeCom corp."""

    encoding_aes_key: str
    receive_id: str

    @property
    def key(self) -> bytes:
        key = base64.b64decode(self.encoding_aes_key + "=")
        if len(key) != 32:
            raise CryptoError(f"an EncodingAESKey has 43 letters, not {len(self.encoding_aes_key)}")
        return key

    def encrypt(self, message: Union[str, bytes], lead: Optional[bytes] = None) -> str:
        """The message sealed, in base64; `lead` are the 16 bytes that are random unless given."""
        content = message.encode("utf-8") if isinstance(message, str) else message
        plain = (lead or os.urandom(LEAD)) + len(content).to_bytes(4, "big") + content + self.receive_id.encode("utf-8")
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(pad(plain)) + encryptor.finalize()).decode("ascii")

    def decrypt(self, encrypted: str) -> str:
        """What was sealed. Raises CryptoError where anything is not as it must be, the receiver too."""
        try:
            data = base64.b64decode(encrypted, validate=True)
        except ValueError as error:
            raise CryptoError("not base64") from error
        if not data or len(data) % 16:
            raise CryptoError(f"{len(data)} bytes are not whole blocks")
        decryptor = self._cipher().decryptor()
        plain = unpad(decryptor.update(data) + decryptor.finalize())
        if len(plain) < LEAD + 4:
            raise CryptoError("too short")
        end = LEAD + 4 + int.from_bytes(plain[LEAD : LEAD + 4], "big")
        if end > len(plain):
            raise CryptoError("the length is beyond the end")
        if plain[end:] != self.receive_id.encode("utf-8"):
            raise CryptoError(f"sealed for {plain[end:]!r}, not for {self.receive_id!r}")
        return plain[LEAD + 4 : end].decode("utf-8")

    def _cipher(self) -> "Cipher[modes.CBC]":
        return Cipher(algorithms.AES(self.key), modes.CBC(self.key[:16]))
