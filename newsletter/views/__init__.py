"""Pages of the letter that are no page of the tree."""
