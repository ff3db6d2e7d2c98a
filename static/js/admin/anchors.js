// An address with an anchor (#block-…-section) leads to that block of the form. Wagtail chooses the tab before it has
// made the blocks, so the one that holds the block is opened here.

const GESTURES = ['wheel', 'touchmove', 'pointerdown', 'keydown', 'input'];

const name = window.location.hash.slice(1);

window.addEventListener('load', () => {
  const block = name.startsWith('block-') ? document.getElementById(name) : null;
  const panel = block?.closest('[role="tabpanel"]');
  if (!panel?.hidden) return;
  document.querySelector(`[role="tab"][aria-controls="${panel.id}"]`)?.click();
  // The form grows while its editors unfold: the block stays in view until somebody takes over.
  const observer = new ResizeObserver(() => block.scrollIntoView({ behavior: 'instant' }));
  observer.observe(panel);
  GESTURES.forEach((gesture) => {
    window.addEventListener(gesture, () => observer.disconnect(), { once: true, passive: true });
  });
});
