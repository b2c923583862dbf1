import { mkdir, readFile, rm, stat, writeFile, chmod, readdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { isOnServer } from '../../test/database.ts';
import { aFolder } from '../../test/folder.ts';
import { aServingProcess } from '../../test/processes.ts';
import { closedWith } from '../../test/closed-quarters.ts';
import { keyFileOf, submitted } from '../../test/submissions.ts';
import { createKeyFile } from './key-file.ts';
import { canonicalJson } from './canonical-json.ts';
import { newPrivateJwk, signingKeyOf, thumbprint } from './keys.ts';
import { payloadHash, signValue } from './signed-file.ts';
import { statement } from '../database/statement.ts';

interface KeySet {
  keys: Record<string, string>[];
}
const keysOf = async ({ url }: { url: string }) =>
  (await (await fetch(`${url}/.well-known/heart-survey-keys`)).json()) as KeySet;

test('the first start makes a key that only this account can read, and publishes its public part', async () => {
  await using collector = await aCollector();
  const file = keyFileOf(collector);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const { d, ...publicPart } = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  expect(d).toHaveLength(43);
  const answer = await fetch(`${collector.url}/.well-known/heart-survey-keys`);
  expect(answer.headers.get('content-type')).toContain('application/json');
  const { keys } = (await answer.json()) as KeySet;
  expect(keys).toEqual([
    {
      ...publicPart,
      kid: expect.any(String),
      alg: 'EdDSA',
      use: 'sig',
      createdAt: new Date(collector.clock.now).toISOString(),
    },
  ]);
  expect(JSON.stringify(keys)).not.toContain(d);
  await collector.restart();
  expect(await keysOf(collector)).toEqual({ keys });
  expect(await readdir(dirname(file))).not.toContainEqual(expect.stringMatching(/signing-key\.json./));
});

test('the id of a key is its thumbprint, as in RFC 8037, appendix A.3', () => {
  const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
  expect(thumbprint({ kty: 'OKP', crv: 'Ed25519', x })).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
});

test('two collectors that start at once share one key', async () => {
  await using first = await aCollector();
  await rm(keyFileOf(first));
  await first.db.$client.execute('DELETE FROM signing_key');
  const settings = { DATABASE_URL: first.env['DATABASE_URL']!, SIGNING_KEY_FILE: keyFileOf(first) };
  const both = await Promise.all([aCollector(settings), aCollector(settings)]);
  await using one = both[0];
  await using other = both[1];
  expect((await keysOf(one)).keys).toHaveLength(1);
  expect(await keysOf(other)).toEqual(await keysOf(one));
  expect(await count(first.db, "audit_event WHERE action = 'signing key created'")).toBe(2);
});

test('creating a key never replaces one, however the collectors start', async () => {
  await using folder = await aFolder();
  const file = folder.file('signing-key.json');
  createKeyFile(file);
  const first = await readFile(file, 'utf8');
  createKeyFile(file);
  expect(await readFile(file, 'utf8')).toBe(first);

  const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, SIGNING_KEY_FILE: folder.file('shared.json') };
  const both = await Promise.all([aServingProcess(env), aServingProcess(env)]);
  await using one = both[0];
  await using other = both[1];
  const { keys } = await keysOf(one);
  expect(keys).toHaveLength(1);
  expect(await keysOf(other)).toEqual({ keys });
  const made = (await folder.files()).filter((name) => name.endsWith('.json') || name.includes('.json.'));
  expect(made.toSorted()).toEqual(['shared.json', 'signing-key.json']);
});

/** Restarts the collector, which must work. @returns why its log says that it cannot sign. */
async function reasonAfterRestart(collector: TestCollector): Promise<string | undefined> {
  const reasons: string[] = [];
  const error = (entry: object, message: string) => {
    if (message === 'signing key not usable') reasons.push((entry as { reason: string }).reason);
  };
  await collector.restart({ log: { info: () => {}, error } });
  expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
  expect(reasons.length).toBeLessThan(2);
  return reasons[0];
}

