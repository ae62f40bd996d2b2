"""The demo bank: its people, and a history made by the same operations that people use, under a simulated clock."""
