// The window in which a record is chosen is ready to type in; a name that was searched in vain is not typed again in
// the form that creates it.

const SEARCH = '[data-chooser-modal-search] input[name="q"]';
const seen = new WeakSet();

function ready() {
  const search = document.querySelector(SEARCH);
  if (!search || seen.has(search) || !search.getClientRects().length) return;
  search.focus();
  if (document.activeElement === search) seen.add(search);
}

// Wagtail gives the focus to the window itself, once it has opened.
document.addEventListener('focusin', (event) => {
  if (event.target.matches('.modal')) setTimeout(ready);
});

document.addEventListener('click', (event) => {
  if (!event.target.closest?.('#tab-label-create')) return;
  const name = document.querySelector('#tab-create input[type="text"]');
  const words = document.querySelector(SEARCH)?.value;
  if (name && words && !name.value) name.value = words;
  setTimeout(() => name?.focus());
});
