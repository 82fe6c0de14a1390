"""Played buyers: people who write line by line to the real bot, and what came of it. See README.md here."""
