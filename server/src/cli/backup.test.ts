import { existsSync, watch } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aFolder } from '../../test/folder.ts';
import { heartHere } from '../../test/heart.ts';
import { aServingProcess, heartProcess } from '../../test/processes.ts';
import { migrationsUpTo } from '../../test/migrations.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson, signIn, staffOf } from '../../test/staff.ts';
import { emptyLog, openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { prepareDatabase } from '../database/prepare.ts';
import { readSecret } from '../database/seed.ts';
import { statement } from '../database/statement.ts';

const quarters = ['2026-07', '2026-10'];
const inOctober = Date.UTC(2026, 9, 20, 19);

/** A collector with a closed quarter below target, an open one, people and an audit. */
async function aUsedCollector(): Promise<TestCollector> {
  const collector = await aCollector();
  await insertRows(collector.db, { responses: 2000, rating: '1 + n % 4' });
  await aPerson(collector, 'administrator');
  collector.clock.now = inOctober;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  for (const region of ['central', 'east']) {
    expect((await send(collector, aResponse({ region, comment: 'Thank you' }))).status).toBe(201);
  }
  return collector;
}

/** Tables that a backup leaves out: anyone with a copy could use them to sign in. */
const signInTables = new Set(['session', 'verification', 'one_time_link', 'step_up']);

/**
 * Everything that a backup of that database must contain, and each quarter's figures as `heart averages` prints them.
 */
async function allOf(url: string) {
  const figures = await Promise.all(
    quarters.map((quarter) => heartHere(['averages', '--json', '--quarter', quarter], { DATABASE_URL: url })),
  );
  const db = await openDatabase(url);
  const tables = Object.entries(await contents(db)).filter(([table]) => !signInTables.has(table));
  db.$client.close();
  return { figures, tables: Object.fromEntries(tables) };
}

test('restores exactly what was backed up, even over files that SQLite left behind', async () => {
  await using collector = await aUsedCollector();
  await using folder = await aFolder();
  const url = collector.env['DATABASE_URL']!;
  const backup = folder.file('heart.backup');
  const made = await heartHere(['backup', backup], { DATABASE_URL: url });
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toMatch(/^Saved 2002 responses \(\d+\.\d MiB\) to .* in \d+\.\d s and checked the copy\.$/);

  // From another database, with changes not yet written into it.
  await using other = await aCollector();
  await insertRows(other.db, { responses: 500, region: 'south' });
  await mkdir(folder.file('new'));
  const target = folder.file('new/heart.db');
  for (const beside of ['-wal', '-shm']) {
    await copyFile(other.env['DATABASE_URL']!.slice('file:'.length) + beside, target + beside);
  }
  expect((await stat(`${target}-wal`)).size).toBeGreaterThan(0);
  const restored = await heartHere(['restore', backup], { DATABASE_URL: `file:${target}` });
  expect(restored).toMatchObject({ code: 0, err: '' });
  expect(restored.out).toMatch(/^Restored 2002 responses from .*heart\.backup to /);
  const now = await allOf(`file:${target}`);
  expect(now).toEqual(await allOf(url));
  expect(now.tables['snapshot']).toHaveLength(1);
  expect(now.tables['audit_event']!.length).toBeGreaterThan(0);
  expect((await heartHere(['verify'], { DATABASE_URL: `file:${target}` })).code).toBe(0);
  expect((await folder.files()).toSorted()).toEqual(['heart.backup', 'new']);
});

test('nobody can sign in with a backup, neither here nor where it is restored', async () => {
  await using collector = await aCollector();
  await using folder = await aFolder();
  const staff = await aPerson(collector, 'administrator');
  const invited = await collector.heart(...'person add --email x@example.gov --role executive'.split(' '));
  const link = new URL(invited.out).pathname;
  await collector.db.$client.execute("INSERT INTO verification VALUES ('a', 'state-of-a-sign-in', 'a', 1, 1, 1)");
  await collector.db.$client.execute(
    `INSERT INTO step_up SELECT 'state-of-a-step-up', id, 'session', '{}', 'a', 'a', 1, NULL FROM person LIMIT 1`,
  );
  const { rows } = await collector.db.$client.execute(
    'SELECT token FROM session UNION SELECT sha256 FROM one_time_link',
  );
  const secrets = [...rows.map(({ token }) => String(token)), 'state-of-a-sign-in', 'state-of-a-step-up'];
  expect(secrets.length).toBeGreaterThanOrEqual(5);

  const made = { now: folder.file('heart.backup'), before: folder.file('older.backup') };
  expect((await collector.heart('backup', made.now)).code).toBe(0);
  // As older versions and other programs make copies.
  await collector.db.$client.execute(statement('VACUUM INTO ?', [made.before]));
  const bytes = await readFile(made.now, 'latin1');
  expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
  expect((await staff.get('/console')).status, 'people stay signed in').toBe(200);

  for (const [name, backup] of Object.entries(made)) {
    const env = { DATABASE_URL: `file:${folder.file(`${name}/heart.db`)}` };
    expect((await heartHere(['restore', backup], env)).err).toBe('');
    const restored = await readFile(folder.file(`${name}/heart.db`), 'latin1');
    expect(
      secrets.filter((secret) => restored.includes(secret)),
      name,
    ).toEqual([]);
    await using there = await aCollector(env);
    expect((await staffOf(there, staff).get('/console')).status, name).toBe(303);
    expect((await fetch(there.url + link)).status, name).toBe(404);
    expect((await signIn(there, staff.email).then((again) => again.get('/console'))).status, name).toBe(200);
  }
});

test('a restore does not send invitations of campaigns again, and keeps who is not to be invited', async () => {
  await using collector = await aCollector();
  await using folder = await aFolder();
  for (const kind of ['campaign-invitation', 'campaign-reminder-1', 'reset']) {
    await collector.db.$client.execute(
      statement(
        `INSERT INTO outbox (id, kind, cause, state, created_at, next_at, expires_at, attempts, message_id)
          VALUES (:kind, :kind, 'person:x', 'waiting', :now, :now, :now, 0, :kind)`,
        { kind, now: collector.clock.now },
      ),
    );
  }
  expect((await collector.heart('backup', folder.file('heart.backup'))).code).toBe(0);
  await collector.db.$client.execute("INSERT INTO campaign_opt_out (department_id, address, at) VALUES (1, 'hash', 1)");
  expect((await collector.heart('backup', folder.file('later.backup'))).code).toBe(0);
  const url = `file:${folder.file('heart.db')}`;
  for (const [name, ...options] of [['later.backup'], ['heart.backup', '--overwrite']]) {
    const restored = await heartProcess(['restore', folder.file(name!), ...options], { DATABASE_URL: url });
    expect(restored).toMatchObject({ code: 0, err: '' });
  }
  const db = await openDatabase(url);
  const { rows } = await db.$client.execute('SELECT kind, state FROM outbox ORDER BY kind');
  expect(await count(db, "campaign_opt_out WHERE address = 'hash'")).toBe(1);
  db.$client.close();
  expect(rows.map(({ kind, state }) => [kind, state])).toEqual([
    ['campaign-invitation', 'unsure'],
    ['campaign-reminder-1', 'unsure'],
    ['reset', 'waiting'],
  ]);
});

test('a restore of an older backup keeps who is not to be invited, and one over a damaged database says that it cannot', async () => {
  await using folder = await aFolder();
  await using older = await migrationsUpTo('0016_surveying');
  const [made, url, backup] = [folder.file('made.db'), `file:${folder.file('heart.db')}`, folder.file('old.backup')];
  const db = await prepareDatabase(`file:${made}`, Date.now);
  const key = await readSecret(db);
  await db.$client
    .executeMultiple(`INSERT OR IGNORE INTO department (slug, name, zone, first_month) VALUES ('cws', 'Child Welfare Services', 'UTC', 7);
    INSERT INTO campaign_opt_out (department_id, address, at) VALUES (1, 'hash', 1)`);
  await emptyLog(db);
  db.$client.close();
  // This process may still hold the file that it made.
  await copyFile(made, folder.file('heart.db'));
  const before = await openDatabase(`file:${backup}`);
  await migrate(before, Date.now, older.url);
  await before.$client.executeMultiple(`INSERT INTO setting (name, value) VALUES ('secret', '${key}');
    INSERT OR IGNORE INTO department (slug, name, zone, first_month) VALUES ('cws', 'Child Welfare Services', 'UTC', 7)`);
  await emptyLog(before);
  before.$client.close();

  const restore = (to: string) => heartProcess(['restore', backup, '--overwrite'], { DATABASE_URL: to });
  const kept = await restore(url);
  expect(kept.err).toBe('');
  expect(kept.out).toContain('1 address that was taken off a campaign’s list after the backup stays off.');
  const restored = await openDatabase(url);
  expect(await count(restored, "campaign_opt_out WHERE address = 'hash'")).toBe(1);
  restored.$client.close();
  await writeFile(folder.file('damaged.db'), 'not a database');
  const lost = await restore(`file:${folder.file('damaged.db')}`);
  expect(lost.out).toContain('could not be taken over from the previous database');
});

test('restores a copy in WAL mode, such as Litestream makes, and no one can sign in with it', async () => {
  await using collector = await aUsedCollector();
  await using folder = await aFolder();
  const copy = folder.file('copy.db');
  await collector.db.$client.execute(statement('VACUUM INTO ?', [copy]));
  const ahead = await openDatabase(`file:${copy}`);
  expect(await count(ahead, 'session')).toBe(1);
  expect(await emptyLog(ahead)).toBe(true);
  ahead.$client.close();
  const target = `file:${folder.file('heart.db')}`;
  expect(await heartProcess(['restore', copy], { DATABASE_URL: target })).toMatchObject({ code: 0, err: '' });
  const db = await openDatabase(target);
  expect(await count(db, 'session')).toBe(0);
  expect(await count(db, 'response')).toBe(2002);
  db.$client.close();
});

test('a backup under load turns no one away, and holds everything acknowledged before it started', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  await using collector = await aServingProcess(env);
  const [acknowledged, refused]: [string[], number[]] = [[], []];
  const stopping = new AbortController();
  const write = async () => {
    while (!stopping.signal.aborted) {
      const response = aResponse();
      const { status } = await send(collector, response);
      if (status === 201) acknowledged.push(response.id);
      else refused.push(status);
    }
  };
  const writers = Array.from({ length: 8 }, write);
  await expect.poll(() => acknowledged.length).toBeGreaterThan(50);
  const before = [...acknowledged];
  const backups = [folder.file('first.backup'), folder.file('second.backup')];
  for (const backup of backups) expect(await heartProcess(['backup', backup], env)).toMatchObject({ code: 0, err: '' });
  stopping.abort();
  await Promise.all(writers);
  expect(refused).toEqual([]);
  for (const backup of backups) {
    const db = await openDatabase(`file:${backup}`);
    const { rows } = await db.$client.execute('SELECT id FROM response');
    db.$client.close();
    const held = new Set(rows.map(({ id }) => id));
    expect(before.filter((id) => !held.has(id))).toEqual([]);
    const sent = new Set(acknowledged);
    expect([...held].filter((id) => !sent.has(id as string))).toEqual([]);
    expect((await heartHere(['verify'], { DATABASE_URL: `file:${backup}` })).code).toBe(0);
  }
});

