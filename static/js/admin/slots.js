// « Générer des créneaux » opens in a window over the form of an event, and what it proposes becomes rows of that form.
// Without this script the same page opens in the place of the form, and adds to the draft.

const link = document.querySelector('[data-generate-slots]');

const field = (row, name) => document.getElementById(`id_slots-${row}-${name}`);

const total = () => Number(document.getElementById('id_slots-TOTAL_FORMS').value);

const kept = (row) => field(row, 'DELETE')?.value !== '1' && field(row, 'start');

function set(input, value) {
  if (input.type === 'checkbox') input.checked = value;
  else input.value = value;
  for (const name of ['input', 'change']) input.dispatchEvent(new Event(name, { bubbles: true }));
}

// A row that was added and left empty is used first.
function emptyRow() {
  for (let row = 0; row < total(); row += 1) {
    if (kept(row) && !field(row, 'start').value && !field(row, 'end').value) return row;
  }
  document.getElementById('id_slots-ADD').click();
  return total() - 1;
}

function add({ start, end, allDay }) {
  const row = emptyRow();
  set(field(row, 'start'), start);
  set(field(row, 'end'), end);
  if (allDay) set(field(row, 'all_day'), true);
}

function showPart(form) {
  const how = form.querySelector('[name="how"]:checked')?.value;
  for (const part of form.querySelectorAll('[data-how]')) part.hidden = part.dataset.how !== how;
}

function open(html) {
  const view = document.createElement('dialog');
  view.className = 'slots-window';
  view.setAttribute('aria-labelledby', 'slots-window-title');
  view.innerHTML = `
    <div class="slots-window__head">
      <h2 class="slots-window__title" id="slots-window-title">Générer des créneaux</h2>
      <button type="button" class="button button-secondary button-small" data-close>Fermer</button>
    </div>
    <div data-body></div>`;
  view.querySelector('[data-body]').innerHTML = html;
  view.addEventListener('close', () => { view.remove(); link.focus(); });
  view.querySelector('[data-close]').addEventListener('click', () => view.close());
  view.addEventListener('change', (event) => showPart(event.target.form));
  view.addEventListener('submit', async (event) => {
    event.preventDefault();
    const form = event.target;
    if (event.submitter?.hasAttribute('data-slots-add')) {
      const slots = form.querySelectorAll('[data-start]');
      for (const slot of slots) add(slot.dataset);
      view.close();
      return;
    }
    const data = new FormData(form, event.submitter);
    for (let row = 0; row < total(); row += 1) {
      if (kept(row) && field(row, 'start').value) data.append('pris', field(row, 'start').value);
    }
    const answer = await fetch(form.action, { method: 'POST', body: data, headers: { Accept: 'text/html' } });
    const body = view.querySelector('[data-body]');
    body.innerHTML = await answer.text();
    showPart(body.querySelector('form'));
    (body.querySelector('[data-slots-add]') ?? body.querySelector('[aria-invalid="true"]') ?? body).focus();
    body.querySelector('[data-slots-result], .error-message')?.scrollIntoView({ block: 'nearest' });
  });
  document.body.append(view);
  showPart(view.querySelector('form'));
  view.showModal();
}

link?.addEventListener('click', async (event) => {
  event.preventDefault();
  const answer = await fetch(`${link.href}?fenetre=1`, { headers: { Accept: 'text/html' } });
  if (answer.ok && !answer.redirected) open(await answer.text());
  else window.location = link.href;
});
