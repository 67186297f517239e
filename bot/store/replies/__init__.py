"""What is kept. Who says that they come to a meeting, and who comes instead."""
