"""From a file of unknown make to events: its format, its table, its profile, and what each row says."""
