import { timeInWords } from '@heart-survey/shared/dates';
import { desksFor, idsIn, logPath, seenCase, seerOf, workers } from '../cases/cases.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { sendFile } from '../http/file.ts';
import { askedIn, problemsIn, queryOf, type Asked } from './asked.ts';
import { logCsv, logWorkbook } from './files.ts';
import { logPage, printedLogPage } from './page.ts';
import { readLog, type LoggedCase, type LogPage, type Position } from './queries.ts';

const pageSize = 50;
/** The most cases on the page that is printed. */
const maxPrinted = 1000;

/** The log of cases. Before the pages of one case, whose reference is the last part of the path. */
export function caseLogRoutes(frame: Console, { db }: { db: Database }): void {
  const read = ({ person, organization }: Visit, page: Omit<LogPage, 'departments'>) =>
    readLog(db, seerOf(person, organization), { ...page, departments: organization.departments });

  frame.get(logPath, workers, async (visit) => {
    const { c } = visit;
    const choices = choicesFor(visit);
    const query = (name: string) => c.req.query(name);
    const asked = askedIn(query, choices);
    const errors = problemsIn(query, asked);
    const after = await positionAfter(db, visit, query('after'));
    const found =
      errors.length > 0 ? [] : await read(visit, { asked, order: 'newest first', after, limit: pageSize + 1 });
    const cases = found.slice(0, pageSize);
    const last = found.length > pageSize ? cases.at(-1) : undefined;
    const typed = { from: query('from') ?? '', to: query('to') ?? '' };
    const next = last && `${logPath}?${withPosition(asked, last)}`;
    return frame.page(
      visit,
      logPage({ ...shared(visit), ...choices, asked, cases, errors, typed, next }),
      errors.length > 0 ? 400 : 200,
    );
  });

  frame.get(`${logPath}/print`, workers, async (visit) => {
    const choices = choicesFor(visit);
    const asked = askedIn((name) => visit.c.req.query(name), choices);
    if (isWrong(visit, asked)) return visit.c.redirect(withSameQuery(visit), 303);
    await record(visit, asked, 'print');
    const found = await read(visit, { asked, order: 'oldest first', after: null, limit: maxPrinted + 1 });
    return frame.page(
      visit,
      printedLogPage({
        ...shared(visit),
        ...choices,
        asked,
        cases: found.slice(0, maxPrinted),
        isCut: found.length > maxPrinted,
        printedAt: timeInWords(visit.now, choices.departments[0]!.zone),
        errors: [],
        typed: { from: '', to: '' },
        next: undefined,
      }),
    );
  });

  for (const type of ['csv', 'xlsx'] as const) {
    frame.get(`${logPath}.${type}`, workers, (visit) =>
      sendFile(visit.c, visit.person.id, async () => {
        const { organization, person } = visit;
        const asked = askedIn((name) => visit.c.req.query(name), choicesFor(visit));
        if (isWrong(visit, asked)) return visit.c.redirect(withSameQuery(visit), 303);
        await record(visit, asked, type);
        const file = { db, seer: seerOf(person, organization), asked, organization };
        return { name: 'cases', type, body: type === 'csv' ? logCsv(file) : logWorkbook(file) };
      }),
    );
  }

  function record(visit: Visit, asked: Asked, type: 'csv' | 'xlsx' | 'print'): Promise<void> {
    const detail = { type, ...Object.fromEntries(queryOf(asked)) };
    return frame.audit(visit, { action: 'log of cases exported', subject: 'cases', detail });
  }
}

/** Whether a date is wrong. A file without that filter would have more in it than was asked for. */
const isWrong = ({ c }: Visit, asked: Asked) => problemsIn((name) => c.req.query(name), asked).length > 0;

/** The page that says what is wrong. */
const withSameQuery = ({ c }: Visit) => `${logPath}${new URL(c.req.url).search}`;

/** What the filters offer: only desks and departments whose cases the reader may see some of. */
function choicesFor({ person, organization }: Visit) {
  const desks = desksFor(person, organization);
  const managed = new Set(idsIn(seerOf(person, organization).managed));
  const agencys = desks.some(({ department }) => department === null);
  const own = organization.departments.filter(
    ({ id }) => agencys || managed.has(id) || desks.some(({ department }) => department?.id === id),
  );
  return { desks, departments: own };
}

function shared({ person, organization }: Visit) {
  const mine = new Set(idsIn(seerOf(person, organization).myDesks));
  return {
    regions: organization.regions,
    seesRestricted: organization.desks.some(({ id, isRestricted }) => isRestricted === 1 && mine.has(id)),
  };
}

/** A page begins after a case, named by its reference: the address tells nothing else. */
function withPosition(asked: Asked, { reference }: LoggedCase): string {
  const query = queryOf(asked);
  query.set('after', reference);
  return query.toString();
}

async function positionAfter(
  db: Database,
  { person, organization }: Visit,
  reference: string | undefined,
): Promise<Position | null> {
  const last = reference === undefined ? undefined : await seenCase(db, seerOf(person, organization), reference);
  return last === undefined ? null : { at: last.receivedAt, id: last.id };
}
