"""Figures, the rows behind them, and the reports that were made."""
