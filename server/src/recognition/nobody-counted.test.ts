import { randomUUID } from 'node:crypto';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { readPdf } from '../../test/pdf.ts';
import { aComment } from '../../test/praise.ts';
import { routesOf } from '../../test/routes.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { roles } from '../access/access.ts';
import { recognitionRecipient, response, team } from '../database/schema.ts';
import { statement } from '../database/statement.ts';

// No page, file, API or metric lets anyone rank employees. One employee is thanked seven times and another one once. Then
// everything that the collector shows to anyone is read: the first must not be there more often than the second.

/** An employee with everything that could name them, none of which is anywhere else. */
interface Someone {
  id: number;
  name: string;
  email: string;
  code: string;
  /** What the list of emails shows of the address. */
  masked: string;
}

const often: Someone = {
  id: 710_011,
  name: 'Quirina Zandt',
  email: 'quirina.zandt@zenith.example.gov',
  code: 'code-of-quirina-zandt-1234567890',
  masked: 'q…@zenith.example.gov',
};
const once: Someone = {
  id: 710_022,
  name: 'Yorick Ulmer',
  email: 'yorick.ulmer@nadir.example.gov',
  code: 'code-of-yorick-ulmer-1234567890',
  masked: 'y…@nadir.example.gov',
};
const times = 7;
const base = '/console/departments/cws/recognition';

async function withThanks(collector: TestCollector): Promise<void> {
  const { db } = collector;
  for (const { id, name, email, code } of [often, once]) {
    await db.$client.execute(
      statement(
        `INSERT INTO employee (id, region_id, name, email, code, created_at)
          VALUES (:id, 3, :name, :email, :code, 0)`,
        { id, name, email, code },
      ),
    );
  }
  await db.insert(team).values({ regionId: 3, name: 'Front desk', createdAt: 0 });
  for (const { id } of [often, once])
    await db.$client.execute(`INSERT INTO team_member (team_id, employee_id) VALUES (1, ${id})`);
  const ambassador = await aPerson(collector, 'ambassador');
  for (const { id } of [...Array.from({ length: times }, () => often), once]) {
    const to = await aComment(db, { comment: 'They took their time for me.', receivedAt: collector.clock.now - 1 });
    const answer = await ambassador.post(`${base}/comments/${to}`, {
      send: randomUUID(),
      people: String(id),
      letters: ['H', 'E', 'A', 'R', 'T'],
      team: '',
      search: '',
      words: '',
      line: '',
      do: 'send',
    });
    expect(answer.status, answer.body).toBe(303);
  }
  await db.update(recognitionRecipient).set({ shownAs: 'first name' });
}

/** A page or a file, as text. */
interface Document {
  path: string;
  body: string;
}

/** Reads everything that this person can reach: all routes, and what their pages link to. */
async function everythingFor(collector: TestCollector, person: Pick<Staff, 'open'>): Promise<Document[]> {
  const routes = (await routesOf(collector)).filter(({ method, path }) => method === 'GET' && !path.includes('*'));
  const responses = await collector.db.select({ id: response.id }).from(response);
  const known = new Set([
    ...routes.map(({ path }) => filled(path)),
    // Nothing links to a thank-you that was sent.
    ...responses.map(({ id }) => `${base}/comments/${id}`),
  ]);
  const read: Document[] = [];
  for (const path of known) {
    // Reading a page can add to the list.
    const answer = await person.open(path);
    if (answer.status !== 200) continue;
    const body = await textOf(answer);
    read.push({ path, body });
    if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
    for (const [, href] of body.matchAll(/(?:href|src|action)="([^"#]+)/g)) {
      const { pathname, search, origin } = new URL(href!.replaceAll('&amp;', '&'), collector.url + path);
      if (origin === collector.url && known.size < maxPages && !isEndless(pathname + search))
        known.add(pathname + search);
    }
  }
  return read;
}

/** More pages than a collector with these data has. */
const maxPages = 500;

/** Links to other quarters, other regions, another language or a filter lead to the same pages again, without an end. */
const isEndless = (link: string) =>
  /lang=|channel=|quarter=(?!2026-07)|\/quarters\/(?!2026-07)|\/(?:regions|signatures|s|print)\/(?!central)/.test(link);

const filled = (path: string) =>
  path
    .replace(':department', 'cws')
    .replace(':region', 'central')
    .replace(':quarter', '2026-07')
    .replaceAll(/:\w+(?:\{[^}]*\})?\??/g, 'x');