test('a collector starts with a key file that cannot be used, and says so in one line of its log', async () => {
  await using collector = await aCollector();
  const file = keyFileOf(collector);
  const good = await readFile(file, 'utf8');
  const published = await keysOf(collector);
  await chmod(file, 0o640);
  expect(await reasonAfterRestart(collector)).toBe(
    `Other accounts on this computer can read the signing key in ${file}. Run chmod 600 ${file}.`,
  );
  await chmod(file, 0o600);
  const { x, ...withoutPublic } = JSON.parse(good) as Record<string, string>;
  const mixed = JSON.stringify({ ...withoutPublic, x: `${x!.startsWith('A') ? 'B' : 'A'}${x!.slice(1)}` });
  for (const broken of ['', '{}', good.slice(0, 40), mixed, good.replace('Ed25519', 'X25519')]) {
    await writeFile(file, broken);
    expect(await reasonAfterRestart(collector), broken).toContain(`The signing key in ${file} is broken.`);
    expect(await keysOf(collector)).toEqual(published);
  }
  await rm(file);
  await mkdir(file, { mode: 0o700 });
  expect(await reasonAfterRestart(collector)).toBe(`The signing key in ${file} cannot be read: it is a folder.`);
  await rm(file, { recursive: true });
  await writeFile(file, good, { mode: 0o600 });
  expect(await reasonAfterRestart(collector)).toBeUndefined();
});

test('a collector starts if it cannot write its first key', async () => {
  await using folder = await aFolder();
  await writeFile(folder.file('file'), '');
  await using collector = await aCollector({ SIGNING_KEY_FILE: folder.file('file/key.json') });
  expect((await keysOf(collector)).keys).toEqual([]);
  expect(await reasonAfterRestart(collector)).toContain(
    `The signing key in ${folder.file('file')}/key.json cannot be read: a part of its path is not a folder.`,
  );
});

test('without its key file, a collector starts but cannot sign, until the file is back or declared lost', async () => {
  await using collector = await aCollector();
  const [old] = (await keysOf(collector)).keys;
  const file = keyFileOf(collector);
  const content = await readFile(file, 'utf8');
  await rm(file);
  collector.clock.now += 1000;
  expect(await reasonAfterRestart(collector)).toContain(`There is no signing key at ${file}.`);
  expect((await keysOf(collector)).keys).toEqual([old]);
  expect((await collector.heart('key', 'rotate')).err).toContain(`There is no signing key at ${file}.`);
  await writeFile(file, content, { mode: 0o600 });
  expect((await collector.heart('key', 'rotate', '--lost')).err).toContain('Run heart key rotate without --lost.');
  await rm(file);
  expect((await collector.heart('key', 'rotate', '--lost')).err).toBe('');
  const { keys } = await keysOf(collector);
  const now = new Date(collector.clock.now).toISOString();
  expect(keys).toEqual([{ ...old, retiredAt: now }, expect.objectContaining({ createdAt: now })]);
  const { rows } = await collector.db.$client.execute(
    "SELECT action, subject, detail FROM audit_event WHERE action LIKE 'signing key%' ORDER BY id",
  );
  expect(rows.map((row) => ({ ...row })).slice(1)).toEqual([
    { action: 'signing key retired', subject: old!['kid'], detail: '{"because":"key file was lost"}' },
    { action: 'signing key created', subject: keys[1]!['kid'], detail: '{"because":"key file was lost"}' },
  ]);
});

