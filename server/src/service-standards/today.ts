import { monthsInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { departmentsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { isInForce } from './in-force.ts';
import { standardPath, standardsPath } from './paths.ts';
import { standardsIn, valuesOf } from './queries.ts';

/** The figures of the last quarter that someone still has to enter by hand. */
export async function standardsToday(db: Database, { person, organization, now }: Visit): Promise<TodayItem[]> {
  const departments = departmentsFor(person, 'standard values', organization);
  const items = departments.map(async (department): Promise<TodayItem[]> => {
    const { calendar, id, name } = department;
    const quarter = calendar.previous(calendar.at(now));
    const standards = (await standardsIn(db, id)).filter(
      (standard) => standard.measure === 'entered' && isInForce(standard, quarter, now),
    );
    const entered = await valuesOf(
      db,
      id,
      standards.map((standard) => standard.id),
    );
    const missing = standards.filter(
      (standard) => !entered.some((value) => value.standardId === standard.id && value.quarter === quarter.id),
    );
    if (missing.length === 0) return [];
    const isOne = missing.length === 1;
    return [
      {
        message: html`<b
            >${isOne ? '1 service standard needs' : `${missing.length} service standards need`} a figure for
            ${monthsInWords(quarter)}.</b
          >
          ${name}`,
        href: isOne ? standardPath(department, missing[0]!.id) : standardsPath(department),
        link: isOne ? 'Enter the figure' : 'View the standards',
      },
    ];
  });
  return (await Promise.all(items)).flat();
}
