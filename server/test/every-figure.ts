import type { TestCollector } from './collector.ts';
import { text } from './console-page.ts';
import { contents } from './contents.ts';
import { readCsv } from './csv.ts';
import { aPerson, type Staff } from './staff.ts';
import { readSheet } from './xlsx.ts';

const department = '/console/departments/cws';
const api = '/api/v1/departments/cws';
const quarter = '2026-07';

/** The sections of a page that show figures of the quarter: not those about plans, and not the marks of what was done. */
function figuresOf(body: string): string[] {
  const main = body.slice(body.indexOf('<main'));
  const sections = text(main.replaceAll('<h2', '\u0000<h2').replaceAll(/<ol.*?<\/ol>/gs, '')).split('\u0000');
  return sections
    .filter((section) => !/^\s*(Action plan|Did |Average by month)/.test(section))
    .map((section) =>
      section
        .replaceAll(/Action plan: \w+|(Required|Agreed|Completed|Result: clearly better|Result: withheld)\b/g, '')
        .replaceAll(/\s+/g, ' '),
    );
}

/** Every figure of the quarter, wherever it is shown: pages, files, API, inside the department and outside. */
export async function everyFigure(collector: TestCollector): Promise<unknown[]> {
  const inside = await aPerson(collector, 'representative');
  const outside = await aPerson(collector, 'executive');
  const pages: [Staff, string][] = [
    [inside, `${department}/quarters/${quarter}`],
    [inside, `${department}/quarters/${quarter}/regions/central`],
    [inside, `${department}/quarters/${quarter}/closing`],
    [outside, `/console/agency/cws/${quarter}`],
  ];
  const shown = await Promise.all(pages.map(async ([who, path]) => figuresOf((await who.get(path)).body)));
  const files = await Promise.all([inside, outside].map((who) => filesOf(collector, who)));
  const { months, regions } = JSON.parse((await inside.get(`${api}/months`)).body) as Record<string, unknown>;
  const ofQuarter = JSON.stringify({ months, regions }).match(/\{"month":"2026-0[789]".*?\}/g);
  return [shown, files, ofQuarter, (await contents(collector.db))['snapshot']!.slice(0, 1)];
}

async function filesOf({ url }: TestCollector, who: Staff): Promise<unknown[]> {
  const path = `${api}/quarters/${quarter}`;
  const { regions, total } = JSON.parse((await who.get(path)).body) as { regions: { plan: unknown }[]; total: unknown };
  const { header, lines } = readCsv((await who.get(`${path}.csv`)).body);
  const sheet = await readSheet(`${url}${path}.xlsx`, who.cookie);
  return [
    regions.map(({ plan: _, ...scores }) => scores),
    total,
    lines.map((line) => header.filter((name) => !name.startsWith('plan')).map((name) => line[name])),
    sheet.rows.map((row) => row.filter((cell) => !['required', 'agreed', 'completed'].includes(String(cell)))),
  ];
}
