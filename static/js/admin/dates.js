// A day and an hour may be typed as they are written (« 5/12/2026 à 18 h 30 »), and what nobody can read stays as it was
// typed, for the form to refuse it: the calendar of a field would put another hour, or today, in its place without a word.

// As pma_site/core/local_times.py reads it.
const HOUR = /\s+(?:à\s+)?(\d{1,2})\s*h\s*(\d{2})?\s*$/i;

function inFigures(words) {
  return words.replace(HOUR, (_, hour, minutes = '00') => ` ${hour.padStart(2, '0')}:${minutes}`);
}

function isDate(words) {
  const [, day, month, year, hour = 0, minutes = 0] = words.match(
    /^\s*(\d{1,2})\/(\d{1,2})\/(\d{2,4})(?:\s+(\d{1,2}):(\d{2}))?\s*$/) ?? [];
  const read = new Date(year, month - 1, day);
  return read.getMonth() === month - 1 && read.getDate() === Number(day) && hour < 24 && minutes < 60;
}

function calendarOf(field) {
  return field instanceof HTMLInputElement ? window.jQuery?.(field).data('xdsoft_datetimepicker') : undefined;
}

// It opens a moment after its field has the focus: who has gone on by then would find it over the buttons, for good.
document.addEventListener('focus', ({ target: field }) => {
  const calendar = calendarOf(field);
  calendar?.off('.left').on('open.xdsoft.left', () => {
    if (document.activeElement !== field) calendar.trigger('close.xdsoft');
  });
}, true);

document.addEventListener('blur', (event) => {
  const field = event.target;
  if (!calendarOf(field)) return;
  const words = inFigures(field.value);
  if (words !== field.value) field.value = words;
  if (words.trim() && !isDate(words)) event.stopPropagation();
}, true);
