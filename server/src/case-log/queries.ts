import * as v from 'valibot';
import { idsIn, isSeen, kinds, channels, readEvent, type CaseEvent, type Seer } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { caseAction, caseFile } from '../database/schema.ts';
import type { Department } from '../org/org.ts';
import { periodIn, type Asked } from './asked.ts';

const row = v.object({
  id: v.number(),
  reference: v.string(),
  kind: v.picklist(kinds),
  channel: v.picklist(channels),
  stage: v.picklist(caseFile.stage.enumValues),
  sight: v.picklist(caseFile.sight.enumValues),
  desk: v.string(),
  owner: v.nullable(v.string()),
  department_id: v.number(),
  region_id: v.nullable(v.number()),
  received_at: v.number(),
  is_time_hidden: v.number(),
  closed_at: v.nullable(v.number()),
  breaches: v.number(),
  text: v.nullable(v.string()),
});

/** A case with everything that the log says about it. */
export interface LoggedCase extends v.InferOutput<typeof row> {
  events: CaseEvent[];
  /** What was answered, and what is done because of it. Empty unless the texts were asked for. */
  answers: string[];
  actions: { text: string | null; ending: 'done' | 'dropped' | null; outcome: string | null }[];
}

/** The case before which or after which a page begins. */
export interface Position {
  at: number;
  id: number;
}

export interface LogPage {
  asked: Asked;
  departments: readonly Department[];
  order: 'oldest first' | 'newest first';
  after: Position | null;
  limit: number;
}

/**
 * Some cases of the log that the person may see, in the order in which they came in. Each desk and each department is read in the
 * order of its own index, so that a page costs as much as its rows.
 */
export async function readLog(db: Database, seer: Seer, page: LogPage): Promise<LoggedCase[]> {
  const { asked, departments, order, after, limit } = page;
  const sources = sourcesOf(seer, asked);
  if (sources.length === 0) return [];
  const { filters, args } = filtersOf(asked, departments);
  const [direction, sign] = order === 'oldest first' ? ['ASC', '>'] : ['DESC', '<'];
  const further = after === null ? [] : [`(received_at, case_file.id) ${sign} (:afterAt, :afterId)`];
  const conditions = [...filters, ...further, isSeen].join(' AND ');
  const branches = sources.map(
    (source) => `SELECT * FROM (SELECT case_file.id, received_at FROM case_file WHERE ${source} AND ${conditions}
      ORDER BY received_at ${direction}, case_file.id ${direction} LIMIT :limit)`,
  );
  const sql = `SELECT case_file.id, reference, kind, channel, stage, sight, desk.name AS desk, person.name AS owner,
      case_file.department_id, region_id, case_file.received_at, is_time_hidden, closed_at, breaches,
      ${asked.hasTexts ? 'text' : 'NULL AS text'}
    FROM (SELECT DISTINCT id, received_at FROM (${branches.join(' UNION ALL ')})
      ORDER BY received_at ${direction}, id ${direction} LIMIT :limit) AS found
    JOIN case_file ON case_file.id = found.id JOIN desk ON desk.id = case_file.desk_id
    LEFT JOIN person ON person.id = case_file.owner_id
    ORDER BY case_file.received_at ${direction}, case_file.id ${direction}`;
  const rows = await readRows(db, row, sql, {
    ...seer,
    ...args,
    limit,
    ...(after === null ? {} : { afterAt: after.at, afterId: after.id }),
  });
  return withDetails(db, rows, asked.hasTexts);
}

/** The conditions that begin an index each. They are numbers from the database, never what someone typed. */
function sourcesOf({ myDesks, managed }: Seer, { desk }: Asked): string[] {
  if (desk !== null) return [`case_file.desk_id = ${desk.id}`];
  return [
    ...idsIn(myDesks).map((id) => `case_file.desk_id = ${id}`),
    ...idsIn(managed).map((id) => `case_file.department_id = ${id}`),
    'case_file.owner_id = :me',
  ];
}

