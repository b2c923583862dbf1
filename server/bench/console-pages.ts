import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { runHeart, type CollectorProcess } from './collector-process.ts';
import * as rows from './rows-behind.ts';

// Measures the console's pages with a county's amount of data, for people who see a whole department.

const asked = 200;
const password = 'a long enough password';
/** The headers that a browser sends with a form of the console: no other forms are accepted. */
const fromConsole = {
  'Content-Type': 'application/x-www-form-urlencoded',
  'Sec-Fetch-Site': 'same-origin',
};

export interface PageTime {
  page: string;
  p50: number;
  p95: number;
  /** Of reading the rows behind it, in turn with it. */
  rowsP95: number;
}

type Page = [path: string, cookie: string, rowsBehind: readonly string[]];

/**
 * The collector's own time for each page in milliseconds, measured one after the other without the first few.
 * @param place the folder of its database, or the address of a libSQL server.
 */
export async function consolePages(collector: CollectorProcess, place: string, quarter: string): Promise<PageTime[]> {
  const representative = await consoleSignIn(collector, place, 'representative');
  const executive = await consoleSignIn(collector, place, 'executive');
  const administrator = await consoleSignIn(collector, place, 'administrator');
  const department = '/console/departments/cws';
  return timesOfAll(collector, place, [
    ['/console', representative, rows.tallies(quarter)],
    [`${department}/quarters/${quarter}`, representative, [...rows.tallies(quarter), ...rows.snapshots]],
    [
      `${department}/quarters/${quarter}/regions/central`,
      representative,
      [...rows.tallies(quarter), ...rows.snapshots],
    ],
    [`${department}/comments`, representative, rows.comments],
    [`${department}/comments?rating=low`, representative, rows.comments],
    [`${department}/comments?q=zebra`, representative, rows.comments],
    [`${department}/paper`, representative, rows.paper],
    [`${department}/quarters/${quarter}/averages.csv`, representative, rows.tallies(quarter)],
    [`${department}/quarters/${quarter}/averages.xlsx`, representative, rows.tallies(quarter)],
    ['/console/agency', executive, rows.coverage],
    ['/console/people', administrator, rows.people],
    ['/console/directory', administrator, rows.directory],
    ['/console/audit', administrator, rows.audit],
  ]);
}

/** The same for pages of cases, campaigns, customer groups, coverage and published results. */
export async function newerPages(collector: CollectorProcess, folder: string): Promise<PageTime[]> {
  const manager = await consoleSignIn(collector, folder, 'manager');
  const executive = await consoleSignIn(collector, folder, 'executive');
  const representative = await consoleSignIn(collector, folder, 'representative');
  const department = '/console/departments/cws';
  const { url } = collector;
  const campaigns = await textOf(`${url}${department}/campaigns`, representative);
  const campaign = linkIn(campaigns, /campaigns\/\d+/);
  const published = linkIn(await textOf(`${url}/results/cws`, ''), /results\/cws\/\d{4}-\d\d/);
  const closed = published.slice(-'2026-07'.length);
  const year = linkIn(
    await textOf(`${url}/console/agency/cws/${closed}`, executive),
    /console\/agency\/cws\/groups\/\d{4}-\d\d/,
  );
  return timesOfAll(collector, folder, [
    ['/console/cases', manager, rows.cases],
    ['/console/cases?view=closed', manager, rows.cases],
    ['/console/cases?q=counter', manager, rows.cases],
    ['/console/cases/log', manager, rows.cases],
    [`${department}/cases/trends`, manager, rows.cases],
    [`${department}/campaigns`, representative, rows.campaigns],
    [`${department}/${campaign}`, representative, rows.campaigns],
    [`${department}/groups`, representative, rows.groups(closed)],
    [`${department}/quarters/${closed}/groups`, representative, rows.groups(closed)],
    [`/${year}`, executive, rows.groupYears],
    ['/console/coverage', executive, rows.coverage],
    ['/results', '', rows.published],
    ['/results/cws', '', rows.published],
    [`/${published}`, '', rows.published],
  ]);
}

async function timesOfAll(collector: CollectorProcess, place: string, pages: Page[]): Promise<PageTime[]> {
  using reader = await rows.rowReader(place);
  const times: PageTime[] = [];
  for (const [path, cookie, behind] of pages) {
    times.push({ page: path, ...(await timesOf(collector.url + path, cookie, () => reader.read(behind))) });
  }
  return times;
}

async function timesOf(url: string, cookie: string, readRows: () => Promise<number>) {
  const taken: number[] = [];
  const baseline: number[] = [];
  for (let asking = -20; asking < asked; asking += 1) {
    const before = performance.now();
    const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}.`);
    const time = performance.now() - before;
    const rowsTime = await readRows();
    if (asking >= 0) {
      taken.push(time);
      baseline.push(rowsTime);
    }
    await setTimeout(0);
  }
  return { p50: at(taken, 0.5), p95: at(taken, 0.95), rowsP95: at(baseline, 0.95) };
}

const at = (times: number[], share: number) =>
  Number(times.toSorted((a, b) => a - b)[Math.floor(share * times.length)]!.toFixed(1));

const linkIn = (page: string, link: RegExp) => link.exec(page)![0];

async function textOf(url: string, cookie: string): Promise<string> {
  return (await fetch(url, { headers: { cookie } })).text();
}

/**
 * Adds a person with that role.
 * @param place see {@link consolePages}.
 * @returns the cookies of their session.
 */
export async function consoleSignIn({ url }: CollectorProcess, place: string, role: string): Promise<string> {
  const email = `${role}.${randomUUID()}@example.gov`;
  const whole = role === 'representative' || role === 'manager' ? ['--department', 'cws'] : [];
  const link = await runHeart(place, 'person', 'add', '--email', email, '--role', role, ...whole);
  const send = (path: string, fields: Record<string, string>) =>
    fetch(url + path, {
      method: 'POST',
      headers: fromConsole,
      body: new URLSearchParams(fields).toString(),
      redirect: 'manual',
    });
  await send(new URL(link).pathname, { password, again: password });
  const answer = await send('/console/sign-in', { email, password });
  if (answer.status !== 303) throw new Error(`Signing in answered ${answer.status}.`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
