import { localTimes } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { maskPersonal } from '@heart-survey/shared/mask';
import type { OutsideScores } from '@heart-survey/shared/outside';
import type { Scores } from '@heart-survey/shared/scores';
import { stringify as stringifySync } from 'csv-stringify/sync';
import type { Readable } from 'node:stream';
import type { Database } from '../database/database.ts';
import { csvOf, forSpreadsheets, localHeader } from '../spreadsheets/csv.ts';
import { turn } from '../limits/turns.ts';
import type { Department } from '../org/org.ts';
import type { PublishedFigures } from '../figures/figures.ts';
import { partCodes, regionsOf, responsePage } from './queries.ts';

const averageColumns = [
  'department',
  'quarter',
  'region',
  'responses',
  'sum',
  'n',
  'average',
  'status',
  ...items.flatMap((item) => [`${item}_sum`, `${item}_n`, `${item}_mean`]),
];

/** The codes of the department's customer groups and campaigns, by id. */
type Parts = Awaited<ReturnType<typeof partCodes>>;

/**
 * @param zone the department's. It is named in the header, since the cells hold local time.
 * @param parts A department without groups or campaigns has no columns for them.
 */
const rowColumns = (zone: string, { groups, campaigns }: Parts) => [
  'id',
  'received_at',
  { key: 'received_local', header: localHeader('received', zone) },
  'department',
  'region',
  'quarter',
  ...items,
  'comment',
  'language',
  'channel',
  'wording',
  'paper_date',
  'comment_hidden',
  'comment_masked',
  'flags',
  'excluded',
  ...(groups.size > 0 ? ['group'] : []),
  ...(campaigns.size > 0 ? ['campaign'] : []),
];

/** The averages: one line per region and a total. */
export function averagesCsv({ department, quarter, regions, total }: PublishedFigures): string {
  const line = (region: string, { responses, sum, n, average, status, items: scores }: Scores | OutsideScores) => [
    department,
    quarter.id,
    region,
    responses,
    sum,
    n,
    average,
    status,
    ...items.flatMap((item) => [scores[item].sum, scores[item].n, scores[item].mean]),
  ];
  const lines = [...regions.map((region) => line(region.region, region)), line('total', total)];
  return stringifySync(lines, { ...forSpreadsheets, columns: averageColumns });
}

/**
 * The responses of a quarter, one per line, read page by page so that a million of them need little memory.
 * @param now in milliseconds since the epoch.
 */
export async function responsesCsv(
  db: Database,
  department: Department,
  quarter: string,
  now: number,
): Promise<Readable> {
  const parts = await partCodes(db, department, now);
  return csvOf(responseLines(db, department, quarter, parts), rowColumns(department.zone, parts));
}

const size = 50;
/** A page of short responses takes as long as this many UTF-16 units of text; long comments are added to it. */
const pageCost = 5000;

async function* responseLines(db: Database, department: Department, quarter: string, parts: Parts) {
  const localTime = localTimes(department.zone);
  for (const region of await regionsOf(db, department.id)) {
    for (let after = 0, full = true; full;) {
      // The driver blocks the event loop while it reads, so all exports share its turns.
      await turn(pageCost);
      const rows = await responsePage(db, region.id, quarter, after, size);
      for (const row of rows) {
        const { received_at: receivedAt, comment: stored } = row;
        if (stored !== null) await turn(stored.length);
        const comment = stored === null ? null : maskPersonal(stored);
        yield {
          ...row,
          received_at: new Date(receivedAt).toISOString(),
          received_local: localTime(receivedAt),
          department: department.slug,
          region: region.slug,
          excluded: row.excluded_at === null ? null : 'yes',
          group: row.groupId === null ? null : parts.groups.get(row.groupId),
          campaign: row.campaignId === null ? null : parts.campaigns.get(row.campaignId),
          // As on the pages: text that looks personal is revealed one comment at a time there, with an audit entry.
          comment,
          comment_masked: comment === stored ? null : 'yes',
          // Hidden comments stay in the console, together with the reason.
          ...(row.is_hidden ? { comment: null, comment_hidden: 'yes', comment_masked: null } : {}),
        };
      }
      after = rows.at(-1)?.position ?? 0;
      full = rows.length === size;
    }
  }
}
