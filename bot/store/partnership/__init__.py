"""What is kept. Who and what a partnership is: its people, its terms."""