test('a collector starts with a retired key, or with that of another installation, but cannot sign', async () => {
  await using collector = await aCollector();
  const file = keyFileOf(collector);
  const old = await readFile(file, 'utf8');
  expect((await collector.heart('key', 'rotate')).err).toBe('');
  await writeFile(file, old);
  expect(await reasonAfterRestart(collector)).toContain(`The signing key in ${file} was retired on `);
  await using another = await aCollector();
  await writeFile(file, await readFile(keyFileOf(another), 'utf8'));
  if (!isOnServer) expect(await reasonAfterRestart(collector)).toContain('is not the current key of this database');
  // Rotating makes a key that everyone can use again.
  expect((await collector.heart('key', 'rotate')).err).toBe('');
  expect(await reasonAfterRestart(collector)).toBeUndefined();
  expect((await keysOf(collector)).keys.filter((key) => key['retiredAt'] === undefined)).toHaveLength(1);
});

test('a running collector signs with the new key after a rotation', async () => {
  await using collector = await aCollector();
  const quarters = ['2026-01', '2026-04'];
  for (const id of quarters) await closedWith(collector.db, id, { regions: { central: { 4: 30 } }, closedAt: 1 });
  await submitted(collector, quarters[0]!);
  collector.clock.now += 1000;
  const { code, out } = await collector.heart('key', 'rotate');
  expect([code, out]).toEqual([0, expect.stringMatching(/^The new key is [\w-]{43}\./)]);
  expect((await stat(keyFileOf(collector))).mode & 0o777).toBe(0o600);
  await submitted(collector, quarters[1]!);
  const { keys } = await keysOf(collector);
  expect(keys.map((key) => key['retiredAt'] ?? null)).toEqual([new Date(collector.clock.now).toISOString(), null]);
  const { rows } = await collector.db.$client.execute('SELECT key_id FROM submission ORDER BY event_id');
  expect(rows.map((row) => row['key_id'])).toEqual(keys.map(({ kid }) => kid));
  expect((await collector.heart('verify')).code).toBe(0);
});

test('of two rotations at once, one wins', async () => {
  await using collector = await aCollector();
  const both = await Promise.all([collector.heart('key', 'rotate'), collector.heart('key', 'rotate')]);
  const codes = both.map(({ code }) => code).toSorted();
  const current = (await keysOf(collector)).keys.filter((key) => key['retiredAt'] === undefined);
  expect(current).toHaveLength(1);
  if (codes[1] === 1) {
    expect(both.map(({ err }) => err)).toContain('Someone else has just rotated the key. Nothing was changed.');
  }
  await collector.restart();
  await expect(readdir(dirname(keyFileOf(collector)))).resolves.not.toContainEqual(
    expect.stringMatching(/signing-key\.json./),
  );
});

test('rotating needs the file, so that a wrong path changes nothing', async () => {
  await using collector = await aCollector();
  await rename(keyFileOf(collector), `${keyFileOf(collector)}.kept`);
  const { code, err } = await collector.heart('key', 'rotate');
  expect([code, err]).toEqual([1, expect.stringContaining('There is no signing key at')]);
  expect((await keysOf(collector)).keys).toHaveLength(1);
  await rename(`${keyFileOf(collector)}.kept`, keyFileOf(collector));
});

test('neither a backup nor the database has the private key', async () => {
  await using collector = await aCollector();
  if (isOnServer) return;
  await collector.heart('key', 'rotate');
  const { d } = JSON.parse(await readFile(keyFileOf(collector), 'utf8')) as { d: string };
  const backup = `${dirname(keyFileOf(collector))}/backup.db`;
  expect((await collector.heart('backup', backup)).err).toBe('');
  const secrets = [
    Buffer.from(d),
    Buffer.from(d, 'base64url'),
    Buffer.from(Buffer.from(d, 'base64url').toString('hex')),
  ];
  const file = collector.env['DATABASE_URL']!.slice('file:'.length);
  for (const path of [backup, file, `${file}-wal`]) {
    const bytes = await readFile(path);
    expect(bytes.length).toBeGreaterThan(0);
    for (const secret of secrets) expect(bytes.includes(secret), path).toBe(false);
  }
  expect((await readFile(backup)).includes('signing_key')).toBe(true);
});

