"""The one password of everybody in the demo bank. It is shown on the first page, and only there where the demo bank is loaded."""

PASSWORD = "demo-bank-kordon"
