import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aFaultProxy } from '../../test/fault-proxy.ts';
import { aFolder } from '../../test/folder.ts';
import { heartProcess } from '../../test/processes.ts';
import { aLibsqlServer, libsqlTokens } from '../../test/libsql-server.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';
import { representative, submitted } from '../../test/submissions.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { person } from '../database/schema.ts';
import { statement } from '../database/statement.ts';
import { publishQuarter } from '../publishing/publishing.ts';

const nextQuarter = Date.UTC(2026, 9, 20, 19);

/**
 * A database file with data in every table: a closed quarter, staff, a legal hold, an erased response. This process
 * never opened it, because the driver does not close files at once.
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
  await publishIn(collector, '2026-07');
  for (const [rowid, words] of [
    [1, 'Nobody called me back'],
    [7, 'The elevator in the lobby is broken'],
    [8, null],
  ] as const) {
    const indexed = 'INSERT INTO case_search (rowid, words, people) VALUES (?, ?, ?)';
    await collector.db.$client.execute(statement(indexed, [rowid, words, 'Pat Quimby']));
  }
  await collector.db.$client.execute('DELETE FROM case_search WHERE rowid = 1');
  // The row with the highest id no longer exists.
  await collector.db.$client.execute("UPDATE sqlite_sequence SET seq = 5000 WHERE name = 'audit_event'");
  await collector.db.$client.execute(statement('VACUUM INTO ?', [file]));
  return contents(collector.db);
}

/** Submits a closed quarter, and publishes it. */
async function publishIn(collector: TestCollector, quarter: string): Promise<void> {
  const { db, clock } = collector;
  await db.insert(person).values({ ...representative, createdAt: new Date(0), updatedAt: new Date(0) });
  const submission = await submitted(collector, quarter);
  const act = { department: { id: 1 }, quarter: { id: quarter }, submission, by: representative.id, at: clock.now };
  expect(await publishQuarter(db, { ...act, position: 0, done: [], standards: [] })).toBe(true);
}

const contentsOf = async (url: string, token?: string) => {
  const db = await openDatabase(url, token);
  const all = await contents(db);
  db.$client.close();
  return all;
};

/** The search of cases finds what it found in the file, and an erased word leaves the index. */
async function expectToSearch({ $client }: Database) {
  const found = async (words: string) =>
    (await $client.execute(statement('SELECT rowid FROM case_search WHERE case_search MATCH ?', [words]))).rows;
  expect(await found('elevat')).toEqual([expect.objectContaining({ rowid: 7 })]);
  expect(await found('nobody')).toEqual([]);
  await $client.execute("UPDATE case_search SET words = '' WHERE rowid = 7");
  expect(await found('elevat')).toEqual([]);
  const blocks = (await $client.execute("SELECT count(*) AS n FROM case_search_data WHERE instr(block, 'lev') > 0"))
    .rows;
  expect(blocks).toEqual([expect.objectContaining({ n: 0 })]);
}

/** After the move, everything keeps working on the server. */
async function expectToKeepWorking(collector: TestCollector) {
  await expectToSearch(collector.db);
  collector.clock.now = nextQuarter;
  expect(await collector.heart('verify')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Checked one publication'),
  });
  expect((await fetch(`${collector.url}/results/cws/2026-07.json`)).status).toBe(200);
  expect((await send(collector, aResponse())).status).toBe(201);
  expect((await collector.figures('2026-10')).total.responses).toBe(1);
  await aPerson(collector, 'executive');
  expect(await count(collector.db, 'audit_event WHERE id > 5000')).toBeGreaterThan(0);
  for (const table of ['audit_event', 'publication_event'])
    await expect(collector.db.$client.execute(`DELETE FROM ${table}`)).rejects.toThrow('append-only');
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
}

test('moves a file to a server that needs a token, row by row, and a collector keeps working there', async () => {
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
  expect(moved.out).toMatch(/^Copied \d+ rows\. Recounted 2501 responses: every tally agrees\./);
  expect(await contentsOf(server.url, token)).toEqual(before);

  await using collector = await aCollector({ DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: token });
  const there = await contentsOf(server.url, token);
  expect(await move({ MOVE_AUTH_TOKEN: token })).toMatchObject({
    code: 1,
    err: 'This database was already moved to that server. Set DATABASE_URL to it.\n',
  });
  expect(await contentsOf(server.url, token)).toEqual(there);
  await expectToKeepWorking(collector);
  expect(await contentsOf(env.DATABASE_URL)).toEqual({ ...before, moved_away: [{ url: server.url }] });
});

test('no collector starts on a file that was moved, until its backup is restored on purpose', async () => {
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
      `This database was moved to http://${host}. Set DATABASE_URL to that server. ` +
      'If the move was interrupted, run heart move again. ' +
      'To keep using this file instead, back it up and restore the backup.\n',
  };
  for (const command of [['serve'], ['migrate'], ['verify'], ['person', 'unlink', '--all']]) {
    expect(await heartProcess(command, env), command[0]).toEqual(refusal);
  }
  expect(await heartProcess(['move', '--to', another.url], env)).toEqual(refusal);
  expect(await contentsOf(another.url)).toEqual({});
  expect(await heartProcess(['move', '--to', server.url], env)).toEqual({
    ...refusal,
    err: 'This database was already moved to that server. Set DATABASE_URL to it.\n',
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
  const restored = await openDatabase(env.DATABASE_URL);
  await expectToSearch(restored);
  restored.$client.close();
});

test('moves nothing while a collector is running on the file', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  await using server = await aLibsqlServer();
  await using collector = await aCollector(env);
  expect(await heartProcess(['move', '--to', server.url], env)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^A collector is running on file:.*\. Stop it first\.\n$/),
  });
  expect(await contentsOf(server.url)).toEqual({});
  expect((await send(collector, aResponse())).status).toBe(201);
});

test('a move that loses the last reply never leaves two usable databases', async () => {
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
  expect((await move()).err).toBe('This database was already moved to that server. Set DATABASE_URL to it.\n');
  expect(await heartProcess(['verify'], { DATABASE_URL: server.url })).toMatchObject({ code: 0 });
});

test('an interrupted move leaves a database that no collector starts on, and can be repeated', async () => {
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
  // Interrupted between the two ends: both the file and the server are marked.
  expect(await move()).toMatchObject({ code: 0, err: '' });
  const db = await openDatabase(server.url);
  await db.$client.execute('CREATE TABLE unfinished_move (started_at INTEGER)');
  db.$client.close();
  expect(await move()).toMatchObject({ code: 0, err: '' });
  expect(await contentsOf(server.url)).toEqual(before);
  await using collector = await aCollector({ DATABASE_URL: server.url });
  await expectToKeepWorking(collector);
});
