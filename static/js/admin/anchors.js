// An address with an anchor leads to a block of the form (#block-…-section) or to a field (#id_…). Wagtail chooses the
// tab before it has made the blocks, so the one that holds the block is opened here; what is folded over it as well.
// « Aller à la première erreur » leads there in the same way, and a tab tells how many errors its blocks have.

const GESTURES = ['wheel', 'touchmove', 'pointerdown', 'keydown', 'input'];

// A field may be hidden behind a chooser: the panel around it is what one sees.
function found(name) {
  if (name.startsWith('block-')) return document.getElementById(name);
  return name.startsWith('id_') ? document.getElementById(name)?.closest('[data-field], .w-panel, section') : null;
}

function show() {
  const name = window.location.hash.slice(1);
  const block = found(name);
  for (let fold = block?.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  const panel = block?.closest('[role="tabpanel"]');
  if (!panel) return;
  if (name.startsWith('id_')) {
    block.scrollIntoView({ behavior: 'instant', block: 'center' });
    block.querySelector('input:not([type="hidden"]), textarea, button, [contenteditable]')?.focus({ preventScroll: true });
  }
  if (panel.hidden) open(panel, block);
}

function open(panel, block) {
  document.querySelector(`[role="tab"][aria-controls="${panel.id}"]`)?.click();
  // The form grows while its editors unfold: the block stays in view until somebody takes over.
  const observer = new ResizeObserver(() => block.scrollIntoView({ behavior: 'instant', block: 'center' }));
  observer.observe(panel);
  GESTURES.forEach((gesture) => {
    window.addEventListener(gesture, () => observer.disconnect(), { once: true, passive: true });
  });
}

// Wagtail scrolls to an error while its tab unfolds, and stops on the way.
function followFirstError(event) {
  const wish = event.target.closest?.('[data-controller~="w-focus"]')?.dataset.wFocusTargetValue;
  const error = wish?.includes('.error-message') && document.querySelector(wish);
  const panel = error && error.closest('[role="tabpanel"]');
  if (panel?.hidden) open(panel, error);
}

// Wagtail counts the errors of a tab before it has made its blocks.
function countErrors() {
  for (const count of document.querySelectorAll('.w-tabs__errors')) {
    window.wagtail.app.getControllerForElementAndIdentifier(count, 'w-count')?.count();
  }
}

document.addEventListener('click', followFirstError, true);
window.addEventListener('load', countErrors);
window.addEventListener('load', show);
window.addEventListener('hashchange', show);