async function textOf(answer: Response): Promise<string> {
  const type = answer.headers.get('content-type') ?? '';
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (type.includes('pdf')) {
    const { text, title, bookmarks, files } = readPdf(bytes);
    return [title, text, ...bookmarks, ...files.values()].join('\n');
  }
  if (!type.includes('spreadsheetml')) return new TextDecoder().decode(bytes);
  const files = Object.values(unzipSync(bytes));
  return files.map((file) => new TextDecoder().decode(file)).join('\n');
}

const countOf = (body: string, piece: string) => body.toLowerCase().split(piece.toLowerCase()).length - 1;

/** How often the person is in it, by each of the things that name them. */
const traces = (body: string, { id, name, email, code, masked }: Someone) => {
  const surname = name.split(' ')[1]!;
  return Object.fromEntries(
    Object.entries({ id: String(id), name, surname, email, code, masked }).map(([what, piece]) => [
      what,
      countOf(body, piece),
    ]),
  );
};

/** The path with ids left out: pages of one shape are about one thing each. */
const shapeOf = (path: string) => path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\b7100\d\d\b/g, ':one');

/** Where the one who was thanked often is there more often, as `path: what: count instead of count`. */
function counted(documents: Document[]): string[] {
  const found: string[] = [];
  for (const [shape, all] of Map.groupBy(documents, ({ path }) => shapeOf(path))) {
    const most = (person: Someone) => {
      const each = all.map(({ body }) => traces(body, person));
      return Object.keys(each[0]!).map((what): [string, number] => [what, Math.max(...each.map((one) => one[what]!))]);
    };
    const other = new Map(most(once));
    for (const [what, n] of most(often)) {
      if (n > other.get(what)!) found.push(`${shape}: ${what}: ${n} instead of ${other.get(what)}`);
    }
  }
  return found;
}

/** Where the number of thank-yous is beside something that names the person. */
function numbered(documents: Document[]): string[] {
  const named = `(?:Zandt|zenith|${often.id})`;
  const beside = new RegExp(`${named}.{0,60}\\b${times}\\b|\\b${times}\\b.{0,60}${named}`, 's');
  return documents
    .filter(({ body }) => beside.test(body.startsWith('<!') ? text(body) : body))
    .map(({ path }) => shapeOf(path));
}

test('nothing that is shown or exported tells how often an employee was thanked', async () => {
  await using collector = await aCollector();
  await withThanks(collector);
  const seen = new Set<string>();
  const walk = async (who: string, person: Pick<Staff, 'open'>) => {
    const documents = await everythingFor(collector, person);
    for (const { path, body } of documents) if (body.includes(once.name)) seen.add(shapeOf(path));
    expect.soft(counted(documents), who).toEqual([]);
    expect.soft(numbered(documents), who).toEqual([]);
    return documents.map(({ path }) => path);
  };
  await walk('not signed in', { open: (path) => fetch(collector.url + path, { redirect: 'manual' }) });
  for (const role of roles) await walk(role, await aPerson(collector, role));

  // The quarter closes, and leaves the department.
  collector.clock.now = Date.UTC(2026, 9, 20, 19);
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  for (const role of ['representative', 'executive'] as const) {
    const paths = await walk(`${role}, after the close`, await aPerson(collector, role));
    expect(paths.filter((path) => /\.(?:pdf|xlsx|csv)$/.test(path)).length, role).toBeGreaterThan(1);
  }
  // The walk has come to where employees are named at all.
  expect([...seen]).toEqual(
    expect.arrayContaining([
      '/console/directory/regions/central/employees',
      '/console/directory/employees/:one',
      '/console/directory/teams/1',
      `${base}/comments/:one`,
      base,
    ]),
  );
});
