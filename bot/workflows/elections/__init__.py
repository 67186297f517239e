"""Elections to an office: nominations, ballots, ties, terms of office."""
