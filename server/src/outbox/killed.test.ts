import { readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { outboxOf } from '../../test/outbox.ts';
import { aServingProcess, heartProcess } from '../../test/processes.ts';
import { aPerson, sendForm } from '../../test/staff.ts';
import { openDatabase } from '../database/database.ts';

// A collector in its own process, killed at the worst moments.

/** A port that accepts connections and never answers, like a mail server that hangs. */
async function aStuckServer() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    port,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function aWorkplace(folder: { file(name: string): string }, port: number) {
  const DATABASE_URL = `file:${folder.file('heart.db')}`;
  const env = { DATABASE_URL, SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'survey@example.gov' };
  const collector = await aServingProcess(env);
  const heart = async (...args: string[]) => {
    const { code, out, err } = await heartProcess(args, { ...env, BASE_URL: collector.url });
    return { code: code ?? 1, out, err };
  };
  const db = await openDatabase(DATABASE_URL);
  const staff = [
    await aPerson({ ...collector, heart }, 'ambassador'),
    await aPerson({ ...collector, heart }, 'junior'),
  ];
  return { env, collector, db, emails: staff.map(({ email }) => email) };
}

/** The killed process's try counts as dead two minutes after it began. */
const twoMinutesLater = 'UPDATE outbox SET next_at = next_at - 120000, created_at = created_at - 120000';

test('sends every email after a restart if the collector is killed between commit and sending', async () => {
  await using folder = await aFolder();
  await using stuck = await aStuckServer();
  const { env, collector, db, emails } = await aWorkplace(folder, stuck.port);
  // The mail server hangs at the first email, so the second has not been tried.
  for (const email of emails) await sendForm(collector, '/console/forgotten', { email });
  await expect.poll(() => stuck.sockets.size).toBe(1);
  await collector.kill('SIGKILL');
  expect(await outboxOf({ db })).toMatchObject([
    { state: 'waiting', attempts: 1 },
    { state: 'waiting', attempts: 0 },
  ]);

  await using mail = await aMailServer();
  const working = { ...env, SMTP_URL: mail.url };
  await using again = await aServingProcess(working);
  await expect.poll(() => mail.emails.map(({ to }) => to)).toEqual([[emails[1]]]);
  await expect.poll(() => outboxOf({ db })).toMatchObject([{ state: 'waiting' }, { state: 'sent' }]);
  await again.kill('SIGKILL');
  await db.$client.execute(twoMinutesLater);
  await using last = await aServingProcess(working);
  await expect.poll(() => mail.emails.map(({ to }) => to)).toEqual([[emails[1]], [emails[0]]]);
  await expect.poll(() => outboxOf({ db })).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
  expect(last.log.join()).not.toContain('email not sent');
  db.$client.close();
});

test('leaves an email unsure, and does not send it again, if the collector is killed after the content', async () => {
  await using folder = await aFolder();
  await using mail = await aMailServer();
  Object.assign(mail.faults, { at: 'content', does: 'hang' });
  const { env, collector, db, emails } = await aWorkplace(folder, mail.port);
  await sendForm(collector, '/console/forgotten', { email: emails[0]! });
  await expect.poll(() => mail.emails).toHaveLength(1);
  await collector.kill('SIGKILL');
  mail.faults.at = undefined;
  await db.$client.execute(twoMinutesLater);
  await using again = await aServingProcess(env);
  await expect.poll(() => outboxOf({ db })).toMatchObject([{ state: 'unsure', problem: 'interrupted', attempts: 1 }]);
  await sendForm(again, '/console/forgotten', { email: emails[1]! });
  await expect.poll(() => mail.emails.map(({ to }) => to)).toEqual([[emails[0]], [emails[1]]]);
  db.$client.close();
});

test('stores no text, recipient or link of an email in the database, before or after it is sent', async () => {
  await using folder = await aFolder();
  await using mail = await aMailServer();
  const { collector, db, emails } = await aWorkplace(folder, mail.port);
  await sendForm(collector, '/console/forgotten', { email: emails[0]! });
  await expect.poll(() => mail.emails).toHaveLength(1);
  mail.faults.greylisted = 1;
  await sendForm(collector, '/console/forgotten', { email: emails[1]! });
  await expect.poll(() => outboxOf({ db })).toMatchObject([{ state: 'sent' }, { problem: 'deferred' }]);

  const columns = await db.$client.execute('SELECT * FROM outbox');
  const stored = JSON.stringify(columns.rows.map((row) => ({ ...row })));
  for (const email of emails) expect(stored).not.toContain(email);
  // The accounts are stored with their addresses, but the emails are not.
  const { text, headers } = mail.emails[0]!;
  const secret = /\/console\/link\/([\w-]{43})/.exec(text)![1]!;
  const bytes = await Promise.all(['heart.db', 'heart.db-wal'].map((name) => readFile(folder.file(name), 'latin1')));
  for (const found of bytes) {
    for (const part of [secret, 'console/link/', headers['subject']![0]!, 'Hello', 'Open this link']) {
      expect(found, part).not.toContain(part);
    }
  }
  expect(bytes.join('')).toContain('password reset requested');
  db.$client.close();
});
