"""The domain model and the ML models: what is true about the bank's security work, in pure Python.

"Models" means both, and never database tables: those are called *tables* and live in `data/tables`. Nothing here knows SQL, Dash
or the clock; the time is always an argument.
"""
