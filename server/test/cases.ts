import { randomUUID } from 'node:crypto';
import { readConfig } from '../src/config.ts';
import { openCase, type Filing } from '../src/cases/open.ts';
import { readSecret } from '../src/database/seed.ts';
import { createOrganization } from '../src/org/org.ts';
import { outgoingEmail } from '../src/outgoing-email.ts';
import type { TestCollector } from './collector.ts';

/** A complaint as it came in now, with what differs. */
export function aFiling({ clock }: Pick<TestCollector, 'clock'>, given: Partial<Filing> = {}): Filing {
  return {
    departmentId: 1,
    regionId: null,
    isOfficeKnown: true,
    kind: 'courtesy',
    channel: 'form',
    language: 'en',
    text: 'I waited two hours and nobody spoke to me.',
    contact: { title: null, name: null, email: null, phone: null, post: null },
    receivedAt: clock.now,
    isTimeHidden: false,
    enteredBy: null,
    responseId: null,
    flags: [],
    send: randomUUID(),
    printed: null,
    ...given,
  };
}

/** Opens a case as the form does. @returns its reference, receipt and clocks. */
export async function aCase(collector: Pick<TestCollector, 'db' | 'clock' | 'env'>, given: Partial<Filing> = {}) {
  const { db, clock, env } = collector;
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join('\n'));
  const log = { info: () => {}, error: () => {} };
  const outbox = outgoingEmail({ db, config: read.config, clock: () => clock.now, log }, () => {});
  const options = { db, secret: await readSecret(db), outbox, organization: createOrganization(db) };
  const opened = await openCase(options, aFiling(collector, given), clock.now);
  await outbox.stop();
  return opened!;
}

/** The version of a case that a page's forms were made for. */
export const versionIn = (body: string): string => /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';
