"""What the buyer means: Rasa graph components for intents and entities. Imports nothing of the other floors."""