test('overwrites a file only with --overwrite, and leaves nothing unfinished behind', async () => {
  await using collector = await aUsedCollector();
  await using folder = await aFolder();
  const env = { DATABASE_URL: collector.env['DATABASE_URL']! };
  await writeFile(folder.file('notes'), 'Thank you');
  const there = await heartHere(['backup', folder.file('notes')], env);
  expect(there).toEqual({
    code: 1,
    out: '',
    err: `${folder.file('notes')} already exists. Use --overwrite to replace it.`,
  });
  expect(await readFile(folder.file('notes'), 'utf8')).toBe('Thank you');
  const nowhere = await heartHere(['backup', folder.file('no/such')], env);
  expect(nowhere).toMatchObject({ code: 1, err: expect.stringMatching(/^The backup failed: its folder .*$/) });
  const itself = await heartHere(['backup', env.DATABASE_URL.slice('file:'.length), '--overwrite'], env);
  expect(itself).toMatchObject({ code: 1, err: expect.stringMatching(/ is the database itself\.$/) });
  expect((await heartProcess(['backup', folder.file('notes'), '--overwrite'], env)).code).toBe(0);
  expect(await folder.files()).toEqual(['notes']);
  // It contains people's comments, so no other account may read it.
  expect((await stat(folder.file('notes'))).mode & 0o077).toBe(0);
  for (const args of [['backup'], ['backup', 'a', 'b'], ['restore'], ['restore', '']]) {
    expect(await heartHere(args, {})).toMatchObject({
      code: 1,
      err: expect.stringMatching(/needs one FILE/),
    });
  }
});