test('makes the folder of the key file', async () => {
  await using folder = await aFolder();
  const file = folder.file('keys/private/key.json');
  await using collector = await aCollector({ SIGNING_KEY_FILE: file });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await keysOf(collector)).keys).toHaveLength(1);
});

test('a public key that was swapped in the database is reported, not published, and checks nothing', async () => {
  await using collector = await aCollector();
  await closedWith(collector.db, '2026-01', { regions: { central: { 4: 30 } }, closedAt: 1 });
  await submitted(collector, '2026-01');
  await using folder = await aFolder();
  const kept = folder.file('keys.json');
  await writeFile(kept, JSON.stringify(await keysOf(collector)));
  const [key] = (await keysOf(collector)).keys;
  await forge(collector);

  const { code, err } = await collector.heart('verify');
  expect([code, err.split('\n')]).toEqual([
    1,
    [
      `The public key ${key!['kid']} was changed in the database. It is not used or published.`,
      expect.stringContaining('is signed with a key that is not among the known keys'),
    ],
  ]);
  expect((await keysOf(collector)).keys).toEqual([]);
  // The keys that someone kept show what happened.
  const withKept = await collector.heart('verify', '--key', kept);
  expect([withKept.code, withKept.err.split('\n')[1]]).toEqual([
    1,
    expect.stringContaining('was changed after it was signed, or is signed with another key'),
  ]);
});

test('checks every chain with downloaded keys instead of those in the database', async () => {
  await using collector = await aCollector();
  await closedWith(collector.db, '2026-01', { regions: { central: { 4: 30 } }, closedAt: 1 });
  await submitted(collector, '2026-01');
  await using folder = await aFolder();
  await using another = await aCollector();
  const [own, foreign, none] = [folder.file('own.json'), folder.file('foreign.json'), folder.file('none.json')];
  await writeFile(own, JSON.stringify(await keysOf(collector)));
  await writeFile(foreign, JSON.stringify(await keysOf(another)));
  await writeFile(none, '{}');
  expect((await collector.heart('verify', '--key', own)).code).toBe(0);
  const { code, err } = await collector.heart('verify', '--key', foreign);
  expect([code, err]).toEqual([1, expect.stringContaining('is signed with a key that is not among the known keys')]);
  expect((await collector.heart('verify', '--key', none)).err).toBe(
    `${none} is not a set of public keys from this program.`,
  );
});

/** Replaces the key under its id, and a submission with one that the new key signed. */
async function forge({ db }: TestCollector): Promise<void> {
  const { rows } = await db.$client.execute('SELECT key_id, manifest FROM submission');
  const { key_id: keyId, manifest } = { ...rows[0] } as Record<string, string>;
  const payload = JSON.parse(manifest!) as Record<string, string>;
  const forger = signingKeyOf(canonicalJson(newPrivateJwk()))!;
  const forged = signValue({ ...forger, id: keyId! }, { ...payload, agency: 'Forged' });
  await db.$client.batch(
    [
      statement('DROP TRIGGER submission_no_update'),
      statement('UPDATE signing_key SET public_key = ?', [canonicalJson(forger.publicKey)]),
      statement('UPDATE submission SET manifest = ?, signature = ?, sha256 = ?', [
        forged.payload,
        forged.signature,
        payloadHash(forged),
      ]),
    ],
    'write',
  );
}

test('what was signed stays valid if the clock goes back before a rotation', async () => {
  await using collector = await aCollector();
  await closedWith(collector.db, '2026-01', { regions: { central: { 4: 30 } }, closedAt: 1 });
  await submitted(collector, '2026-01');
  const signedAt = new Date(collector.clock.now).toISOString();
  collector.clock.now -= 1000;
  expect((await collector.heart('key', 'rotate')).code).toBe(0);
  expect(await collector.heart('verify')).toMatchObject({ code: 0, err: '' });
  const { keys } = await keysOf(collector);
  expect(keys.flatMap((key) => key['retiredAt'] ?? [])).toEqual([signedAt]);
});
