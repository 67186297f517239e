"""The agenda of a meeting: its items, proposed or standing by rule."""
