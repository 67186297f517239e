"""What is kept. Elections to an office: nominations, ballots, ties, terms of office."""
