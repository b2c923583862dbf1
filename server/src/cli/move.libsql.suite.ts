import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aFaultProxy } from '../../test/fault-proxy.ts';
import { aFolder } from '../../test/folder.ts';
import { heartProcess } from '../../test/processes.ts';
import { aLibsqlServer, libsqlTokens } from '../../test/libsql-server.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';
import { openDatabase } from '../database/database.ts';
import { statement } from '../database/statement.ts';

const nextQuarter = Date.UTC(2026, 9, 20, 19);

/**
 * A database file with something in every corner: a closed quarter, staff, a hold, an erased response. This process never
 * had it open, since the driver leaves open what was closed.
 */
async function aFilledFile(file: string) {
  await using folder = await aFolder();
  await using collector = await aCollector({ DATABASE_URL: `file:${folder.file('heart.db')}` });
  await insertRows(collector.db, { responses: 2500 });
  const forgotten = aResponse({ comment: 'Ünïcödé 🙂 "quoted"' });
  for (const body of [forgotten, aResponse({ rating: 1, comment: 'Nobody called' })]) {
    expect((await send(collector, body)).status).toBe(201);
  }
  const administrator = await aPerson(collector, 'administrator');
  await administrator.post('/console/directory/departments/cws/holds', { hold: 'A lawsuit' });
  await collector.heart('token', 'create', '--name', 'Reporting');
  expect((await collector.heart('forget', forgotten.id, '--reason', 'Asked for')).code).toBe(0);
  collector.clock.now = nextQuarter;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  // The last number that was given is no longer there.
  await collector.db.$client.execute("UPDATE sqlite_sequence SET seq = 5000 WHERE name = 'audit_event'");
  await collector.db.$client.execute(statement('VACUUM INTO ?', [file]));
  return contents(collector.db);
}

const contentsOf = async (url: string, token?: string) => {
  const db = await openDatabase(url, token);
  const all = await contents(db);
  db.$client.close();
  return all;
};

/** On a server that was moved to, everything goes on. */
async function expectToGoOn(collector: TestCollector) {
  collector.clock.now = nextQuarter;
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
  expect((await send(collector, aResponse())).status).toBe(201);
  expect((await collector.figures('2026-10')).total.responses).toBe(1);
  await aPerson(collector, 'executive');
  expect(await count(collector.db, 'audit_event WHERE id > 5000')).toBeGreaterThan(0);
  await expect(collector.db.$client.execute('DELETE FROM audit_event')).rejects.toThrow('append-only');
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
}

test('a file is moved to a server that wants a token, row by row, and a collector goes on there', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  const before = await aFilledFile(folder.file('heart.db'));
  const tokens = libsqlTokens();
  const token = tokens.token();
  await using server = await aLibsqlServer({ tokens });
  const move = (given: Record<string, string>) => heartProcess(['move', '--to', server.url], { ...env, ...given });

  expect(await move({})).toMatchObject({ code: 1, err: expect.stringContaining('does not accept the token') });
  const moved = await move({ MOVE_AUTH_TOKEN: token });
  expect(moved).toMatchObject({ code: 0, err: '' });
  expect(moved.out).toMatch(/^\d+ rows are on the server; 2501 responses were recounted, and every tally agrees\./);
  expect(await contentsOf(server.url, token)).toEqual(before);

  await using collector = await aCollector({ DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: token });
  const there = await contentsOf(server.url, token);
  expect(await move({ MOVE_AUTH_TOKEN: token })).toMatchObject({
    code: 1,
    err: 'This database was moved there already. Set DATABASE_URL to that server.\n',
  });
  expect(await contentsOf(server.url, token)).toEqual(there);
  await expectToGoOn(collector);
  expect(await contentsOf(env.DATABASE_URL)).toEqual({ ...before, moved_away: [{ url: server.url }] });
});

