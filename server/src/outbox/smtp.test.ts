import { expect, test } from 'vitest';
import { aMailServer } from '../../test/mail-server.ts';
import { mailOf, type Email } from './email.ts';
import { createSmtp, mailTimeouts } from './smtp.ts';

const from = 'HEART Survey <survey@example.gov>';
const sender = { agency: 'Example County', baseUrl: 'https://survey.example.gov' };
const email: Email = {
  to: ['reader@example.gov'],
  cc: ['copy@example.gov'],
  replyTo: 'answers@example.gov',
  subject: 'Ünïcode – and a dash',
  body: ['First line\nالسطر الثاني', { link: 'https://survey.example.gov/?a=1&b=<2>' }, '.', '<b>last</b>'],
};
const ready = async () => {};

test('sends an email to every recipient, as plain text and HTML', async () => {
  await using server = await aMailServer();
  expect(await createSmtp(server.url)(await mailOf(email, from, sender), ready)).toMatchObject({ kind: 'sent' });
  const [received] = server.emails;
  expect(received).toMatchObject({ from: 'survey@example.gov', to: ['reader@example.gov', 'copy@example.gov'] });
  expect(received!.headers).toMatchObject({
    from: [from],
    to: ['reader@example.gov'],
    cc: ['copy@example.gov'],
    'reply-to': ['answers@example.gov'],
  });
  const lines = received!.text.replaceAll('\r\n', '\n');
  expect(lines).toBe(
    'First line\nالسطر الثاني\n\nhttps://survey.example.gov/?a=1&b=<2>\n\n.\n\n<b>last</b>\n\nHEART Survey\nExample County\nhttps://survey.example.gov\n',
  );
  expect(received!.html).toContain(
    '<a href="https://survey.example.gov/?a=1&amp;b=&lt;2&gt;">https://survey.example.gov/?a=1&amp;b=&lt;2&gt;</a>',
  );
  expect(received!.html).toContain('<p>&lt;b&gt;last&lt;/b&gt;</p>');
  expect(received!.html).toContain('Example County');
  expect(received!.html).toContain('<html lang="en" dir="ltr">');
  expect(received!.html).toContain('<p>First line<br />السطر الثاني</p>');
});

test('names the language of an email and its direction', async () => {
  const { html } = await mailOf({ ...email, language: { tag: 'ar', direction: 'rtl' } }, from, sender);
  expect(html).toContain('<html lang="ar" dir="rtl">');
});

test('adds no header from a subject, and no recipient from an address', async () => {
  await using server = await aMailServer();
  const smtp = createSmtp(server.url);
  const subject = 'Hello\r\nBcc: evil@evil.example\r\n\r\nAnother text';
  await smtp(await mailOf({ to: ['reader@example.gov'], subject, body: [] }, from, sender), ready);
  expect(server.emails).toMatchObject([{ to: ['reader@example.gov'], text: expect.not.stringMatching(/^Another/) }]);
  expect(server.emails[0]!.headers['subject']).toHaveLength(1);
  expect(server.emails[0]!.headers['bcc']).toBeUndefined();

  const hostile = [
    'a@example.gov\r\nBcc: evil@evil.example',
    'a@example.gov, evil@evil.example',
    'Evil <evil@evil.example> a@example.gov',
  ];
  for (const to of hostile) {
    const delivery = await smtp(await mailOf({ to: [to], subject: 'x', body: [] }, from, sender), ready);
    expect(delivery.kind, to).toBe('refused');
  }
  expect(server.emails).toHaveLength(1);
});

test('hands over the content only after the callback, and not at all if the callback fails', async () => {
  await using server = await aMailServer();
  const failing = async () => {
    throw new Error('The database is full.');
  };
  await expect(createSmtp(server.url)(await mailOf(email, from, sender), failing)).rejects.toThrow(
    'The database is full.',
  );
  const seen: number[] = [];
  const before = async () => void seen.push(server.emails.length);
  await createSmtp(server.url)(await mailOf(email, from, sender), before);
  expect(seen).toEqual([0]);
  expect(server.emails).toHaveLength(1);
});

test('reports after each fault whether the server may have accepted the email', async () => {
  await using server = await aMailServer();
  let offered = 0;
  const deliver = async (faults: Partial<typeof server.faults>) => {
    Object.assign(server.faults, { refused: new Set(), greylisted: 0, at: undefined, contentCode: undefined }, faults);
    offered = 0;
    // Short only if the server never answers. Otherwise a slow machine would look like a fault.
    const isStuck = faults.does === 'hang';
    const greet = isStuck && faults.at === 'greeting' ? 500 : mailTimeouts.greet;
    const timeouts = { ...mailTimeouts, greet, answer: isStuck ? 1500 : mailTimeouts.answer };
    const { kind } = await createSmtp(server.url, timeouts)(
      await mailOf({ ...email, cc: [] }, from, sender),
      async () => void offered++,
    );
    return [kind, offered];
  };
  expect(await deliver({ refused: new Set(email.to) })).toEqual(['refused', 0]);
  expect(await deliver({ greylisted: 1 })).toEqual(['deferred', 0]);
  for (const does of ['hang', 'die'] as const) {
    expect(await deliver({ at: 'greeting', does }), does).toEqual(['unreachable', 0]);
    expect(await deliver({ at: 'recipient', does }), does).toEqual(['unreachable', 0]);
    expect(await deliver({ at: 'content', does }), does).toEqual(['unsure', 1]);
  }
  expect(await deliver({ contentCode: 452 })).toEqual(['deferred', 1]);
  expect(await deliver({ contentCode: 554 })).toEqual(['refused', 1]);
});

test('reports an email as sent in part if the server refuses some recipients', async () => {
  await using server = await aMailServer();
  server.faults.refused.add('copy@example.gov');
  const delivery = await createSmtp(server.url)(await mailOf(email, from, sender), ready);
  expect(delivery).toMatchObject({ kind: 'sent', isPartial: true });
  expect(server.emails.map(({ to }) => to)).toEqual([['reader@example.gov']]);
});

test('suggests smtps:// for a port that expects TLS from the first byte', async () => {
  await using server = await aMailServer({ tls: 'implicit' });
  const smtp = createSmtp(`smtp://127.0.0.1:${server.port}`, { ...mailTimeouts, greet: 200 });
  expect(await smtp(await mailOf(email, from, sender), ready)).toMatchObject({
    kind: 'unreachable',
    problem: { message: expect.stringContaining('smtps://') },
  });
});
