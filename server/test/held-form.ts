import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { expect } from 'vitest';
import type { TestCollector } from './collector.ts';
import { fromConsole, type Staff } from './staff.ts';
import { statement } from '../src/database/statement.ts';

/** A form post stopped after its headers: the console has already checked access. */
export interface HeldForm {
  /** Sends the fields. @returns the status and the body of the reply. */
  send(): Promise<{ status: number; body: string }>;
}

/**
 * Sends a form's headers and stops. By then the console has checked who is asking and their rights, and it continues when
 * the fields arrive. This brings two people to exactly the same point, no matter how busy the machine is.
 */
export async function holdForm(
  collector: Pick<TestCollector, 'url' | 'db' | 'clock'>,
  staff: Staff,
  path: string,
  fields: Record<string, string>,
): Promise<HeldForm> {
  // The session's `seen_at` is updated after a minute, which shows that this person passed the check.
  collector.clock.now += 61_000;
  const entered = collector.clock.now;
  const body = new URLSearchParams(fields).toString();
  const sent = request(collector.url + path, {
    method: 'POST',
    headers: {
      ...fromConsole,
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': Buffer.byteLength(body),
      Cookie: staff.cookie,
    },
  });
  const answer = once(sent, 'response') as Promise<[IncomingMessage]>;
  sent.flushHeaders();
  await expect.poll(async () => seenAt(collector, staff), { timeout: 20_000 }).toBe(entered);
  return {
    async send() {
      sent.end(body);
      const [response] = await answer;
      const parts = await response.setEncoding('utf8').toArray();
      return { status: response.statusCode ?? 0, body: parts.join('') };
    },
  };
}

async function seenAt({ db }: Pick<TestCollector, 'db'>, { email }: Staff): Promise<number> {
  const { rows } = await db.$client.execute(
    statement('SELECT max(seen_at) AS at FROM session JOIN person ON person.id = user_id WHERE email = ?', [email]),
  );
  return Number(rows[0]!['at']);
}
