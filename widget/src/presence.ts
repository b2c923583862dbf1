/** How long a kiosk shows the result before it asks the next person, in milliseconds. */
export const nextPerson = 15_000;

/** How long a kiosk keeps a half-filled form that nobody touches, in milliseconds. */
export const patienceAtKiosk = 3 * 60_000;

/** Whether the page is being left right now, which cuts off its requests. */
export let isLeaving = false;

/** Calls back whenever somebody uses the page, and keeps `isLeaving` up to date. Called once. */
export function watchPage(onPresence: () => void): void {
  addEventListener('pagehide', () => (isLeaving = true));
  addEventListener('pageshow', () => (isLeaving = false));
  whenPresent(onPresence);
}

/**
 * Calls back for somebody who reads or moves around, with a keyboard or a screen reader too, and not only for somebody
 * who answers. Only the page's own scrolling reaches the window; parts of it may scroll by themselves.
 */
export function whenPresent(onPresence: () => void): void {
  for (const type of ['click', 'keydown', 'focusin', 'pointerdown', 'scroll']) addEventListener(type, onPresence);
}
