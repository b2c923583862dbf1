import { localTimes } from '@heart-survey/shared/dates';
import type { Readable } from 'node:stream';
import { channelNames, kindNames, outcomeNames, stageNames, type Seer } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { turn } from '../limits/turns.ts';
import type { Organization } from '../org/org.ts';
import { csvOf } from '../spreadsheets/csv.ts';
import { workbookOf, type SheetCell } from '../spreadsheets/workbook.ts';
import type { Asked } from './asked.ts';
import { courseOf } from './line.ts';
import { readLog, type LoggedCase, type Position } from './queries.ts';

// The log as a file. It is read page by page while it is written.

interface LogFile {
  db: Database;
  seer: Seer;
  asked: Asked;
  organization: Organization;
}

const size = 50;
/** A page takes as long as this many UTF-16 units of text; long texts are added to it. */
const pageCost = 10_000;

/** The columns, with their width in a workbook. */
const columns: [header: string, width: number][] = [
  ['reference', 12],
  ['came in (local time)', 18],
  ['time zone', 20],
  ['channel', 16],
  ['about', 28],
  ['department', 24],
  ['office', 24],
  ['desk', 24],
  ['owner', 20],
  ['stage', 18],
  ['acknowledged', 18],
  ['first answer', 18],
  ['days to first answer', 10],
  ['not satisfied', 18],
  ['second answer', 18],
  ['outcome', 16],
  ['changes of desk', 10],
  ['promises missed', 10],
  ['closed', 18],
];
const textColumns: [header: string, width: number][] = [
  ['what happened', 60],
  ['answer', 60],
  ['actions', 60],
];

const columnsFor = ({ hasTexts }: Asked) => (hasTexts ? [...columns, ...textColumns] : columns);

/** The log as a CSV file. */
export function logCsv(file: LogFile): Readable {
  const heads = columnsFor(file.asked).map(([header]) => header);
  return csvOf(csvLines(file, heads), heads);
}

async function* csvLines(file: LogFile, heads: string[]) {
  for await (const lines of pagesOf(file)) {
    for (const cells of lines) {
      yield Object.fromEntries(
        cells.map((cell, at) => [heads[at]!, typeof cell === 'object' && cell !== null ? cell.time : cell]),
      );
    }
  }
}

/** The log as a workbook. */
export function logWorkbook(file: LogFile): Readable {
  const heads = columnsFor(file.asked).map(([header, width]) => ({ header, width }));
  return workbookOf({ name: 'Cases', columns: heads }, pagesOf(file));
}

async function* pagesOf({ db, seer, asked, organization }: LogFile): AsyncGenerator<SheetCell[][]> {
  const times = new Map(organization.departments.map(({ id, zone }) => [id, localTimes(zone)]));
  let after: Position | null = null;
  for (let full = true; full;) {
    // The driver blocks the event loop while it reads, so all exports share its turns.
    await turn(pageCost);
    const cases: LoggedCase[] = await readLog(db, seer, {
      asked,
      departments: organization.departments,
      order: 'oldest first',
      after,
      limit: size,
    });
    const lines = cases.map((one) => lineOf(one, organization, times.get(one.department_id)!, asked));
    await turn(lines.flat().reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 0), 0));
    yield lines;
    const last = cases.at(-1);
    after = last ? { at: last.received_at, id: last.id } : null;
    full = cases.length === size;
  }
}

function lineOf(
  one: LoggedCase,
  { departments, regions }: Organization,
  localTime: (instant: number) => string,
  { hasTexts }: Asked,
): SheetCell[] {
  const department = departments.find(({ id }) => id === one.department_id)!;
  const course = courseOf(one.events, department.zone);
  const time = (at: number | null) => (at === null ? null : { time: localTime(at) });
  // The days alone of a restricted case, and of one whose time is hidden.
  const isDayOnly = one.is_time_hidden === 1 || one.sight === 'restricted';
  const cameIn = isDayOnly ? localTime(one.received_at).slice(0, 10) : time(one.received_at);
  if (one.sight === 'restricted') return restrictedLine(one, department, cameIn);
  return [
    one.reference,
    cameIn,
    department.zone,
    channelNames[one.channel],
    kindNames[one.kind],
    department.name,
    regions.find(({ id }) => id === one.region_id)?.name ?? null,
    one.desk,
    one.owner,
    stageNames[one.stage],
    time(course.acknowledgedAt),
    time(course.answeredAt),
    course.daysToAnswer,
    time(course.secondStageAt),
    time(course.secondAnsweredAt),
    course.outcome === null ? null : outcomeNames[course.outcome],
    course.handOvers,
    one.breaches,
    time(one.closed_at),
    ...(hasTexts ? [one.text, one.answers.join('\n\n'), one.actions.map(actionInWords).join('\n')] : []),
  ];
}

/** A restricted case is a line without its content, even for those who may open it: files are passed on. */
function restrictedLine(
  { reference, desk, stage }: LoggedCase,
  { zone }: { zone: string },
  cameIn: SheetCell,
): SheetCell[] {
  const line: SheetCell[] = columns.map(() => null);
  line.splice(0, 3, reference, cameIn, zone);
  line[4] = 'Restricted';
  line[7] = desk;
  line[9] = stageNames[stage];
  return line;
}

/** An action in one line. */
export function actionInWords({ text, ending, outcome }: LoggedCase['actions'][number]): string {
  const end = { done: 'Done', dropped: 'Dropped' };
  const state = ending === null ? 'Open' : end[ending];
  return `${text ?? 'Erased'} (${state}${outcome === null ? '' : `: ${outcome}`})`;
}
