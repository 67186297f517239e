"""What is kept. Motions, the votes on them, and their results."""
