"""Makes the demo model from nothing: `python -m training all`. README.md says how."""
