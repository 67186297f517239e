"""What is shown. Motions, the votes on them, and their results."""
