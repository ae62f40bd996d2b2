"""Labour: what happens on its screens."""
