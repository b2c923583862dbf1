import { setTimeout } from 'node:timers/promises';
import { runHeart, type CollectorProcess } from './collector-process.ts';

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
}

/**
 * The collector's own time for each page in milliseconds, measured one after the other without the first few.
 * @param place the folder of its database, or the address of a libSQL server.
 */
export async function consolePages(collector: CollectorProcess, place: string, quarter: string): Promise<PageTime[]> {
  const representative = await consoleSignIn(collector, place, 'representative');
  const executive = await consoleSignIn(collector, place, 'executive');
  const administrator = await consoleSignIn(collector, place, 'administrator');
  const department = '/console/departments/cws';
  const pages: [path: string, cookie: string][] = [
    ['/console', representative],
    [`${department}/quarters/${quarter}`, representative],
    [`${department}/quarters/${quarter}/regions/central`, representative],
    [`${department}/comments`, representative],
    [`${department}/comments?rating=low`, representative],
    [`${department}/comments?q=zebra`, representative],
    [`${department}/paper`, representative],
    [`${department}/quarters/${quarter}/averages.csv`, representative],
    [`${department}/quarters/${quarter}/averages.xlsx`, representative],
    ['/console/agency', executive],
    ['/console/people', administrator],
    ['/console/directory', administrator],
    ['/console/audit', administrator],
  ];
  const times: PageTime[] = [];
  for (const [path, cookie] of pages) times.push({ page: path, ...(await timesOf(collector.url + path, cookie)) });
  return times;
}

async function timesOf(url: string, cookie: string) {
  const taken: number[] = [];
  for (let asking = -20; asking < asked; asking += 1) {
    const before = performance.now();
    const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}.`);
    if (asking >= 0) taken.push(performance.now() - before);
    await setTimeout(0);
  }
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) => Number(sorted[Math.floor(share * sorted.length)]!.toFixed(1));
  return { p50: at(0.5), p95: at(0.95) };
}

/**
 * Adds a person with that role.
 * @param place see {@link consolePages}.
 * @returns the cookies of their session.
 */
export async function consoleSignIn({ url }: CollectorProcess, place: string, role: string): Promise<string> {
  const email = `${role}@example.gov`;
  const whole = role === 'representative' ? ['--department', 'cws'] : [];
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
