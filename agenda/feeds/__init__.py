"""What leaves the agenda for programs: calendars, news feeds, data files, and the page that says how to have them."""
