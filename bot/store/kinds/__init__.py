"""What is kept. The kinds of decision the documents name, and what follows from each."""
