"""What would become of a file (planner), as a person reviews it (review), and taking it in (execute)."""
