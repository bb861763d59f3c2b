"""What the program is made of, and the image that it is shipped in."""
