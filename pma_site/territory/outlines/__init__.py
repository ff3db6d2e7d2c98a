"""Outlines of communes: read from an official file, simplified with shared borders kept, drawn as a map."""
