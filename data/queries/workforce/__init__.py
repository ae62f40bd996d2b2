"""Labour: what is read of it."""
