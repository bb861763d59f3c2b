"""Imports asked for on the page: the queue beside the server, the files of a job, and the work itself."""