test('restores over a database only with --overwrite, and never while a collector is running', async () => {
  await using used = await aUsedCollector();
  await using folder = await aFolder();
  const backup = folder.file('heart.backup');
  expect((await heartHere(['backup', backup], { DATABASE_URL: used.env['DATABASE_URL']! })).code).toBe(0);
  await mkdir(folder.file('data'));
  const env = { DATABASE_URL: `file:${folder.file('data/heart.db')}` };
  {
    await using collector = await aServingProcess(env);
    expect((await send(collector, aResponse())).status).toBe(201);
    const unasked = await heartHere(['restore', backup], env);
    expect(unasked).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^A database already exists at .*\. Use --overwrite /),
    });
    const running = await heartProcess(['restore', backup, '--overwrite'], env);
    expect(running).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^A collector is running on .*\. Stop it first\.\n$/),
    });
    expect((await send(collector, aResponse())).status, 'the collector keeps working').toBe(201);
  }
  const restored = await heartProcess(['restore', backup, '--overwrite'], env);
  expect(restored).toMatchObject({ code: 0, err: '' });
  expect(await allOf(env.DATABASE_URL)).toEqual(await allOf(used.env['DATABASE_URL']!));
  const aside = /^The previous database is now (.*)\.$/m.exec(restored.out)![1]!;
  expect((await heartHere(['verify'], { DATABASE_URL: `file:${aside}` })).out).toMatch(/^Recounted 2 responses/);
});

