import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aMailServer, readLetter } from '../../test/mail-server.ts';
import { createMailer } from './mail.ts';

const letter = { to: 'reader@example.gov', subject: 'Ünïcode – and a dash', text: 'Zeile eins\nالسطر الثاني\n.\nlast' };

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'heart-mail-'));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

test('a letter goes to the mail server in plain text, whole', async () => {
  await using place = await aFolder();
  await using server = await aMailServer();
  const from = 'HEART Survey <survey@example.gov>';
  const mail = createMailer({ smtpUrl: server.url, from, folder: join(place.folder, 'mail'), report: () => {} });
  expect(await mail(letter)).toEqual({ kind: 'sent' });
  expect(server.letters).toHaveLength(1);
  expect(server.letters[0]).toMatchObject({ from: 'survey@example.gov', to: [letter.to] });
  expect(server.letters[0]!.headers).toMatchObject({ from: [from], to: [letter.to] });
  expect(await readdir(place.folder)).toEqual([]);
});

test('without a mail server, or while none answers, a letter is kept as a file that its owner alone may read', async () => {
  await using place = await aFolder();
  const gone = await aMailServer();
  await gone[Symbol.asyncDispose]();
  const reports: unknown[] = [];
  for (const smtpUrl of [undefined, gone.url]) {
    const folder = join(place.folder, 'deep', 'mail');
    const mail = createMailer({ smtpUrl, from: 'survey@example.gov', folder, report: (error) => reports.push(error) });
    const posted = await mail(letter);
    if (posted.kind !== 'kept') throw new Error('It was sent.');
    expect((await stat(posted.file)).mode & 0o777).toBe(0o600);
    const kept = readLetter(await readFile(posted.file, 'utf8'));
    expect(kept.headers).toMatchObject({ to: [letter.to], from: ['survey@example.gov'] });
  }
  expect(reports).toHaveLength(1);
});

test('a letter for a port that expects TLS from the first byte is kept, and the operator told what to change', async () => {
  await using place = await aFolder();
  await using server = await aMailServer({ tls: 'implicit' });
  const reports: unknown[] = [];
  const mail = createMailer({
    smtpUrl: `smtp://127.0.0.1:${server.port}`,
    from: 'survey@example.gov',
    folder: join(place.folder, 'mail'),
    report: (error) => reports.push(error),
  });
  expect(await mail(letter)).toMatchObject({ kind: 'kept' });
  expect(reports).toEqual([expect.objectContaining({ message: expect.stringContaining('smtps://') })]);
});

test('nothing in a subject becomes another header, and nothing in an address another reader', async () => {
  await using place = await aFolder();
  await using server = await aMailServer();
  const mail = createMailer({
    smtpUrl: server.url,
    from: 'survey@example.gov',
    folder: place.folder,
    report: () => {},
  });
  await mail({ ...letter, subject: 'Hello\r\nBcc: evil@evil.example\r\n\r\nAnother text' });
  expect(server.letters).toHaveLength(1);
  expect(server.letters[0]).toMatchObject({ to: [letter.to], text: expect.not.stringMatching(/^Another/) });
  expect(server.letters[0]!.headers['subject']).toHaveLength(1);
  expect(server.letters[0]!.headers['bcc']).toBeUndefined();

  // What is not one address goes to nobody.
  const hostile = [
    'a@example.gov\r\nBcc: evil@evil.example',
    'a@example.gov, evil@evil.example',
    'Evil <evil@evil.example> a@example.gov',
  ];
  for (const to of hostile) {
    const posted = await mail({ ...letter, to });
    if (posted.kind !== 'kept') throw new Error(`It was sent to ${to}.`);
    const { headers } = readLetter(await readFile(posted.file, 'utf8'));
    expect([headers['to']?.length, headers['bcc']], to).toEqual([1, undefined]);
  }
  expect(server.letters).toHaveLength(1);
});
