"""The answers, by topic. Each is a function of the turn; Rasa and the forms find it by its intent."""
