"""Motions, the votes on them, and their results."""
