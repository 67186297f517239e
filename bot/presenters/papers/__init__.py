"""What is shown. Papers and amendments: submitted, decided on, sent round with proof."""
