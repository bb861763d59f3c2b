"""How the text of a file becomes values: pure, told in words, and never in silence."""
