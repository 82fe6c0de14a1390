"""How a talk is led: what a message means where it stands. Plain values, without Rasa, without SQL."""
