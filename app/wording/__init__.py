"""Titles, sentences and names, the same on a page, in a file and on a slide. Plain text: no HTML."""
