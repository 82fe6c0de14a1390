"""What can be exported and how. Apart from the exporting, so that a command line can be read without a database."""

from enum import Enum


class Kind(str, Enum):
    """What can be exported."""

    ORDERS = "orders"
    CASES = "cases"
    COMPLAINTS = "complaints"
    CONSENTS = "consents"
    HANDOVERS = "handovers"
    CONVERSATIONS = "conversations"
    MERCHANT_MESSAGES = "merchant_messages"


class Format(str, Enum):
    """How it is written."""

    CSV = "csv"
    JSONL = "jsonl"
