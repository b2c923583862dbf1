import { randomUUID } from 'node:crypto';
import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { insertRows } from '@heart-survey/server/test/rows';
import { aPerson, type Staff } from '@heart-survey/server/test/staff';
import { audit } from '@heart-survey/widget/test/axe';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import { paleTexts } from '@heart-survey/widget/test/contrast';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const department = '/console/departments/cws';
/** Mid-October 2026: the quarter of July is closed by then. */
const afterClosing = Date.UTC(2026, 9, 20, 19);

/** Every page, by who opens it. */
const pages = {
  nobody: ['/console/sign-in', '/console/forgotten', '/console/nowhere', '/console/link/none', '/console/link/:link'],
  administrator: [
    '/console',
    '/console/account',
    '/console/people',
    '/console/people/invite',
    '/console/people/:person',
    '/console/directory',
    '/console/directory/departments/new',
    '/console/directory/departments/cws',
    '/console/directory/departments/cws/regions/new',
    '/console/directory/regions/central',
    '/console/directory/regions/central/employees',
    '/console/directory/employees/:employee',
    '/console/directory/import',
    '/console/settings',
    '/console/audit',
    '/console/audit?who=nobody',
  ],
  ambassador: [
    '/console',
    `${department}/quarters/2026-10`,
    `${department}/quarters/2026-07`,
    `${department}/quarters/2026-07/regions/central`,
    `${department}/comments`,
    `${department}/comments?quarter=2026-07`,
    `${department}/comments/:response`,
    `${department}/paper`,
    `${department}/paper/:batch`,
    '/console/tokens',
  ],
  junior: ['/console', '/console/results', `${department}/quarters/2026-10`],
  executive: ['/console', '/console/agency', '/console/agency/cws/2026-07'],
} as const;

const ways = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 320, colorScheme: 'light' },
] as const;

async function addHistory({ db, clock }: TestCollector) {
  for (const [place, region] of ['central', 'east', 'south'].entries()) {
    await insertRows(db, { responses: 40, region, rating: `1 + (n * ${place + 2}) % ${3 + place}` });
    await insertRows(db, { responses: 12, region, quarter: '2026-10', rating: '1 + (n * 3) % 4' });
  }
  await insertRows(db, { responses: 4, region: 'adoptions' });
  await db.$client.execute(
    "UPDATE response SET channel = 'page', language = CASE rowid % 2 WHEN 0 THEN 'en' ELSE 'ar' END",
  );
  await db.$client.execute("UPDATE response SET comment = 'Call me at 619-555-0142, thank you' WHERE rowid % 9 = 0");
  await db.$client.execute(
    "INSERT INTO employee (region_id, name, email, code, created_at) SELECT id, 'An Employee', 'employee@example.gov', 'abcdefghijklmnopqrstuvw', 0 FROM region WHERE slug = 'central'",
  );
  await db.$client.execute(`UPDATE response SET received_at = ${clock.now - 1000 * 60 * 60}`);
}

/** The path with what it names looked up, or nothing where there is none of it. */
async function filled(path: string, { db, heart }: TestCollector): Promise<string | undefined> {
  const one = async (query: string) => {
    const value = (await db.$client.execute(query)).rows[0]?.[0];
    return value === undefined ? undefined : String(value);
  };
  const [before, name] = path.split('/:');
  if (name === undefined) return path;
  if (name === 'link') {
    const invitation = ['person', 'add', '--email', `${randomUUID()}@example.gov`, '--role', 'executive'];
    return new URL((await heart(...invitation)).out.trim()).pathname;
  }
  const found = {
    person: await one('SELECT id FROM person'),
    employee: await one('SELECT id FROM employee'),
    batch: await one('SELECT max(id) FROM paper_batch'),
    response: await one("SELECT id FROM response WHERE comment LIKE 'Call me%'"),
  }[name];
  return found === undefined ? undefined : `${before}/${found}`;
}

/** Looks at the page as it stands: axe, contrast, and whether it scrolls sideways as a whole. */
async function expectGood(page: Page, what: string) {
  const { findings, inPage } = await audit(page);
  expect.soft(inPage, `${what}: axe saw nothing`).toBeGreaterThan(10);
  expect
    .soft(
      findings.filter((finding) => !isLeftToUs(finding)),
      what,
    )
    .toEqual([]);
  expect.soft(await paleTexts(page), `${what}: contrast under 4.5`).toEqual([]);
  const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect.soft(wide, `${what} scrolls sideways`).toBeLessThanOrEqual(window);
}

/** What axe leaves to be looked at (marks, single figures, drawings, what a table has scrolled away), {@link paleTexts} measures. */
const isLeftToUs = (finding: string) => finding.startsWith('color-contrast (needs review)');

describe.each(['a history', 'nothing yet'])('with %s', (data) => {
  let collector: TestCollector;
  beforeAll(async () => {
    collector = await aCollector();
    if (data === 'a history') await addHistory(collector);
    collector.clock.now = afterClosing;
    await collector.heart('close-quarter', '--quarter', '2026-07');
  });
  afterAll(() => collector[Symbol.asyncDispose]());

  describe.each(ways)('at $width px, $colorScheme', ({ width, colorScheme }) => {
    test.each(Object.entries(pages) as [keyof typeof pages, readonly string[]][])(
      'every page of %s is clean',
      async (role, paths) => {
        const person: Staff | undefined = role === 'nobody' ? undefined : await aPerson(collector, role);
        if (role === 'ambassador') await person!.post(`${department}/paper`, { region: 'central' });
        const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
        for (const cookie of person?.cookie.split('; ') ?? []) {
          const [name = '', ...value] = cookie.split('=');
          await context.addCookies([{ name, value: value.join('='), url: collector.url }]);
        }
        const page = await context.newPage();
        for (const named of paths) {
          const path = await filled(named, collector);
          if (path === undefined) {
            expect(data, `${named} is not there`).toBe('nothing yet');
            continue;
          }
          const answer = await page.goto(collector.url + path);
          const isRefusal = path.endsWith('/nowhere') || path.endsWith('/none');
          expect(answer!.status(), path).toBe(isRefusal ? 404 : 200);
          await expectGood(page, path);
        }
        await context.close();
      },
    );
  });
});
