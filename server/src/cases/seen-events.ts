import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import type { CaseEvent } from './events.ts';
import { isSeen, type Seer } from './sight.ts';

const identified = v.object({ id: v.number() });

/** A case's history without its links to cases that the reader may not see: nothing tells that there is such a case. */
export async function seenEvents(db: Database, seer: Seer, events: CaseEvent[]): Promise<CaseEvent[]> {
  const linked = events.flatMap((event) => (isOfLink(event) ? [event.detail.case] : []));
  if (linked.length === 0) return events;
  const rows = await readRows(
    db,
    identified,
    `SELECT id FROM case_file WHERE id IN (SELECT value FROM json_each(:linked)) AND ${isSeen}`,
    { ...seer, linked: JSON.stringify(linked) },
  );
  const seen = new Set(rows.map(({ id }) => id));
  return events.filter((event) => !isOfLink(event) || seen.has(event.detail.case));
}

function isOfLink(event: CaseEvent): event is CaseEvent & { kind: 'linked' | 'unlinked' } {
  return event.kind === 'linked' || event.kind === 'unlinked';
}