const lastOutcome = `(SELECT detail ->> 'outcome' FROM case_event
  WHERE case_id = case_file.id AND kind = 'outcome' ORDER BY at DESC, id DESC LIMIT 1)`;
const isSecondStage = `EXISTS (SELECT 1 FROM case_event WHERE case_id = case_file.id AND kind = 'not satisfied')`;

function filtersOf(asked: Asked, departments: readonly Department[]) {
  const { from, to, department, kind, channel, outcome, only } = asked;
  const periods = departments.map(({ id, zone }) => ({ id, ...periodIn({ zone }, asked) }));
  const dates = {
    earliest: Math.min(...periods.map((one) => one.from)),
    latest: Math.max(...periods.map((one) => one.to)),
    periods: JSON.stringify(periods),
  };
  const hasDates = from !== null || to !== null;
  const filters = [
    ...(hasDates
      ? [
          `received_at >= :earliest AND received_at < :latest AND EXISTS (SELECT 1 FROM json_each(:periods)
            WHERE value ->> 'id' = case_file.department_id AND received_at >= value ->> 'from' AND received_at < value ->> 'to')`,
        ]
      : []),
    ...(department === null ? [] : ['case_file.department_id = :department']),
    ...(kind === null ? [] : ['case_file.kind = :kind']),
    ...(channel === null ? [] : ['case_file.channel = :channel']),
    ...(outcome === null ? [] : [`${lastOutcome} = :outcome`]),
    ...(only === 'missed' ? ['breaches > 0'] : []),
    ...(only === 'second' ? [isSecondStage] : []),
  ];
  const args = {
    ...(hasDates ? dates : {}),
    ...(department === null ? {} : { department: department.id }),
    ...(kind === null ? {} : { kind }),
    ...(channel === null ? {} : { channel }),
    ...(outcome === null ? {} : { outcome }),
  };
  return { filters, args };
}

const storedEvent = v.object({
  id: v.number(),
  case_id: v.number(),
  kind: v.string(),
  at: v.number(),
  person_id: v.nullable(v.string()),
  detail: v.nullable(v.string()),
});
const message = v.object({ case_id: v.number(), text: v.string() });
const action = v.object({
  case_id: v.number(),
  text: v.nullable(v.string()),
  ending: v.nullable(v.picklist(caseAction.ending.enumValues)),
  outcome: v.nullable(v.string()),
});

async function withDetails(db: Database, rows: v.InferOutput<typeof row>[], hasTexts: boolean): Promise<LoggedCase[]> {
  const args = { ids: JSON.stringify(rows.map(({ id }) => id)) };
  const ofThese = 'case_id IN (SELECT value FROM json_each(:ids))';
  const [events, answers, actions] = await Promise.all([
    readRows(db, storedEvent, `SELECT * FROM case_event WHERE ${ofThese} ORDER BY case_id, at, id`, args),
    hasTexts
      ? readRows(
          db,
          message,
          `SELECT case_id, text FROM case_message WHERE ${ofThese} AND kind IN ('answer', 'second answer') AND text IS NOT NULL
            ORDER BY at, id`,
          args,
        )
      : [],
    hasTexts
      ? readRows(
          db,
          action,
          `SELECT case_id, text, ending, outcome FROM case_action WHERE ${ofThese} ORDER BY opened_at, id`,
          args,
        )
      : [],
  ]);
  const byCase = <Row extends { case_id: number }>(all: Row[]) => Map.groupBy(all, ({ case_id }) => case_id);
  const [itsEvents, itsAnswers, itsActions] = [byCase(events), byCase(answers), byCase(actions)];
  return rows.map((one) => ({
    ...one,
    events: (itsEvents.get(one.id) ?? []).map(({ person_id: personId, ...event }) => readEvent({ ...event, personId })),
    answers: (itsAnswers.get(one.id) ?? []).map(({ text }) => text),
    actions: itsActions.get(one.id) ?? [],
  }));
}