test('a file that was moved away is started by nobody, until its backup is restored on purpose', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, PORT: '0' };
  await aFilledFile(folder.file('heart.db'));
  await using server = await aLibsqlServer();
  await using another = await aLibsqlServer();
  const { host } = new URL(server.url);
  const to = `http://${host}/?authToken=s3cret`;
  expect(await heartProcess(['move', '--to', to], env)).toMatchObject({ code: 0, err: '' });
  const there = await contentsOf(server.url);

  const refusal = {
    code: 1,
    out: '',
    err:
      `This database was moved to http://${host}. Set DATABASE_URL to that server; ` +
      'if the move was cut off, run heart move again. ' +
      'To go on with this file instead, make a backup of it and restore that.\n',
  };
  for (const command of [['serve'], ['migrate'], ['verify'], ['person', 'unlink', '--all']]) {
    expect(await heartProcess(command, env), command[0]).toEqual(refusal);
  }
  expect(await heartProcess(['move', '--to', another.url], env)).toEqual(refusal);
  expect(await contentsOf(another.url)).toEqual({});
  expect(await heartProcess(['move', '--to', server.url], env)).toEqual({
    ...refusal,
    err: 'This database was moved there already. Set DATABASE_URL to that server.\n',
  });
  expect(await contentsOf(server.url)).toEqual(there);

  const copy = folder.file('copy.db');
  expect((await heartProcess(['backup', copy], env)).code).toBe(0);
  expect((await heartProcess(['restore', '--overwrite', copy], env)).code).toBe(0);
  expect((await heartProcess(['verify'], env)).code).toBe(0);
  expect((await heartProcess(['move', '--to', server.url], env)).err).toBe(
    'The database on the server is not empty. Nothing was changed.\n',
  );
  expect(await contentsOf(server.url)).toEqual(there);
});

test('nothing is moved while a collector runs on the file', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  await using server = await aLibsqlServer();
  await using collector = await aCollector(env);
  expect(await heartProcess(['move', '--to', server.url], env)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^A collector runs on file:.*: stop it first\.\n$/),
  });
  expect(await contentsOf(server.url)).toEqual({});
  expect((await send(collector, aResponse())).status).toBe(201);
});

test('a move whose last reply is lost leaves no database that both could go on with', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  await aFilledFile(folder.file('heart.db'));
  await using server = await aLibsqlServer();
  await using proxy = await aFaultProxy(server.url);
  const isLost = proxy.loseReplyTo('DROP TABLE unfinished_move');
  const move = () => heartProcess(['move', '--to', proxy.url], env);
  expect((await move()).code).toBe(1);
  expect(isLost()).toBe(true);
  expect((await heartProcess(['migrate'], env)).err).toContain(`This database was moved to ${proxy.url}.`);
  expect((await move()).err).toBe('This database was moved there already. Set DATABASE_URL to that server.\n');
  expect(await heartProcess(['verify'], { DATABASE_URL: server.url })).toMatchObject({ code: 0 });
});

test('a move that was cut off anywhere leaves a database that no collector starts on, and is done again', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  const before = await aFilledFile(folder.file('heart.db'));
  await using server = await aLibsqlServer();
  await using proxy = await aFaultProxy(server.url);
  const move = () => heartProcess(['move', '--to', proxy.url], env);
  for (const lost of [4, 12, 30, 'of the recount'] as const) {
    const isLost = lost === 'of the recount' ? proxy.loseReplyTo('AS tally') : proxy.loseReply(lost);
    expect(await move(), `reply ${lost}`).toMatchObject({
      code: 1,
      err: expect.stringContaining('connection was lost'),
    });
    expect(isLost()).toBe(true);
    await expect(aCollector({ DATABASE_URL: server.url })).rejects.toThrow(
      'This database was only partly copied. Run heart move again.',
    );
  }
  // Cut off between its two ends: the file is marked, and so is the server.
  expect(await move()).toMatchObject({ code: 0, err: '' });
  const db = await openDatabase(server.url);
  await db.$client.execute('CREATE TABLE unfinished_move (since INTEGER)');
  db.$client.close();
  expect(await move()).toMatchObject({ code: 0, err: '' });
  expect(await contentsOf(server.url)).toEqual(before);
  await using collector = await aCollector({ DATABASE_URL: server.url });
  await expectToGoOn(collector);
});
