import { items } from '@heart-survey/shared/items';
import * as v from 'valibot';
import { expect } from 'vitest';
import { elementSchema } from '../src/public-results/element-json.ts';
import { quarterSchema, type QuarterJson } from '../src/public-results/quarter-json.ts';
import type { TestCollector } from './collector.ts';
import { text } from './console-page.ts';
import { readCsv } from './csv.ts';

type Scores = QuarterJson['total'] | QuarterJson['regions'][number];

/** What anyone can read of a quarter of `cws`, after checking that no page or file shows more; undefined if nothing. */
export async function readPublic(
  { url }: Pick<TestCollector, 'url'>,
  quarter: string,
): Promise<QuarterJson | undefined> {
  const path = `${url}/results/cws/${quarter}`;
  const element = `${url}/widget/v1/results/cws.json?quarter=${quarter}`;
  const answer = await fetch(`${path}.json`);
  if (answer.status !== 200) {
    for (const other of [path, `${path}.csv`, `${path}.csv-metadata.json`, element]) {
      expect((await fetch(other)).status, other).toBe(answer.status);
    }
    return undefined;
  }
  const json = await answer.json();
  expect(json).toEqual(v.parse(quarterSchema, json));
  const figures = json as QuarterJson;
  // With the byte order mark, which `text()` removes.
  const read = async (address: string) => Buffer.from(await (await fetch(address)).arrayBuffer()).toString();
  expectSameInCsv(await read(`${path}.csv`), figures);
  expectSameInPage(await read(path), figures);
  const page = await read(`${url}/results/cws`);
  expectTotal(rowsOf(page).find(({ head }) => head === labelOf(quarter))!.cells, figures.total);
  expectSameInElement(await read(element), figures);
  return figures;
}

const labelOf = (quarter: string) => {
  const month = Number(quarter.slice(5)) - 1;
  const name = (at: number) => new Date(Date.UTC(2026, at)).toLocaleString('en', { month: 'short', timeZone: 'UTC' });
  return `${name(month)}–${name(month + 2)} ${quarter.slice(0, 4)}`;
};

const shownAs = (value: number | string | null) => String(value ?? '');

function expectSameInCsv(csv: string, { regions, total }: QuarterJson): void {
  const numbers = ({ responses, sum, n, average, items: ofAll }: Scores) =>
    [responses, sum, n, average, ...items.flatMap((item) => [ofAll[item].sum, ofAll[item].n, ofAll[item].mean])].map(
      shownAs,
    );
  const { lines } = readCsv(csv);
  const names = ['responses', 'sum', 'n', 'average'];
  const columns = [...names, ...items.flatMap((item) => [`${item}_sum`, `${item}_n`, `${item}_mean`])];
  expect(lines.map((line) => columns.map((column) => line[column]))).toEqual([...regions, total].map(numbers));
}

interface Row {
  head: string;
  cells: string[];
}

/** Every table row of a page, without the drawings. */
function rowsOf(page: string): Row[] {
  return [...page.replaceAll(/<svg.*?<\/svg>/gs, '').matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) => {
    const [head, ...cells] = [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => text(cell!).trim());
    return { head: head!, cells };
  });
}

const grouped = (count: number) => count.toLocaleString('en');

/** An average and how many people and ratings it has, or that they are withheld. */
function expectTotal([average, counts]: string[], { status, average: shown, responses, n }: Scores): void {
  if (status === 'suppressed') {
    expect([average, counts]).toEqual(['withheld', 'withheld']);
    return;
  }
  expect(average!.startsWith(shown ?? 'no ratings')).toBe(true);
  expect(counts).toMatch(new RegExp(`^${grouped(responses)}\\s+n ${grouped(n)}$`));
}

function expectSameInPage(page: string, { regions, total }: QuarterJson): void {
  const rows = rowsOf(page);
  for (const region of regions) {
    const [scores, statements, ...others] = rows.filter(({ head }) => head === region.name);
    expect(others).toEqual([]);
    expectTotal(scores!.cells, region);
    for (const [at, item] of items.entries()) {
      const { mean, n } = region.items[item];
      const cell = n === null ? 'withheld' : n === 0 ? 'no ratings' : `${mean} n ${grouped(n)}`;
      expect(statements!.cells[at]!.replaceAll(/\s+/g, ' ')).toBe(cell);
    }
  }
  expectTotal(rows.find(({ head }) => head === 'All together')!.cells, total);
  const ofTotal = rows.filter(({ cells }) => cells.length === 2).slice(regions.length + 1);
  for (const [at, item] of total.status === 'suppressed' ? [] : items.entries()) {
    const { mean, n } = total.items[item];
    const [average, count] = ofTotal.find(({ head }) => head.startsWith(words[at]!))!.cells;
    expect(average!.startsWith(mean ?? (n === null ? 'withheld' : 'no ratings'))).toBe(true);
    expect(count).toBe(n === null ? 'withheld' : grouped(n));
  }
  expect(decimalsIn(page).filter((one) => !decimalsOf([...regions, total]).has(one))).toEqual([]);
}

const words = ['Helpfulness', 'Expertise', 'Attentiveness', 'Respect', 'Timeliness', 'Overall'];

/**
 * Every figure with two decimals on a page, except in what is about other quarters and changes, and in lists, which have an
 * example.
 */
function decimalsIn(page: string): string[] {
  const own = page.replaceAll(/<(svg|details|dl|li)\b.*?<\/\1>/gs, '');
  return text(own.slice(own.indexOf('<main'))).match(/\b\d\.\d\d\b/g) ?? [];
}

function decimalsOf(all: Scores[]): Set<string | null | undefined> {
  return new Set(
    all.flatMap(({ average, interval, items: ofAll }) => [
      average,
      interval?.low,
      interval?.high,
      ...items.map((item) => ofAll[item].mean),
    ]),
  );
}

function expectSameInElement(json: string, { quarter, total }: QuarterJson): void {
  const parsed = JSON.parse(json) as unknown;
  const shown = v.parse(elementSchema, parsed);
  expect(parsed).toEqual(shown);
  const row = shown.rows.at(-1)!;
  expect(row).toMatchObject({
    quarter: quarter.id,
    average: total.average,
    low: total.interval?.low ?? null,
    high: total.interval?.high ?? null,
    responses: total.responses === null ? 'withheld' : grouped(total.responses),
    status: total.status,
  });
  if (total.status === 'suppressed') expect(shown.sentence).not.toMatch(/\d\.\d\d|people rated/);
}
