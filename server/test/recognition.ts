import { hash, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { readConfig } from '../src/config.ts';
import { commit } from '../src/database/database.ts';
import {
  department,
  employee,
  recognition,
  recognitionLink,
  recognitionRecipient,
  region,
  response,
  team,
} from '../src/database/schema.ts';
import { outgoingEmail } from '../src/outgoing-email.ts';
import { queueThankYou } from '../src/recognition/recognition.ts';
import type { Typesetter } from '../src/reports/reports.ts';
import { aResponse, send, type TestCollector } from './collector.ts';
import { personId } from './plans.ts';
import type { Staff } from './staff.ts';

type Employee = Partial<Pick<typeof employee.$inferInsert, 'name' | 'email' | 'supervisorEmail' | 'leftAt'>> & {
  /** How they chose to be shown. */
  shownAs?: typeof recognitionRecipient.$inferInsert.shownAs;
};

interface Given {
  comment?: string;
  language?: string | null;
  region?: string;
  employees?: Employee[];
  /** The name of the team that is thanked. */
  team?: string;
  letters?: string;
  cuts?: [number, number][];
  line?: string | null;
  /** Whether the writer said that their words may be shown to others. */
  mayShow?: boolean;
  /** The code of the link in the first recipient's email. */
  code?: string;
  /** When it was sent. */
  at?: number;
}

/** A thank-you as it is stored when it was sent, without its emails. */
export interface StoredThankYou {
  id: number;
  responseId: string;
  /** The ids of the recipients, in the order of the employees. */
  recipients: string[];
}

/** Praises these employees, and thanks them for it as that person. */
export async function aThankYou(collector: TestCollector, sender: Staff, given: Given = {}): Promise<StoredThankYou> {
  const { db, clock } = collector;
  const { comment = 'Maria was wonderful.', language = 'en', at = clock.now, employees = [{}] } = given;
  const praise = aResponse({ region: given.region ?? 'central', rating: 5, comment, language });
  expect((await send(collector, praise)).status).toBe(201);
  if (given.mayShow) {
    await db.update(department).set({ asksToShow: 1 });
    await db.update(response).set({ mayShow: 1 }).where(eq(response.id, praise.id));
  }
  const [stored] = await db.select().from(response).where(eq(response.id, praise.id));
  const [found] = await db
    .select()
    .from(region)
    .where(eq(region.slug, given.region ?? 'central'));
  const regionId = found!.id;
  const teams =
    given.team === undefined
      ? []
      : await db.insert(team).values({ regionId, name: given.team, createdAt: at }).returning();
  const decidedBy = await personId(collector, sender);
  const [row] = await db
    .insert(recognition)
    .values({
      responseId: praise.id,
      regionId,
      quarter: stored!.quarter,
      stage: 'thanked',
      openedAt: at,
      closedAt: at,
      decidedBy,
      decidedAt: at,
      sendId: randomUUID(),
      teamId: teams[0]?.id ?? null,
      letters: given.letters ?? 'HR',
      cuts: given.cuts ? JSON.stringify(given.cuts) : null,
      line: given.line ?? null,
    })
    .returning();
  const recipients: string[] = [];
  for (const one of employees) recipients.push(await aRecipient(collector, { ...one, regionId }, row!.id));
  if (given.code !== undefined) {
    const link = { sha256: hash('sha256', given.code), recipientId: recipients[0]!, createdAt: at };
    await db.insert(recognitionLink).values(link);
  }
  return { id: row!.id, responseId: praise.id, recipients };
}

async function aRecipient(
  { db }: TestCollector,
  { regionId, shownAs, ...own }: Employee & { regionId: number },
  recognitionId: number,
): Promise<string> {
  const code = randomUUID();
  const usual = { name: 'Maria Lopez', email: `maria.${code.slice(0, 8)}@example.gov` };
  const [added] = await db
    .insert(employee)
    .values({ ...usual, ...own, regionId, code, createdAt: 1 })
    .returning();
  const id = randomUUID();
  await db.insert(recognitionRecipient).values({ id, recognitionId, employeeId: added!.id, shownAs });
  return id;
}

/** Queues the emails of a thank-you as sending it does, and sends them if there is a mail server. */
export async function sendThankYou(
  { db, clock, env }: TestCollector,
  madeBy: string,
  { recipients }: Pick<StoredThankYou, 'recipients'>,
  typesetter?: Typesetter,
): Promise<void> {
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join('\n'));
  const log = { info: () => {}, error: () => {} };
  const outbox = outgoingEmail({ db, config: read.config, clock: () => clock.now, log, typesetter }, () => {});
  const queued = recipients.flatMap((id) => queueThankYou(outbox, id, { madeBy, departmentId: 1, at: clock.now }));
  await commit(db, queued);
  await outbox.sendDue();
}
