"""Pure rules of the field: no Dash, no Flask, no files, no network."""
