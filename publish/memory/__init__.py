"""The translation memory: what people, and machines, have made of a sentence before, wherever that was."""
