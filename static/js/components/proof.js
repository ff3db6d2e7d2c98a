// Tells the editors that the draft was opened: only by a browser that shows it, and after a moment.
const proof = document.querySelector("[data-proof-opening]");

if (proof) {
  const tell = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", tell);
    fetch(proof.dataset.proofOpening, { method: "POST" });
  };
  setTimeout(() => {
    document.addEventListener("visibilitychange", tell);
    tell();
  }, 3000);
}
