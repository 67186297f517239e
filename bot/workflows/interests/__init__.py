"""Interests: declared, ruled on, carried over to what ratifies."""
