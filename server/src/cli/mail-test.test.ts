import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { testCertificate } from '../../test/certificate.ts';
import { aFolder } from '../../test/folder.ts';
import { heartHere } from '../../test/heart.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { heartProcess } from '../../test/processes.ts';

const MAIL_FROM = 'HEART Survey <survey@example.gov>';
const to = 'operator@example.gov';

const mailTest = (SMTP_URL: string, ...args: string[]) =>
  heartHere(['mail', 'test', ...(args.length > 0 ? args : ['--to', to])], { SMTP_URL, MAIL_FROM });

test('sends a test email like any other and shows the mail server’s reply', async () => {
  await using mail = await aMailServer();
  const { code, out, err } = await mailTest(mail.url);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(`127.0.0.1:${mail.port} accepted the email to ${to} from ${MAIL_FROM}. It answered: 250 `);
  expect(mail.emails).toMatchObject([{ from: 'survey@example.gov', to: [to] }]);
});

test('exits with 1 and an explanation without an address or a mail server', async () => {
  await using mail = await aMailServer();
  for (const args of [
    ['--to', 'nobody'],
    ['--to', 'a@example.gov, b@example.gov'],
    ['--to', ''],
  ]) {
    expect(await mailTest(mail.url, ...args)).toEqual({
      code: 1,
      out: '',
      err: 'Give the address to send to with --to.',
    });
  }
  expect(await heartHere(['mail', 'test', '--to', to], {})).toEqual({
    code: 1,
    out: '',
    err: 'SMTP_URL is not set: emails stay in the outbox as drafts, and no one gets them.',
  });
  expect(mail.emails).toEqual([]);
});

test('recognizes a port that expects TLS, and one that does not answer', async () => {
  await using mail = await aMailServer({ tls: 'implicit' });
  const { code, err } = await mailTest(`smtp://127.0.0.1:${mail.port}`);
  expect(code).toBe(1);
  expect(err).toContain('Use smtps:// instead of smtp:// in SMTP_URL.');
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as { port: number };
  const other = await mailTest(`smtp://127.0.0.1:${port}`);
  expect(other.err).toContain('The server did not answer in time');
  expect(other.err).not.toContain('smtps://');
  silent.close();
});

test('recognizes an smtps:// port that answers without TLS', async () => {
  await using mail = await aMailServer();
  const { code, err } = await mailTest(`smtps://127.0.0.1:${mail.port}`);
  expect(code).toBe(1);
  expect(err).toContain('Use smtp:// instead of smtps:// in SMTP_URL.');
});

test('trusts a certificate of the agency’s own authority with NODE_EXTRA_CA_CERTS, and suggests that setting otherwise', async () => {
  await using folder = await aFolder();
  const authority = folder.file('authority.pem');
  await writeFile(authority, testCertificate.cert);
  const tryWith = async (tls: 'implicit' | 'STARTTLS') => {
    await using mail = await aMailServer({ tls });
    const distrusted = await mailTest(mail.url);
    expect(distrusted.code, tls).toBe(1);
    expect(distrusted.err).toContain('set NODE_EXTRA_CA_CERTS to its path');
    expect(mail.emails).toEqual([]);
    // Node reads it only at startup.
    const env = { SMTP_URL: mail.url, MAIL_FROM, NODE_EXTRA_CA_CERTS: authority };
    const trusted = await heartProcess(['mail', 'test', '--to', to], env, folder.path);
    expect([trusted.code, trusted.err], tls).toEqual([0, '']);
    expect(mail.emails).toHaveLength(1);
  };
  await Promise.all([tryWith('implicit'), tryWith('STARTTLS')]);
});

test('sends without a user through an open relay, and with a percent-encoded password if one is required', async () => {
  await using relay = await aMailServer();
  expect((await mailTest(relay.url)).code).toBe(0);
  const login = { user: 'heart@example.gov', password: 'se#cr@t/?%' };
  await using mail = await aMailServer({ login });
  const as = (user: string, password: string) =>
    `smtp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${mail.port}`;
  expect((await mailTest(as(login.user, login.password))).code).toBe(0);
  expect(mail.emails).toHaveLength(1);
  const wrong = await mailTest(as(login.user, 'wrong-password'));
  expect(wrong.err).toContain('The server rejected the user and password in SMTP_URL.');
  expect(wrong.err).not.toContain('wrong-password');
  expect((await mailTest(mail.url)).err).toContain('The server requires a user and a password');
});

test('shows a mail server’s refusal, and explains when nothing is listening', async () => {
  const mail = await aMailServer({ refuses: true });
  const refused = await mailTest(mail.url);
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/550 .* Its message has the details\./);
  await mail[Symbol.asyncDispose]();
  expect((await mailTest(mail.url)).err).toContain('No server is listening there');
  const nowhere = await mailTest('smtp://mail.invalid:25');
  expect(nowhere.err).toContain('No host has this name');
});
