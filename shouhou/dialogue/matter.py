"""A matter that words ask for outright: the words of it, and those that make it another one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Matter:
    """A matter: the words that ask for it, and those in the same clauses that make it another one.

    `asked`: only where one of its clauses, or with `anywhere` any of the message, is a question.
    """

    name: str
    said: str
    unless: str = "(?!)"
    asked: bool = True
    anywhere: bool = False
