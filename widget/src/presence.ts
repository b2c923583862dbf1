/** How long a kiosk shows the result before it shows a new form, in milliseconds. */
export const nextPerson = 15_000;

/** How long a kiosk keeps a half-filled form that no one touches, in milliseconds. */
export const patienceAtKiosk = 3 * 60_000;

/** Whether the page is being left, which cuts off its requests. */
export let isLeaving = false;

/** Calls back whenever someone uses the page, and keeps `isLeaving` up to date. Call it once. */
export function watchPage(onPresence: () => void): void {
  addEventListener('pagehide', () => (isLeaving = true));
  addEventListener('pageshow', () => (isLeaving = false));
  whenPresent(onPresence);
}

/**
 * Calls back whenever someone reads or moves around, also with a keyboard or a screen reader, and not only when they
 * answer. Only the page's own scrolling reaches the window, but parts of the page may scroll too.
 */
export function whenPresent(onPresence: () => void): void {
  for (const type of ['click', 'keydown', 'focusin', 'pointerdown', 'scroll']) addEventListener(type, onPresence);
}
