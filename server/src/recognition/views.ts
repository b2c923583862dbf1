import { html } from 'hono/html';
import { canInPart, type Person } from '../access/access.ts';
import { departmentsFor, type Console } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { programPath, queuePath, wallPath } from './paths.ts';

/** The menu's label of these pages. */
export const recognitionLabel = 'Thank-yous';

/** One of these pages. */
export type View = 'Waiting' | 'Not a thank-you' | 'Wall' | 'Program';

/** The menu's item: the queue, or the wall for people who do not thank. */
export function recognitionNav(frame: Console): void {
  frame.navItem({
    group: 'Work',
    label: recognitionLabel,
    href: (person, organization) => {
      const [thanking] = departmentsFor(person, 'thanking', organization);
      const [reading] = departmentsFor(person, 'recognition wall', organization);
      return thanking ? queuePath(thanking) : reading && wallPath(reading);
    },
  });
}

/** Links to the pages that the person may open. */
export function recognitionViews(person: Person, department: Department, current: View): Markup {
  const thanks = canInPart(person, 'thanking', department.id);
  const views: [view: View, href: string, isOpen: boolean][] = [
    ['Waiting', queuePath(department), thanks],
    ['Not a thank-you', `${queuePath(department)}?show=dismissed`, thanks],
    ['Wall', wallPath(department), canInPart(person, 'recognition wall', department.id)],
    ['Program', programPath(department), thanks],
  ];
  return html`<nav aria-label="Thank-yous" class="views">
    ${views
      .filter(([, , isOpen]) => isOpen)
      .map(([view, href]) =>
        view === current
          ? html`<a href="${href}" aria-current="page">${view}</a>`
          : html`<a href="${href}">${view}</a>`,
      )}
  </nav>`;
}
