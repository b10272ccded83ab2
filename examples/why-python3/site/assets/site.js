// Shows one of the page's samples: that of the address, or any. The address is the state: a link to `#slug` is all that
// it takes to show another sample, so that deep links, the history and new tabs work as everywhere.
(() => {
  const site = document.title;
  const samples = [...document.querySelectorAll('.sample')];
  const another = document.getElementById('another');
  const notice = document.getElementById('notice');
  let shown;
  let unseen = [];

  const titleOf = (sample) => sample.querySelector('.title').textContent;

  /** Any sample but the shown one, each once before one comes again. */
  function anySample() {
    if (unseen.length === 0) unseen = [...samples];
    const choice = unseen.filter((sample) => sample !== shown);
    return choice[Math.floor(Math.random() * choice.length)] ?? shown ?? samples[0];
  }

  function show(sample) {
    shown?.classList.remove('shown');
    sample.classList.add('shown');
    shown = sample;
    unseen = unseen.filter((other) => other !== sample);
    document.title = `${titleOf(sample)} · ${site}`;
    markInList();
  }

  function markInList() {
    for (const link of document.querySelectorAll('.list a')) {
      if (shown && link.hash === `#${shown.id}`) {
        link.setAttribute('aria-current', 'true');
        revealInList(link);
      } else link.removeAttribute('aria-current');
    }
  }

  /** Scrolls the list alone, where it scrolls: the page stays. */
  function revealInList(link) {
    const list = document.getElementById('samples');
    const [outer, inner] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
    if (inner.top < outer.top) list.scrollTop -= outer.top - inner.top + 40;
    else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom + 40;
  }

  function announce(text) {
    document.getElementById('announcement').textContent = text;
  }

  function say(text) {
    notice.textContent = text;
    notice.hidden = text === '';
  }

  /** The sample of the address, null for a name that no sample has, undefined where the address names none. */
  function sampleOfAddress() {
    let name;
    try {
      name = decodeURIComponent(location.hash.slice(1));
    } catch {
      return null;
    }
    if (name === '') return samples.find(({ id }) => id === history.state?.sample);
    const sample = samples.find(({ id }) => id === name);
    return sample ?? (document.getElementById(name) ? undefined : null);
  }

  /** At a visit without a name in the address, the history keeps what was shown, for the way back. */
  function remember() {
    if (location.hash === '') history.replaceState({ sample: shown.id }, '');
  }

  function unknownName() {
    return `There is no sample “${location.hash.slice(1)}”. Here is another one.`;
  }

  function start() {
    const [visit] = performance.getEntriesByType('navigation');
    const named = sampleOfAddress();
    const fresh = location.hash === '' && visit?.type !== 'back_forward';
    if (named === null) say(unknownName());
    show((!fresh && named) || anySample());
    remember();
  }

  function follow() {
    const sample = sampleOfAddress();
    // The links that skip to a part of the page.
    if (sample === undefined) return;
    say(sample === null ? unknownName() : '');
    show(sample ?? anySample());
    window.scrollTo(0, 0);
    shown.querySelector('.title').focus({ preventScroll: true });
  }

  /** Not by a change of `location.hash`, which would take the focus away from the button. */
  function goOn() {
    const next = anySample();
    history.pushState(null, '', `#${next.id}`);
    say('');
    show(next);
    window.scrollTo(0, 0);
    announce(`${titleOf(shown)}. Sample ${samples.indexOf(shown) + 1} of ${samples.length}.`);
  }

  /** Where neither sharing nor the clipboard is allowed, the address itself becomes the link. */
  async function share(button) {
    const link = `${location.origin}${location.pathname}#${shown.id}`;
    if (sharing) {
      // An abort is the visitor's choice, not a failure.
      await navigator.share({ title: document.title, url: link }).catch(() => undefined);
      return;
    }
    try {
      await navigator.clipboard.writeText(link);
      tell(button, 'Link copied');
    } catch {
      history.replaceState(null, '', `#${shown.id}`);
      tell(button, 'Link is above');
      announce('The address bar has the link now.');
    }
  }

  function tell(button, text) {
    const usual = button.dataset.usual ?? button.textContent;
    button.dataset.usual = usual;
    button.textContent = text;
    announce(text);
    setTimeout(() => (button.textContent = usual), 2000);
  }

  const sharing = typeof navigator.share === 'function' && matchMedia('(pointer: coarse)').matches;
  start();

  another.addEventListener('click', goOn);
  window.addEventListener('hashchange', follow);
  for (const button of document.querySelectorAll('.share')) {
    if (sharing) button.textContent = 'Share';
    button.addEventListener('click', () => void share(button));
  }
  // The list is below this script, and is there by now.
  document.addEventListener('DOMContentLoaded', markInList);
})();
