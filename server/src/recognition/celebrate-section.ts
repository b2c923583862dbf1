import { monthsInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { departmentsFor, regionsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { eventsToCelebrate, type HeartEvent } from './celebrate.ts';
import { celebrationPath, queuePath } from './paths.ts';
import { quartersOffered } from './queue.ts';

/** The employees and teams who were thanked for all five letters, on the page of the queue. Never how often. */
export async function celebrationSection(db: Database, visit: Visit, department: Department): Promise<Markup | ''> {
  const events = await eventsFor(db, visit, department);
  if (events.length === 0) return '';
  const item = (event: HeartEvent) =>
    html`<li>
      <p>${sentence(event)}</p>
      <form method="post" action="${celebrationPath(department, event.id)}">
        <button class="second">Mark as celebrated<span class="vh">: ${event.name}</span></button>
      </form>
    </li>`;
  return html`<section aria-labelledby="celebrations">
    <h2 id="celebrations">To celebrate</h2>
    <ul class="needs">
      ${events.map(item)}
    </ul>
  </section>`;
}

/** The same on today's list: one line for each department, without a number. */
export async function heartToday(db: Database, visit: Visit): Promise<TodayItem[]> {
  const departments = departmentsFor(visit.person, 'thanking', visit.organization);
  const items = departments.map(async (department): Promise<TodayItem[]> => {
    const [first, ...others] = await eventsFor(db, visit, department);
    if (first === undefined) return [];
    const several = `There is something to celebrate: thank-yous for all five letters of HEART, ${department.name}.`;
    const message = others.length === 0 ? sentence(first) : several;
    return [{ message, href: queuePath(department), link: 'Celebrate' }];
  });
  return (await Promise.all(items)).flat();
}

function eventsFor(db: Database, { person, organization, now }: Visit, department: Department) {
  const regionIds = regionsFor(person, 'thanking', organization, department).map(({ id }) => id);
  return eventsToCelebrate(db, { regionIds, quarters: quartersOffered(department, now) });
}

function sentence({ name, quarter }: HeartEvent): Markup {
  return html`<bdi>${name}</bdi> was thanked for all five letters of HEART in ${monthsInWords({ id: quarter })}.`;
}
