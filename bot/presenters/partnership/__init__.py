"""What is shown. Who and what a partnership is: its people, its terms."""
