"""The arithmetic of governance: pure functions of terms, facts and time."""