/** Runs a restore over an existing database in its own process, and some work at the same time. */
async function whileRestoring(work: (target: string, isOver: () => boolean) => Promise<void>) {
  const used = await aUsedCollector();
  const folder = await aFolder();
  const backup = folder.file('heart.backup');
  // Enough rows that copying takes a while.
  await insertRows(used.db, { responses: 30_000, region: 'east' });
  expect((await heartHere(['backup', backup], { DATABASE_URL: used.env['DATABASE_URL']! })).code).toBe(0);
  const target = folder.file('heart.db');
  const env = { DATABASE_URL: `file:${target}` };
  expect((await heartProcess(['migrate'], env)).code).toBe(0);
  let isOver = false;
  const restoring = heartProcess(['restore', backup, '--overwrite'], env).finally(() => (isOver = true));
  await work(target, () => isOver);
  expect(await restoring).toMatchObject({ code: 0, err: '' });
  return {
    target,
    [Symbol.asyncDispose]: async () => {
      await used[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

test('loses nothing that is stored while the old database is being moved aside', async () => {
  await using restored = await whileRestoring(async (target, isOver) => {
    while (!existsSync(`${target}.restoring`) && !isOver()) await turn();
    expect(isOver(), 'the restore is still running').toBe(false);
    // A process that waited for the old database may have to try again, as systemd does by restarting a collector.
    const db = await vi.waitFor(() => openDatabase(`file:${target}`), { timeout: 30_000 });
    await insertRows(db, { responses: 1, region: 'south' });
    db.$client.close();
  });
  const db = await openDatabase(`file:${restored.target}`);
  expect(await count(db, 'response')).toBe(32_003);
  db.$client.close();
});

test('a restore replaces the database so that there is one at every moment', async () => {
  const seen: (string | null)[] = [];
  await using restored = await whileRestoring(async (target, isOver) => {
    const watcher = watch(dirname(target), (event, name) => event === 'rename' && seen.push(name));
    await expect.poll(isOver, { timeout: 30_000 }).toBe(true);
    watcher.close();
  });
  // A name that is removed and created again is reported twice.
  expect(seen.filter((name) => name === basename(restored.target))).toHaveLength(1);
});

test.each(['heart.db.restoring', 'heart.db.before-20261128T091500Z'])(
  'creates no empty database where an interrupted restore left %s',
  async (left) => {
    await using folder = await aFolder();
    const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, PORT: '0' };
    await writeFile(folder.file(left), 'half');
    for (const command of ['serve', 'migrate', 'demo']) {
      const { code, out, err } = await heartProcess([command], env, folder.path, 20_000);
      expect({ code, out }, command).toEqual({ code: 1, out: '' });
      expect(err).toMatch(
        /^No database found at .*, only .*: a restore is running or was interrupted\. Run heart restore /,
      );
      expect(err).toContain(folder.file(left));
    }
    expect(await folder.files()).toEqual([left]);
    await rename(folder.file(left), folder.file('heart.old'));
    expect((await heartHere(['migrate'], env)).code).toBe(0);
  },
);

test('refuses anything but a complete backup of this or an older version, and changes nothing', async () => {
  await using used = await aUsedCollector();
  await using folder = await aFolder();
  const good = folder.file('good');
  expect((await heartHere(['backup', good], { DATABASE_URL: used.env['DATABASE_URL']! })).code).toBe(0);
  const copy = async (name: string, change: (file: string) => Promise<void>) => {
    await copyFile(good, folder.file(name));
    await change(folder.file(name));
  };
  await writeFile(folder.file('notes'), 'Thank you\n'.repeat(1000));
  await copy('short', async (file) => writeFile(file, (await readFile(file)).subarray(0, 100_000)));
  await copy('scratched', async (file) => {
    const handle = await open(file, 'r+');
    const { size } = await handle.stat();
    for (let at = 8192; at < size; at += 20_000) await handle.write(Buffer.alloc(3000, 0x55), 0, 3000, at);
    await handle.close();
  });
  // Every row is readable, but an index does not match the rows.
  await copy('crooked', async (file) => {
    const db = await openDatabase(`file:${file}`);
    await db.$client.execute('PRAGMA writable_schema = ON');
    await db.$client.execute(
      "UPDATE sqlite_master SET sql = replace(sql, 'IS NOT NULL', 'IS NULL') WHERE name = 'response_comment'",
    );
    await db.$client.execute('PRAGMA journal_mode = DELETE');
    db.$client.close();
  });
  await copy('newer', async (file) => {
    const db = await openDatabase(`file:${file}`);
    await db.$client.execute("INSERT INTO migration VALUES ('9999_later', 0)");
    await db.$client.execute('PRAGMA journal_mode = DELETE');
    db.$client.close();
  });
  await copy('half', (file) => writeFile(`${file}-wal`, 'something'));
  const env = { DATABASE_URL: `file:${folder.file('data/heart.db')}` };
  const messages: [file: string, sentence: RegExp][] = [
    ['missing', /^File not found: /],
    ['notes', / is not a HEART Survey backup\.$/],
    ['short', / is (damaged|not a HEART Survey backup)\.$/],
    ['scratched', / is (damaged|not a HEART Survey backup)\.$/],
    ['crooked', / is damaged\.$/],
    ['newer', / is from a newer version of HEART Survey \(9999_later\)\.$/],
    ['half', / has a -wal file beside it and is incomplete without it/],
  ];
  for (const [name, sentence] of messages) {
    const { code, out, err } = await heartHere(['restore', folder.file(name)], env);
    expect.soft({ code, out }, name).toEqual({ code: 1, out: '' });
    expect.soft(err, name).toMatch(sentence);
    expect.soft(err, name).not.toContain('\n');
  }
  const left = await folder.files();
  if (left.includes('data')) expect(await readdir(folder.file('data'))).toEqual([]);
});

test('asks you to use the database server’s own backup', async () => {
  await using folder = await aFolder();
  for (const command of ['backup', 'restore']) {
    const env = { DATABASE_URL: 'libsql://database.example.gov' };
    const { code, err } = await heartHere([command, folder.file('x')], env);
    expect({ code, err }).toEqual({
      code: 1,
      err: 'The database is on a database server. Back it up and restore it with that server’s own tools.',
    });
  }
  expect(await folder.files()).toEqual([]);
});
