import { randomUUID } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import { sendForm } from '@heart-survey/server/test/collector';
import { readCsv } from '@heart-survey/server/test/csv';
import { aFolder } from '@heart-survey/server/test/folder';
import { aFreePort } from '@heart-survey/server/test/listener';
import { aMailServer, type MailServer } from '@heart-survey/server/test/mail-server';
import { oneTimeCode } from '@heart-survey/server/test/one-time-code';
import { aServingProcess, heartProcess } from '@heart-survey/server/test/processes';
import { answerOf } from '@heart-survey/server/test/wire';
import { readSheet } from '@heart-survey/server/test/xlsx';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const password = 'four words that do not belong';

/** A person with their own browser. JavaScript is off, because the console does not need it. */
async function aVisitor(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  return { context, page: await context.newPage() };
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const fill = (page: Page, label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor();

async function setPassword(page: Page) {
  await fill(page, 'New password', password);
  await fill(page, 'Confirm new password', password);
  await press(page, 'Set password');
  await heading(page, 'Sign in');
}

async function signIn(page: Page, email: string) {
  await fill(page, 'Email address', email);
  await fill(page, 'Password', password);
  await press(page, 'Sign in');
}

/** The link in the latest email to that address. */
async function linkFor({ emails }: MailServer, email: string): Promise<string> {
  const letter = emails.findLast(({ to }) => to.includes(email));
  return /http:\/\/\S+\/console\/link\/\S+/.exec(letter!.text)![0];
}

test('sets up an installation from the printed link to the first downloads: invitations, an import, two-step verification, and answers', async () => {
  await using folder = await aFolder();
  await using mail = await aMailServer();
  const port = await aFreePort();
  const url = `http://localhost:${port}`;
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, SMTP_URL: mail.url, MAIL_FROM: 'heart@example.gov' };
  await using collector = await aServingProcess({ ...env, PORT: String(port), BASE_URL: url });

  // The first administrator uses the link that the first start prints.
  const administrator = await aVisitor();
  const first = /http\S+/.exec(await collector.printed(/\/console\/link\//))![0];
  await administrator.page.goto(first);
  await fill(administrator.page, 'Your name', 'An Administrator');
  await fill(administrator.page, 'Your email address', 'administrator@example.gov');
  await setPassword(administrator.page);
  await signIn(administrator.page, 'administrator@example.gov');
  await heading(administrator.page, 'Today');
  await administrator.page.goto(first);
  await heading(administrator.page, /no longer works/);

  // The directory comes from a file, which is previewed first.
  await administrator.page.goto(`${url}/console/directory/import`);
  await administrator.page.getByLabel('Regions and programs', { exact: true }).check();
  const file = 'department,slug,name\r\ncws,harbor,Harbor Office\r\ncws,central,Central Region\r\n';
  const csv = { name: 'regions.csv', mimeType: 'text/csv', buffer: Buffer.from(file) };
  await administrator.page.getByLabel('File', { exact: true }).setInputFiles(csv);
  await press(administrator.page, 'Preview');
  await heading(administrator.page, 'Preview of the import');
  await press(administrator.page, 'Import');
  await heading(administrator.page, 'Import complete');

  // Two people get invitations through a real mail server.
  for (const [name, role, scope] of [
    ['ambassador', 'HEART Ambassador', 'Child Welfare Services'],
    ['junior', 'Junior Ambassador', 'Child Welfare Services: East Region'],
  ] as const) {
    await administrator.page.goto(`${url}/console/people/invite`);
    await fill(administrator.page, 'Name', `The ${name}`);
    await fill(administrator.page, 'Email address', `${name}@example.gov`);
    const choice = administrator.page.getByLabel('Role', { exact: true });
    await choice.selectOption({ value: name });
    expect(await choice.locator('option:checked').textContent()).toContain(role);
    await administrator.page.getByLabel('Department, region or desk', { exact: true }).selectOption({ label: scope });
    await press(administrator.page, 'Send invitation');
    await expect.poll(() => mail.emails.flatMap(({ to }) => to)).toContain(`${name}@example.gov`);
  }

  // The ambassador follows the link in the email and sets up two-step verification.
  const ambassador = await aVisitor();
  await ambassador.page.goto(await linkFor(mail, 'ambassador@example.gov'));
  await setPassword(ambassador.page);
  await signIn(ambassador.page, 'ambassador@example.gov');
  await heading(ambassador.page, 'Today');
  await ambassador.page.goto(`${url}/console/account`);
  await fill(ambassador.page, 'Your password', password);
  await press(ambassador.page, 'Set up two-step verification');
  const secret = (await ambassador.page.locator('code').first().textContent())!.replaceAll(/\s/g, '');
  await fill(ambassador.page, 'One-time code', oneTimeCode(secret));
  await press(ambassador.page, 'Turn on two-step verification');
  await heading(ambassador.page, 'Save your backup codes');
  await press(ambassador.page, 'Sign out');
  await signIn(ambassador.page, 'ambassador@example.gov');
  await fill(ambassador.page, 'One-time code', oneTimeCode(secret, 1));
  await press(ambassador.page, 'Sign in');
  await heading(ambassador.page, 'Today');

  // Three hundred people respond.
  const regions = ['central', 'east', 'harbor'];
  for (let n = 0; n < 300; n += 1) {
    const ratings = items.flatMap((item, index) =>
      (n + index) % 7 === 0 ? [] : [[item, String(Math.min(5, 1 + ((n * 3 + index) % 5) + (n % 3)))]],
    );
    const comment = n % 10 === 0 ? `Comment ${n} of central, thank you` : '';
    const form = { id: randomUUID(), wording: '1', channel: 'page', language: 'en', comment };
    const { status } = await sendForm({ url }, { ...form, ...Object.fromEntries(ratings) }, regions[n % 3]);
    expect(status).toBe(303);
  }
  const { out } = await heartProcess(['averages', '--json'], env);
  const figures = JSON.parse(out) as {
    quarter: { id: string };
    regions: { region: string; name: string; responses: number; sum: number; n: number; average: string | null }[];
    total: { responses: number; sum: number; n: number; average: string };
  };
  expect(figures.total.responses).toBe(300);

  // The page, the comments, and the files all show the same figures.
  const quarter = `${url}/console/departments/cws/quarters/${figures.quarter.id}`;
  await ambassador.page.goto(quarter);
  for (const { name, responses, n, average } of figures.regions) {
    const row = ambassador.page
      .getByRole('row')
      .filter({ has: ambassador.page.getByRole('link', { name, exact: true }) });
    const shown = (await row.textContent())!.replaceAll(/\s+/g, ' ');
    expect(shown, name).toContain(`${responses} response`);
    if (average !== null) expect(shown, name).toContain(average);
    expect(shown, name).toContain(`n ${n}`);
  }
  await ambassador.page.goto(`${url}/console/departments/cws/comments`);
  await ambassador.page.getByText('Comment 270 of central, thank you').waitFor();

  const cookie = (await ambassador.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const load = async (path: string) => (await answerOf(await fetch(path, { headers: { cookie } }))).body;
  const averages = readCsv(await load(`${quarter}/averages.csv`));
  const rows = readCsv(await load(`${quarter}/responses.csv`));
  const sheet = await readSheet(`${quarter}/averages.xlsx`, cookie);
  for (const [index, scores] of [
    ...figures.regions,
    { ...figures.total, region: 'total', name: 'All regions' },
  ].entries()) {
    expect(averages.lines[index]).toMatchObject({
      ...{ region: scores.region, responses: String(scores.responses), sum: String(scores.sum), n: String(scores.n) },
      average: scores.average ?? '',
    });
    expect(sheet.rows[index + 1]!.slice(0, 5)).toMatchObject([
      ...[scores.name, scores.responses, scores.sum, scores.n],
      scores.average === null ? null : Number(scores.average),
    ]);
  }
  expect(rows.lines).toHaveLength(300);
  const rated = rows.lines.flatMap((line) => items.map((item) => line[item]!)).filter((rating) => rating !== '');
  expect(rated).toHaveLength(figures.total.n);

  // The junior ambassador of another region cannot see any of it.
  const junior = await aVisitor();
  await junior.page.goto(await linkFor(mail, 'junior@example.gov'));
  await setPassword(junior.page);
  await signIn(junior.page, 'junior@example.gov');
  await junior.page.goto(quarter);
  const page = (await junior.page.locator('main').textContent())!;
  expect(page).toContain('East Region');
  for (const other of ['Central Region', 'Harbor Office', 'All regions', `${figures.total.responses} responses`])
    expect(page).not.toContain(other);
  await junior.page.goto(`${url}/console/departments/cws/comments`);
  expect(await junior.page.locator('main').textContent()).not.toContain('Comment 270');
  for (const path of ['/averages.csv', '/averages.xlsx', '/responses.csv', '/regions/central']) {
    expect((await junior.page.request.get(quarter + path)).status(), path).toBe(404);
  }
});
