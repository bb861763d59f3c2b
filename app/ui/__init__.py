"""The page's parts and its callbacks."""
