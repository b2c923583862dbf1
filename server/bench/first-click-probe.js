// Runs in each measured page before anything of the page's own, and looks in every frame whether a respondent could
// begin: all thirty radios are there, and a tap on the first one's row would land on that row.
// A script without imports or types, since the browser gets it as it stands.

const inPage = () => document.querySelector('heart-survey')?.shadowRoot ?? document;

/** Where to tap: the middle of the first radio's row, once it is laid out there and nothing lies above it. */
const place = () => {
  const radios = inPage().querySelectorAll('input[type=radio]');
  const row = radios[0]?.closest('label');
  if (radios.length !== 30 || !row) return null;
  const box = row.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  let hit = document.elementFromPoint(x, y);
  while (hit?.shadowRoot && hit !== hit.shadowRoot.elementFromPoint(x, y)) hit = hit.shadowRoot.elementFromPoint(x, y);
  return row.contains(hit) ? { x, y } : null;
};

let [clickable, defined] = [0, 0];
void customElements.whenDefined('heart-survey').then(() => (defined = performance.now()));

globalThis.firstClick = new Promise((resolve) => {
  const look = () => {
    const found = place();
    if (found === null) {
      requestAnimationFrame(look);
    } else {
      clickable = performance.now();
      resolve(found);
    }
  };
  requestAnimationFrame(look);
});

globalThis.isFirstChosen = () => inPage().querySelector('input[type=radio]').checked;

/** Milliseconds since the navigation began. What a page does not have is at 0. */
globalThis.moments = () => {
  const [page] = performance.getEntriesByType('navigation');
  const script = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/heart-survey.js'));
  return {
    pageLastByte: page.responseEnd,
    scriptAskedFor: script?.startTime ?? 0,
    scriptLastByte: script?.responseEnd ?? 0,
    defined,
    clickable,
  };
};

/** How many milliseconds the same piece of work takes. */
globalThis.work = () => {
  const before = performance.now();
  for (let i = 0, sum = 0; i < 50_000_000; i += 1) sum = (sum * 31 + i) | 0;
  return performance.now() - before;
};
