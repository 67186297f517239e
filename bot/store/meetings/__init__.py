"""What is kept. Meetings before they are held: booking and moving them, their deadlines, and what the clock does about them."""
