"""This project measured beside the same bot on Rasa's stock pipeline and policies: `make bench`."""
