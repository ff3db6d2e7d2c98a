// read.mjs FILE: what ical.js reads in a calendar, one JSON object a VEVENT: its properties, moments in UTC.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

function plain(property) {
  const value = property.getFirstValue();
  if (property.type === "date") return value.toString();
  if (property.type === "date-time") return value.convertToZone(ICAL.Timezone.utcTimezone).toString();
  return Array.isArray(value) ? value.join(";") : String(value);
}

for (const event of calendar.getAllSubcomponents("vevent")) {
  const properties = event.getAllProperties().map((property) => [property.name.toUpperCase(), plain(property)]);
  // One too many, and it would not be the same calendar for both readers.
  console.log(JSON.stringify({ properties, inside: event.getAllSubcomponents().length }));
}
