"""Labour on screen: one's own week, the weeks of a group, the rules behind them."""
