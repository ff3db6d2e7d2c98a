"""What editors do with an issue beside writing it, in the admin."""
