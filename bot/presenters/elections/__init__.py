"""What is shown. Elections to an office: nominations, ballots, ties, terms of office."""
