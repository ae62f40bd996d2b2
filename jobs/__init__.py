"""The same as callbacks, by the clock: a timetable, workers, long work. Thin: read, call data, report progress."""
