import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import { readPdf } from '../../test/pdf.ts';
import { aPlan, below, plansPath } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';

test('a plan can be downloaded as PDF by those who may open its page', async () => {
  await using collector = await aCollector();
  const cause = 'Calls wait in three queues.';
  const actions = [{ text: 'One queue for all calls' }];
  const id = await aPlan(collector.db, { region: 'central', cause, causeClass: 'process', actions });
  const junior = await aPerson(collector, 'junior');
  const path = `${plansPath}/${id}/report.pdf`;
  expect((await junior.get(`${plansPath}/${id}`)).body).toContain(`href="${path}"`);
  const response = await junior.open(path);
  expect(response.status).toBe(200);
  const pdf = readPdf(new Uint8Array(await response.arrayBuffer()));
  expect(pdf.title).toBe('Action plan for Central Region');
  expect(pdf.bookmarks).toEqual(['Statements below target', 'Cause', 'Actions']);
  for (const text of [cause, 'One queue for all calls', 'Stage: Agreed.']) expect(pdf.text).toContain(text);
  expect(await count(collector.db, "audit_event WHERE action = 'action plan exported'")).toBe(1);

  const spanish = await junior.open(`${path}?lang=es`);
  const translated = readPdf(new Uint8Array(await spanish.arrayBuffer()));
  expect(translated.title).toBe('Plan de acción para Central Region');
  const elsewhere = await aPerson(collector, 'junior', 'south');
  const executive = await aPerson(collector, 'executive');
  for (const person of [elsewhere, executive]) expect((await person.get(path)).status).toBe(404);
});

test('a plan to watch says that its quarter is still open', async () => {
  await using collector = await aCollector();
  await below(collector, 'central');
  const junior = await aPerson(collector, 'junior');
  const lead = async (language: string) => {
    const answer = await junior.open(`${plansPath}/1/report.pdf?lang=${language}`);
    return readPdf(new Uint8Array(await answer.arrayBuffer())).text;
  };
  expect(await lead('en')).toContain('So far, Central Region is below its target of 4.00 for July to September');
  expect(await lead('es')).toContain('Hasta ahora, Central Region no alcanza su meta');
});
