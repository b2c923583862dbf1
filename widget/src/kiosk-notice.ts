import { patienceAtKiosk, whenPresent } from './presence.ts';
import { made } from './problems.ts';

// A kiosk warns before it empties its form, and any activity stops it (WCAG 2.2, 2.2.1).

/** How long before it warns, in milliseconds. The catalog's `stillThere` states this time too. */
const warning = 30_000;

let timer: ReturnType<typeof setTimeout> | undefined;
let shown: HTMLElement | undefined;
/** Shows the current page's notice. */
let show: (() => void) | undefined;

/**
 * Uses this page's notice from now on.
 * @param region the live region that shows it.
 * @param isNeeded whether there is something to lose.
 */
export function giveNotice(region: HTMLElement, text: string, isNeeded: () => boolean): void {
  if (!show) {
    whenPresent(wait);
    addEventListener('input', wait);
  }
  show = () => {
    if (!isNeeded()) return;
    shown = made('p', text, { className: 'still-there' });
    region.append(shown);
  };
  wait();
}

/** Removes the notice, once the form has been emptied. */
export function endNotice(): void {
  shown?.remove();
}

/** Removes the notice and restarts the timer. */
function wait(): void {
  clearTimeout(timer);
  endNotice();
  timer = setTimeout(() => show?.(), patienceAtKiosk - warning);
}
