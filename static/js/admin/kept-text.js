// What an editor typed is sent only when the server is there and still knows who sends it: otherwise it stays on the
// page, and the editor is told what to do.

const BUTTONS = '[data-edit-form] button:is([type="submit"], [data-workflow-action-name])';

// What Wagtail asks before one overwrites what somebody else saved meanwhile.
const CONFLICT = '#w-save-confirmation-dialog';

const cookie = (name) =>
  document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);

// How long a form waits for the server, in milliseconds.
const PATIENCE = 10_000;

// How often who else saved is asked before a form is sent, if it goes on saving by itself.
const ATTEMPTS = 5;

/** Ask the server whether we are signed in: "signed-in", "signed-out" or "unreachable". */
const askServer = async (address) => {
  try {
    const response = await fetch(address, {
      method: 'HEAD', redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.type === 'opaqueredirect' || response.status === 403) return 'signed-out';
    return response.ok ? 'signed-in' : 'unreachable';
  } catch {
    return 'unreachable';
  }
};

// Draftail puts what is typed in a rich text into its form after 250 ms: a form is sent no sooner, in milliseconds.
const WRITTEN = 300;

const writtenDown = () => new Promise((resolve) => { setTimeout(resolve, WRITTEN); });

/**
 * Watch what is saved by itself: return a function that tells whether something is, and one that waits until nothing is,
 * for a form sent meanwhile would be overtaken by what it was a moment before. Once the form is sent, nothing is saved
 * beside it.
 */
const watchSavings = () => {
  let underWay = 0;
  let sent = false;
  let waiting = [];
  const end = () => {
    underWay = Math.max(0, underWay - 1);
    if (underWay) return;
    waiting.forEach((goOn) => goOn());
    waiting = [];
  };
  document.addEventListener('submit', (event) => {
    if (event.target.matches('[data-edit-form]')) sent = !event.defaultPrevented;
  });
  document.addEventListener('w-autosave:save', (event) => {
    if (sent) event.preventDefault();
    if (!event.defaultPrevented) underWay += 1;
  });
  document.addEventListener('w-autosave:success', end);
  document.addEventListener('w-autosave:error', end);
  // Back by the browser's own button.
  window.addEventListener('pageshow', () => { sent = false; });
  const over = () => new Promise((resolve) => {
    if (!underWay) {
      resolve();
      return;
    }
    waiting.push(resolve);
    setTimeout(resolve, PATIENCE);
  });
  return { isUnderWay: () => underWay > 0, over };
};

const controllerOf = (element, name) => window.wagtail?.app?.getControllerForElementAndIdentifier(element, name);

/** Let Wagtail ask now, rather than within ten seconds, whether somebody else has saved the page meanwhile. */
const askWhoElseSaved = () => new Promise((resolve) => {
  const sessions = document.querySelector('form.w-editing-sessions');
  const session = sessions && controllerOf(sessions, 'w-session');
  if (!session?.activeValue) {
    resolve();
    return;
  }
  const over = new AbortController();
  const done = () => {
    over.abort();
    resolve();
  };
  sessions.addEventListener('w-swap:success', done, { signal: over.signal });
  sessions.addEventListener('w-swap:error', done, { signal: over.signal });
  setTimeout(done, PATIENCE);
  session.ping();
});

const watch = (dialogs) => {
  const savings = watchSavings();
  const { address, csrfCookie } = dialogs.dataset;
  const dialogOf = (state) => dialogs.querySelector(`[data-kept-text-dialog="${state}"]`);
  let allowed = null;
  let asking = false;
  let overruled = false;

  const settle = (state) => {
    dialogs.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
    if (state !== 'signed-in') {
      dialogOf(state).showModal();
      return;
    }
    // Signing in again renews the token that forms carry.
    const token = cookie(csrfCookie);
    if (token) {
      document.querySelectorAll('input[name="csrfmiddlewaretoken"]').forEach((input) => { input.value = token; });
    }
  };

  // Told that somebody else saved meanwhile, the editor goes on: Wagtail presses the button once more.
  document.addEventListener('w-dialog:confirmed', (event) => {
    overruled = event.target.matches(CONFLICT);
  }, { capture: true });

  document.addEventListener('click', async (event) => {
    const button = event.target instanceof Element ? event.target.closest(BUTTONS) : null;
    if (!button || button === allowed) return;
    if (overruled) {
      overruled = false;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking) return;
    asking = true;
    button.setAttribute('aria-busy', 'true');
    let state = 'unreachable';
    try {
      [state] = await Promise.all([askServer(address), writtenDown()]);
      if (state === 'signed-in') {
        // Wagtail asks nobody while it saves by itself, and a saving may be refused because somebody else saved. Once
        // nothing is under way after the question, nothing else can begin to be saved before the sending.
        let attempts = ATTEMPTS;
        do {
          await savings.over();
          await askWhoElseSaved();
          attempts -= 1;
        } while (savings.isUnderWay() && attempts);
        await savings.over();
      }
    } finally {
      asking = false;
      button.removeAttribute('aria-busy');
    }
    settle(state);
    if (state === 'signed-in') {
      allowed = button;
      button.click();
      allowed = null;
    }
  }, { capture: true });

  // What is saved by itself says when it could not be.
  document.addEventListener('w-autosave:error', async (event) => {
    if (event.detail?.type !== 'server_error') return;
    const state = await askServer(address);
    if (state === 'signed-out') settle(state);
  });

  // Back from the tab where one signed in.
  const comeBack = async () => {
    if (document.visibilityState !== 'visible' || !dialogs.querySelector('dialog[open]')) return;
    const state = await askServer(address);
    if (state === 'signed-in') settle(state);
  };
  document.addEventListener('visibilitychange', comeBack);
  window.addEventListener('focus', comeBack);
};

/**
 * Wagtail takes as already saved what is typed in the first two seconds, and what is typed while a saving is under way:
 * have it compare again, so that it sees the difference and saves it. And it never compares a form that came back with
 * errors, which it saves once: have it do so from then on.
 */
const saveAllThatIsTyped = (form) => {
  let typed = false;
  form.addEventListener('input', () => { typed = true; });
  form.addEventListener('w-autosave:save', () => { typed = false; });
  form.addEventListener('w-unsaved:watch-edits', () => {
    const unsaved = controllerOf(form, 'w-unsaved');
    if (!unsaved) return;
    // Once it has done with what it saved.
    queueMicrotask(() => {
      if (!unsaved.checkInterval) unsaved.checkIntervalValueChanged(unsaved.checkIntervalValue);
    });
    if (!typed) return;
    unsaved.initialFormData = '-';
    unsaved.previousFormData = '-';
  });
};

/** Offer, where Wagtail tells that somebody else saved meanwhile, to see what they changed. */
const offerDifference = (template) => {
  document.addEventListener('w-dialog:shown', ({ target }) => {
    const buttons = target.matches(CONFLICT) && target.querySelector('.w-editing-sessions-dialog-buttons');
    if (!buttons || buttons.querySelector('[data-difference]')) return;
    const link = template.content.firstElementChild.cloneNode(true);
    link.href = location.pathname.replace(/edit\/$/, 'difference/');
    buttons.append(link);
  }, { capture: true });
};

const autosaved = document.querySelector('[data-edit-form][data-controller~="w-autosave"]');
if (autosaved) saveAllThatIsTyped(autosaved);

const dialogs = document.querySelector('[data-kept-text]');
if (dialogs && document.querySelector('[data-edit-form]')) {
  watch(dialogs);
  offerDifference(dialogs.querySelector('[data-kept-text-difference]'));
}
