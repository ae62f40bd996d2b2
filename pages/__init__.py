"""What is seen, on screen or on paper: layouts, figures, reports, translations. Layouts query nothing and hold no state."""
