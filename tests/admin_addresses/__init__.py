"""Every address of the admin, asked by each role with what is its own, what is another's and what is private."""
