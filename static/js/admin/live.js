// Asks again, every few seconds, for the part of the page that changes; stops when the server says it will not any more.
const PAUSE = 2000;

async function follow(place) {
  while (place.isConnected) {
    await new Promise((resume) => { setTimeout(resume, PAUSE); });
    if (document.hidden) continue;
    try {
      const answer = await fetch(place.dataset.live, { headers: { Accept: "text/html" } });
      if (answer.redirected) break;
      if (!answer.ok) continue;
      const before = place.querySelector("[data-state]")?.dataset.state;
      place.innerHTML = await answer.text();
      const state = place.querySelector("[data-state]")?.dataset.state;
      // The buttons around belong to a state: another one is another page.
      if (state !== before) { window.location.reload(); break; }
      if (place.querySelector("[data-over]")) break;
    } catch { /* The network comes back, or the page is left. */ }
  }
}

for (const place of document.querySelectorAll("[data-live]")) follow(place);
