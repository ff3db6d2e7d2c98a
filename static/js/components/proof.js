// Tells the editors that the draft was opened: only by a browser that shows it, and after a moment.
const proof = document.querySelector("[data-proof-opening]");

if (proof) {
  setTimeout(() => {
    if (document.visibilityState === "visible") fetch(proof.dataset.proofOpening, { method: "POST" });
  }, 3000);
}
