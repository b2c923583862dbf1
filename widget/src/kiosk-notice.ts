import { patienceAtKiosk, whenPresent } from './presence.ts';
import { made } from './problems.ts';

// A kiosk warns before it empties its form, and any sign of a person stops it (WCAG 2.2, 2.2.1).

/** How long before, in milliseconds. The catalog's `stillThere` names the time too. */
const warning = 30_000;

let timer: ReturnType<typeof setTimeout> | undefined;
let shown: HTMLElement | undefined;
/** Shows the notice of the current page. */
let show: (() => void) | undefined;

/**
 * From now on this page's notice is shown.
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

/** Removes the notice, and starts to wait again. */
function wait(): void {
  clearTimeout(timer);
  endNotice();
  timer = setTimeout(() => show?.(), patienceAtKiosk - warning);
}
