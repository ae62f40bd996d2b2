"""Labour: what minutes are spent on, weeks that are handed in and approved, grades with their rates."""
