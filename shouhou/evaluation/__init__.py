"""How well a trained model understands labelled sentences: parsed, scored, held against bars, reported.

It measures what others made and nobody builds on it but the command `shouhou evaluate`.
"""
