// Asks again, every few seconds, for what changes on the page; says so when no more answer comes.
const PAUSE = 2000;
const PATIENCE = 5;

// Each part is replaced only where it differs: what has the focus keeps it, and a screen reader says what is new.
function renew(place, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const shown = place.querySelector(`[data-part="${part.dataset.part}"]`);
    const same = part.dataset.key === undefined
      ? shown.innerHTML.trim() === part.innerHTML.trim()
      : shown.dataset.key === part.dataset.key;
    if (!same) {
      shown.innerHTML = part.innerHTML;
      if (part.dataset.key !== undefined) shown.dataset.key = part.dataset.key;
    }
  }
  place.firstElementChild.className = fresh.body.firstElementChild.className;
  return fresh.querySelector("[data-over]") !== null;
}

async function follow(place) {
  const lost = document.querySelector("[data-live-lost]");
  let failures = 0;
  while (place.isConnected && failures < PATIENCE) {
    await new Promise((resume) => { setTimeout(resume, PAUSE); });
    if (document.hidden) continue;
    try {
      const answer = await fetch(place.dataset.live, { headers: { Accept: "text/html" } });
      if (answer.redirected) break;
      if (!answer.ok) throw new Error(answer.status);
      if (renew(place, await answer.text())) return;
      failures = 0;
    } catch { failures += 1; }
  }
  lost.hidden = false;
}

for (const place of document.querySelectorAll("[data-live]")) follow(place);
