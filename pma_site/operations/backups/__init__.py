"""Archives of the whole site, one file each: the database, the uploaded files, and a manifest that proves both."""
