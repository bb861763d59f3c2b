"""From a table to events: which columns it has, what each of its rows says, and what to look at in it."""
