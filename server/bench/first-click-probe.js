// Runs in each measured page before its own code, and checks in every frame whether a respondent could start: all
// thirty radio buttons exist, and a tap on the first one's row would hit that row. A script without imports or types,
// since the browser loads it as it is.

const inPage = () => document.querySelector('heart-survey')?.shadowRoot ?? document;

/** Where to tap: the middle of the first radio button's row, once it is laid out and nothing covers it. */
const tapTarget = () => {
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
    const found = tapTarget();
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

/** Milliseconds since the navigation started; 0 for what a page does not have. */
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

/** How many milliseconds a fixed piece of work takes. */
globalThis.work = () => {
  const before = performance.now();
  for (let i = 0, sum = 0; i < 50_000_000; i += 1) sum = (sum * 31 + i) | 0;
  return performance.now() - before;
};
