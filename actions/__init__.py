"""A face: what the bot does when Rasa has understood. Slots in, a verdict or a record out, words from the domain.

No SQL, no rule and no sentence to a buyer stands here.
"""
