"""What managers do with the registers of projects beside writing their pages, in the admin."""
