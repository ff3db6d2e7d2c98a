// A date that nobody can read stays as it was typed, for the form to refuse it: the calendar of a field would put
// today in its place without a word.

function isDate(words) {
  const [, day, month, year] = words.match(/^\s*(\d{1,2})\/(\d{1,2})\/(\d{2,4})(?:\s|$)/) ?? [];
  const read = new Date(year, month - 1, day);
  return read.getMonth() === month - 1 && read.getDate() === Number(day);
}

document.addEventListener('blur', (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !window.jQuery?.(field).data('xdsoft_datetimepicker')) return;
  if (field.value.trim() && !isDate(field.value)) event.stopPropagation();
}, true);
