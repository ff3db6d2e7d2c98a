"""The production server: the site is loaded once, then copied into as many processes as the machine has processors."""
