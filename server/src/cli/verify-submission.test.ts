import { hash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { flattenedVerify, importJWK, type FlattenedJWS } from 'jose';
import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { heartHere } from '../../test/heart.ts';
import { keyFileOf, submitted } from '../../test/submissions.ts';
import { canonicalJson, signValue, signedFileOf, signedFileText, type SignedFile } from '../signing/signing.ts';
import { signingKeyOf } from '../signing/keys.ts';
import type { Manifest } from '../submissions/submissions.ts';
import type { SubmissionRecord } from '../submissions/submission-record.ts';

const quarter = '2026-04';
const regions = { central: { 4: 20, 5: 20 }, east: { 2: 3 }, south: { 3: 30 } };

/** A submitted quarter, its file as the API gives it, and the published keys. */
async function aSubmission(collector: TestCollector) {
  await closedWith(collector.db, quarter, { regions, closedAt: collector.clock.now });
  const sha256 = await submitted(collector, quarter);
  const token = (await collector.heart('token', 'create', '--name', 'auditor')).out.trim();
  const path = `/api/v1/departments/cws/quarters/${quarter}/submission`;
  const answer = await fetch(collector.url + path, { headers: { Authorization: `Bearer ${token}` } });
  const { submission } = (await answer.json()) as SubmissionRecord;
  return { sha256, file: submission!.file, keys: await keysOf(collector) };
}

const keysOf = async ({ url }: TestCollector) => (await fetch(`${url}/.well-known/heart-survey-keys`)).text();

/** Runs the command on these texts, on a computer without a database. */
async function check(file: string, keys: string) {
  const folder = await mkdtemp(join(tmpdir(), 'heart-audit-'));
  try {
    await Promise.all([writeFile(join(folder, 'file.json'), file), writeFile(join(folder, 'keys.json'), keys)]);
    const env = { DATABASE_URL: `file:${folder}/none/heart.db` };
    const ended = await heartHere(
      ['verify-submission', join(folder, 'file.json'), '--key', join(folder, 'keys.json')],
      env,
    );
    return { ...ended, err: ended.err.replaceAll(folder, '') };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const manifestIn = ({ payload }: SignedFile) => Buffer.from(payload, 'base64url').toString('utf8');
const withManifest = (file: SignedFile, manifest: string) =>
  signedFileText({ ...file, payload: Buffer.from(manifest).toString('base64url') });

test('checks a submission with nothing but the file and the keys', async () => {
  await using collector = await aCollector();
  const { sha256, file, keys } = await aSubmission(collector);
  const { code, out, err } = await check(signedFileText(file), keys);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('The submission is unchanged since it was signed.');
  expect(out).toContain('Quarter: FY 2025-26 Q4 (Apr–Jun 2026), version 1');
  expect(out).toContain('Submitted by: Rui Representative <rui@example.gov> on 2026-08-17T19:00:00.000Z');
  expect(out).toContain(`Hash: ${sha256}`);
  expect(hash('sha256', manifestIn(file))).toBe(sha256);
  // As any program writes the answer's member in one line.
  expect((await check(`${JSON.stringify(file)}\n`, keys)).code).toBe(0);
});

test('prints how someone confirmed their identity, why there is no data, and the note of someone who did both', async () => {
  await using collector = await aCollector();
  const { file, keys } = await aSubmission(collector);
  const usual = await check(signedFileText(file), keys);
  expect(usual.out).toContain('  Identity confirmed with: one-time code (second factor: one-time code)');
  expect(usual.out).not.toMatch(/No data|Handed in by/);
  const key = signingKeyOf(await readFile(keyFileOf(collector), 'utf8'))!;
  const manifest = JSON.parse(manifestIn(file)) as Manifest;
  const submitted = { ...manifest.submitted, note: 'Our ambassador\nis on leave.' };
  const alone = { ...manifest, submitted, handedIn: submitted, byOnePerson: true, noData: 'The office was closed.' };
  const { code, out } = await check(signedFileText(signedFileOf(signValue(key, alone))), keys);
  expect(code).toBe(0);
  expect(out).toContain('  Why there is no data: The office was closed.');
  expect(out).toContain('  Handed in by the same person, who explains: Our ambassador is on leave.');
});

test('another library accepts the file, and rejects a changed one', async () => {
  await using collector = await aCollector();
  const { file, keys } = await aSubmission(collector);
  const { keys: all } = JSON.parse(keys) as { keys: { kid: string; alg: string }[] };
  const keyOf = async ({ kid, alg }: { kid?: string; alg?: string }) =>
    importJWK(
      all.find((key) => key.kid === kid)!,
      alg,
    );
  const { payload, protectedHeader } = await flattenedVerify(file as FlattenedJWS, keyOf);
  expect(Buffer.from(payload).toString('utf8')).toBe(manifestIn(file));
  expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: all[0]!.kid, typ: 'heart-submission+jws' });
  const changed = JSON.parse(withManifest(file, manifestIn(file).replace('"4.', '"5.'))) as FlattenedJWS;
  await expect(flattenedVerify(changed, keyOf)).rejects.toThrow('signature verification failed');
});

test('rejects a file with one byte changed, anywhere', async () => {
  await using collector = await aCollector();
  const { file, keys } = await aSubmission(collector);
  const text = signedFileText(file);
  const manifest = manifestIn(file);
  for (let at = 0; at < manifest.length; at += 97) {
    const other = manifest[at] === '1' ? '2' : '1';
    const changed = manifest.slice(0, at) + other + manifest.slice(at + 1);
    const { code, err } = await check(withManifest(file, changed), keys);
    expect([code, err !== ''], `${at}: ${manifest.slice(at, at + 20)}`).toEqual([1, true]);
  }
  for (let at = 0; at < text.length; at += 211) {
    const other = text[at] === 'A' ? 'B' : 'A';
    expect((await check(text.slice(0, at) + other + text.slice(at + 1), keys)).code, String(at)).toBe(1);
  }
});

test('rejects the same content in any other form', async () => {
  await using collector = await aCollector();
  const { file, keys } = await aSubmission(collector);
  const manifest = JSON.parse(manifestIn(file)) as Record<string, unknown>;
  const reversed = Object.fromEntries(Object.entries(manifest).toReversed());
  const forms = {
    're-ordered manifest': withManifest(file, JSON.stringify(reversed)),
    'spaced manifest': withManifest(file, JSON.stringify(manifest, null, 2)),
    'manifest with a member twice': withManifest(file, manifestIn(file).replace('{', '{"agency":null,')),
    'spaced file': JSON.stringify(file, null, 2),
    'no line end': signedFileText(file).trimEnd(),
    're-ordered file': `${JSON.stringify({ signature: file.signature, protected: file.protected, payload: file.payload })}\n`,
    'padded signature': signedFileText({ ...file, signature: `${file.signature}==` }),
    'second header': `${JSON.stringify({ header: { kid: 'x' }, ...file })}\n`,
    'compact form': `${file.protected}.${file.payload}.${file.signature}`,
  };
  for (const [what, text] of Object.entries(forms)) {
    const { code, err } = await check(text, keys);
    expect([code, err.split('\n').length], what).toEqual([1, 1]);
    expect(err, what).toMatch(/is not the file of a submission|is not canonical JSON|was changed after it was signed/);
  }
});

test('rejects what is not canonical, even if it is signed with the real key', async () => {
  await using collector = await aCollector();
  const { file, keys } = await aSubmission(collector);
  const key = signingKeyOf(await readFile(keyFileOf(collector), 'utf8'))!;
  const manifest = JSON.parse(manifestIn(file)) as object;
  for (const payload of [JSON.stringify(manifest, null, 1), JSON.stringify({ more: 1, ...manifest })]) {
    const bytes = Buffer.from(payload).toString('base64url');
    const signed = { payload, signature: key.sign(`${file.protected}.${bytes}`), keyId: key.id };
    expect((await check(signedFileText(signedFileOf(signed)), keys)).err).toContain('is not canonical JSON');
  }
});

test('rejects another key, and a retired key after its retirement', async () => {
  await using collector = await aCollector();
  const { file, keys: before } = await aSubmission(collector);
  const old = signingKeyOf(await readFile(keyFileOf(collector), 'utf8'))!;
  collector.clock.now += 1000;
  await collector.heart('key', 'rotate');
  const keys = await keysOf(collector);
  // What it signed before stays valid.
  expect((await check(signedFileText(file), keys)).code).toBe(0);

  const manifest = JSON.parse(manifestIn(file)) as Record<string, string>;
  const dated = (at: number) => ({ ...manifest, signedAt: new Date(at).toISOString() });
  const resigned = (at: number) => signedFileText(signedFileOf(signValue(old, dated(at))));
  expect((await check(resigned(collector.clock.now), keys)).code).toBe(0);
  const late = await check(resigned(collector.clock.now + 1), keys);
  expect([late.code, late.err]).toEqual([1, 'The submission in /file.json is dated after its key was retired.']);

  await using another = await aCollector();
  const foreign = signingKeyOf(await readFile(keyFileOf(another), 'utf8'))!;
  const unknown = signedFileText(signedFileOf(signValue(foreign, { ...manifest, kid: foreign.id })));
  expect((await check(unknown, keys)).err).toContain('is signed with a key that is not among the known keys');
  // A forger names our key, in the header or in the manifest only.
  const signed = signValue(foreign, manifest);
  expect((await check(signedFileText(signedFileOf({ ...signed, keyId: old.id })), keys)).err).toContain(
    'was changed after it was signed, or is signed with another key',
  );
  expect((await check(signedFileText(signedFileOf(signed)), await keysOf(another))).err).toContain(
    'does not name the key that it is signed with',
  );
  const [key] = (JSON.parse(before) as { keys: Record<string, string>[] }).keys;
  const swapped = canonicalJson({ keys: [{ ...key!, x: foreign.publicKey.x }] });
  expect((await check(signedFileText(file), swapped)).err).toContain('is not a set of public keys');
});

test('rejects signed content that is not a submission', async () => {
  await using collector = await aCollector();
  const { file, keys } = await aSubmission(collector);
  const key = signingKeyOf(await readFile(keyFileOf(collector), 'utf8'))!;
  const manifest = JSON.parse(manifestIn(file)) as Record<string, string>;
  const { quarter: _, ...withoutQuarter } = manifest;
  for (const value of [withoutQuarter, { ...manifest, more: 'x' }, { ...manifest, version: '2' }]) {
    const { err } = await check(signedFileText(signedFileOf(signValue(key, value))), keys);
    expect(err).toContain('does not have the form of a submission');
  }
});

test('says what is missing: the keys, or a file', async () => {
  await using collector = await aCollector();
  const without = await collector.heart('verify-submission', 'file.json');
  expect([without.code, without.err]).toEqual([1, expect.stringContaining('needs --key FILE')]);
  const folder = dirname(keyFileOf(collector));
  const unreadable = await collector.heart('verify-submission', 'x', '--key', join(folder, 'none.json'));
  expect([unreadable.code, unreadable.err]).toEqual([1, expect.stringContaining('none.json cannot be read')]);
});
