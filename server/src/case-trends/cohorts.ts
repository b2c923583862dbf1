import type { Quarter } from '@heart-survey/shared/quarters';
import { clocksAt, promisesReader } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { pause } from '../limits/pauses.ts';
import type { Department } from '../org/org.ts';
import { historyOf, type CaseHistory } from './case-history.ts';
import { cohortPages, eventsOfCases, type CohortRow } from './cohort-queries.ts';

/** A case of a quarter's cohort. */
export type CohortCase = CohortRow & CaseHistory;

/**
 * Reads the cases of a department that came in during a quarter, with what happened to them until now. Never the restricted
 * ones.
 */
export type ReadCohort = (
  department: Department,
  quarter: Pick<Quarter, 'start' | 'end'>,
  now: number,
) => Promise<CohortCase[]>;

/** How many cases are counted in one slice of work. */
const slice = 5;
/** The maximum number of cases that are remembered. */
const maxKnown = 100_000;

/**
 * A reader that remembers cases whose clocks have all ended: nothing but another event changes what is counted of them. So
 * only the first reader of a quarter waits.
 */
export function cohortReader(db: Database): ReadCohort {
  const known = new Map<number, { lastEvent: number; zone: string; history: CaseHistory }>();

  return async (department, quarter, now) => {
    const { zone } = department;
    const promisesFor = promisesReader(db);
    const cohort: CohortCase[] = [];
    let counted = 0;
    for await (const page of cohortPages(db, department.id, quarter)) {
      await pause();
      const before = ({ id, lastEvent }: CohortRow) => {
        const one = known.get(id);
        return one?.lastEvent === lastEvent && one.zone === zone ? one.history : undefined;
      };
      const events = await eventsOfCases(
        db,
        page.filter((row) => before(row) === undefined).map(({ id }) => id),
      );
      for (const row of page) {
        const remembered = before(row);
        if (remembered) {
          cohort.push({ ...row, ...remembered });
          continue;
        }
        counted += 1;
        if (counted % slice === 0) await pause();
        const own = events.get(row.id) ?? [];
        const clocks = clocksAt({ channel: row.channel, events: own }, await promisesFor(department, row.rulesId), now);
        const history = historyOf(own, clocks, zone);
        if (!history.isRunning && known.size < maxKnown) known.set(row.id, { lastEvent: row.lastEvent, zone, history });
        cohort.push({ ...row, ...history });
      }
    }
    return cohort;
  };
}
