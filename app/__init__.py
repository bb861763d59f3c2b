"""Documented cocaine seizures and routes, explored offline."""
