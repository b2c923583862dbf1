import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aPerson } from '../../test/staff.ts';

const stubsIn = (html: string) =>
  [...html.matchAll(/<bdi dir="ltr">([2-9A-Z]{4}-[2-9A-Z]{4})<\/bdi>[^0-9]*<bdi dir="ltr">((?:\d{4} ){3}\d{4})</g)].map(
    ([, reference, receipt]) => ({ reference: reference!, receipt: receipt! }),
  );

test('prints forms whose stubs open the cases that are entered from them', async () => {
  await using collector = await aCollector({ LANGUAGES: 'en,es' });
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await ambassador.get('/console/cases/new')).body).toContain('href="/console/cases/forms"');
  expect((await ambassador.get('/console/cases/forms')).body).toContain('Print issue forms');
  const printed = await ambassador.post('/console/cases/forms', { count: '3', language: 'es' });
  expect(printed.status).toBe(200);
  expect(printed.body).toContain('<html lang="es"');
  expect(printed.body).toContain('Guarde esta parte');
  const stubs = stubsIn(printed.body);
  expect(new Set(stubs.map(({ receipt }) => receipt)).size).toBe(3);
  const stored = JSON.stringify(await contents(collector.db));
  for (const { reference, receipt } of stubs) {
    expect(stored).toContain(reference);
    expect(stored).not.toContain(receipt.replaceAll(' ', ''));
  }
  expect(await count(collector.db, "audit_event WHERE action = 'issue forms printed' AND subject = '3 forms'")).toBe(1);

  const [{ reference, receipt }] = stubs as [{ reference: string; receipt: string }];
  const entry = {
    ...{ send: randomUUID(), text: 'No ramp.', kind: 'access', channel: 'counter', office: 'region/central' },
    ...{ date: '2026-08-17', time: '11:00', language: 'es', printed: reference },
  };
  expect((await ambassador.post('/console/cases/new', entry)).status).toBe(200);
  const opened = await fetch(`${collector.url}/case`, {
    method: 'POST',
    body: new URLSearchParams({ reference, receipt }),
  });
  expect(await opened.text()).toContain('No ramp.');
});

test('prints 1 to 50 forms, and only for those who may enter complaints', async () => {
  await using collector = await aCollector();
  const junior = await aPerson(collector, 'junior');
  for (const wrong of ['0', '51', '', '1e1', '-1']) {
    const answer = await junior.post('/console/cases/forms', { count: wrong, language: 'en' });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('Enter a number from 1 to 50.');
  }
  expect(stubsIn((await junior.post('/console/cases/forms', { count: '50', language: 'en' })).body)).toHaveLength(50);
  expect(await count(collector.db, 'printed_form')).toBe(50);
  const administrator = await aPerson(collector, 'administrator');
  expect((await administrator.get('/console/cases/forms')).status).toBe(404);
  expect((await administrator.post('/console/cases/forms', { count: '1', language: 'en' })).status).toBe(404);
});

test('leads from the poster to the form', async () => {
  await using collector = await aCollector({ LANGUAGES: 'en,es', BASE_URL: 'https://heart.example.gov' });
  const poster = async (lang: string) =>
    (await fetch(`${collector.url}/feedback/poster?lang=${lang}`, { headers: { host: 'heart.example.gov' } })).text();
  expect(await poster('en')).toContain(
    '<a href="https://heart.example.gov/feedback" dir="ltr">heart.example.gov/feedback</a>',
  );
  expect(await poster('es')).toContain('href="https://heart.example.gov/feedback?lang=es"');
});
