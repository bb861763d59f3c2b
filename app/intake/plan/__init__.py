"""Taking files in: what would become of them, their account, the one way in, and the queue that the page asks."""
