import { patienceAtKiosk, whenThere } from './enhance.ts';

// A kiosk says beforehand that it will take what stands on it away, and whoever gives a sign stays (WCAG 2.2, 2.2.1).

/** How long before, in milliseconds. The catalogue's `stillThere` says it too. */
const notice = 30_000;

/** What the page of now says, and where. */
interface Notice {
  region: HTMLElement;
  text: string;
  /** Whether there is something to take away. */
  isNeeded: () => boolean;
}

let now: Notice | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** From now on the notice is given in this page. */
export function giveNotice(next: Notice): void {
  if (!now) {
    whenThere(wait);
    addEventListener('input', wait);
  }
  now = next;
  wait();
}

/** Takes the notice back, and begins to wait again. */
function wait(): void {
  clearTimeout(timer);
  shown?.remove();
  timer = setTimeout(show, patienceAtKiosk - notice);
}

let shown: HTMLElement | undefined;

function show(): void {
  const { region, text, isNeeded } = now!;
  if (!isNeeded()) return;
  shown = document.createElement('p');
  shown.className = 'still-there';
  shown.textContent = text;
  region.append(shown);
}

/** Takes the notice back once what it spoke of has happened. */
export function endNotice(): void {
  shown?.remove();
}
