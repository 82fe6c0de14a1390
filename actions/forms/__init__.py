"""The forms: everything that writes is collected, summed up and confirmed before it is written."""
