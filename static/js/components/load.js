// Fills each element with data-load="address" with what that address answers; says so when it fails.
for (const place of document.querySelectorAll("[data-load]")) {
  fetch(place.dataset.load, { headers: { Accept: "text/html" } })
    .then((answer) => (answer.ok && !answer.redirected ? answer.text() : Promise.reject(answer.status)))
    .then((html) => { place.innerHTML = html; })
    .catch(() => {
      place.firstElementChild.hidden = true;
      place.querySelector("[data-load-failed]").hidden = false;
    });
}
