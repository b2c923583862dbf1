import { test } from 'vitest';
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { aCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';
writeFileSync('/tmp/wt/docs-measure-child2.cjs', `
process.on('message', async ({ url, cookies, path }) => {
  let isOver = false; const waits = [];
  const poll = (async () => { while (!isOver) { const t = performance.now(); await (await fetch(url + '/healthz')).text(); waits.push(performance.now() - t); } })();
  await new Promise((r) => setTimeout(r, 300)); waits.length = 0;
  const t = performance.now();
  const s = await Promise.all(cookies.map(async (cookie) => { const a = await fetch(url + path, { headers: { cookie } }); await a.arrayBuffer(); return a.status; }));
  const took = performance.now() - t; isOver = true; await poll;
  process.send({ took: Math.round(took), longest: Math.round(Math.max(...waits)), n: waits.length, s: s.join() });
}); process.send('ready');`);
test('workbooks', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 400 });
  const people = [];
  for (let i = 0; i < 5; i++) people.push(await aPerson(collector, 'ambassador'));
  const cookies = people.flatMap(({ cookie }) => [cookie, cookie]);
  const proc = fork('/tmp/wt/docs-measure-child2.cjs');
  await new Promise((r) => proc.once('message', r));
  for (let round = 0; round < 8; round++) {
    const gaps: number[] = []; let last = performance.now(), on = true;
    const tick = () => { const t = performance.now(); gaps.push(Math.round(t - last)); last = t; if (on) setImmediate(tick); };
    setImmediate(tick);
    const result = new Promise((r) => proc.once('message', r));
    proc.send({ url: collector.url, cookies, path: '/console/departments/cws/quarters/2026-07/averages.xlsx' });
    console.log('W', JSON.stringify(await result), 'gaps', gaps.toSorted((a, b) => b - a).slice(0, 6).join(' '));
    on = false; await new Promise((r) => setTimeout(r, 50));
  }
  proc.kill();
}, 60000);
