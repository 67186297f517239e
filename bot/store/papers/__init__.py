"""What is kept. Papers and amendments: submitted, decided on, sent round with proof."""
