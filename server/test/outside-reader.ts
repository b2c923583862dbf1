import { items } from '@heart-survey/shared/items';
import { outsideFigures, type OutsideGroup } from '@heart-survey/shared/outside';
import { scoresOf } from '@heart-survey/shared/scores';
import { noTallies } from '@heart-survey/shared/tallies';
import * as v from 'valibot';
import { expect } from 'vitest';
import type { PublishedFigures } from '../src/figures/figures.ts';
import { manifestSchema, type Manifest } from '../src/submissions/manifest-schema.ts';
import type { TestCollector } from './collector.ts';
import { row } from './console-page.ts';
import { readCsv } from './csv.ts';
import type { Staff } from './staff.ts';
import { readPdf } from './pdf.ts';
import { readSheet } from './xlsx.ts';

/** What the executive office can read of a quarter, after checking that the page and the files show no more. */
export async function readOutside(
  executive: Staff,
  collector: TestCollector,
  quarter: string,
): Promise<PublishedFigures> {
  const path = `/api/v1/departments/cws/quarters/${quarter}`;
  const console = `/console/agency/cws/${quarter}`;
  const json = (await executive.get(path)).body;
  const figures = JSON.parse(json) as PublishedFigures;
  const all = [...figures.regions, { ...figures.total, region: 'total', name: 'All regions' }];
  const text = (value: number | string | null) => String(value ?? '');
  for (const file of [`${path}.csv`, `${console}/averages.csv`]) {
    const { lines } = readCsv((await executive.get(file)).body);
    expect(lines.map((line) => [line['responses'], line['sum'], line['n'], line['average']])).toEqual(
      all.map(({ responses, sum, n, average }) => [responses, sum, n, average].map(text)),
    );
    for (const item of items) {
      expect(lines.map((line) => [line[`${item}_sum`], line[`${item}_n`], line[`${item}_mean`]])).toEqual(
        all.map((one) => [one.items[item].sum, one.items[item].n, one.items[item].mean].map(text)),
      );
    }
  }
  for (const file of [`${path}.xlsx`, `${console}/averages.xlsx`]) {
    const { rows } = await readSheet(collector.url + file, executive.cookie);
    const number = (mean: string | null) => (mean === null ? null : Number(mean));
    expect(rows.slice(1).map((cells) => [...cells.slice(1, 5), ...cells.slice(8)])).toEqual(
      all.map(({ responses, sum, n, average, items: ofAll }) => [
        responses,
        sum,
        n,
        number(average),
        ...items.flatMap((item) => [ofAll[item].sum, ofAll[item].n, number(ofAll[item].mean)]),
      ]),
    );
  }
  const signed = await expectSameInManifest(executive, path, figures);
  await expectSameInPdf(executive, `${path}.pdf`, { csv: (await executive.get(`${path}.csv`)).body, signed });
  const page = (await executive.get(console)).body;
  for (const { name, responses, items: ofAll } of all) {
    const [head, average, ...cells] = row(page, name);
    if (responses === null) {
      expect(average, `${quarter} ${name}`).toMatch(/^Withheld/);
      continue;
    }
    expect(head).toContain(responses === 1 ? '1 response' : `${responses} responses`);
    for (const [at, item] of items.entries()) {
      expect(cells[at], `${quarter} ${name} ${item}`).toMatch(
        ofAll[item].n === null ? /^withheld$/ : new RegExp(`n ${ofAll[item].n}$`),
      );
    }
  }
  // No figures by language, channel, month or year leave the department that could be subtracted from these.
  for (const shown of [json, page]) {
    expect(shown).not.toMatch(
      /origins|Where responses came from|\bchannels?\b|\blanguages?\b|\bthe year\b|fiscal year/i,
    );
  }
  return figures;
}

interface Signed {
  file: object;
  /** Whether it is of the version that is shown. */
  isShown: boolean;
}

/** The PDF for readers outside has the same averages and the signed file attached, and no other file. */
async function expectSameInPdf(
  executive: Staff,
  path: string,
  { csv, signed }: { csv: string; signed: Signed | undefined },
): Promise<void> {
  const answer = await executive.open(path);
  expect(answer.status, path).toBe(200);
  const [averages, ...others] = readPdf(new Uint8Array(await answer.arrayBuffer())).files.values();
  expect(readCsv(averages!).lines).toEqual(readCsv(csv).lines);
  const attached = others.map((file) => JSON.parse(file) as object);
  // A file that was signed of another version may be missing.
  if (signed?.isShown !== false || attached.length > 0) expect(attached).toEqual(signed ? [signed.file] : []);
}

/** What was signed of the version that is shown has its figures, and no other number. @returns the signed file. */
async function expectSameInManifest(
  executive: Staff,
  path: string,
  { quarter, regions, total }: PublishedFigures,
): Promise<Signed | undefined> {
  const { submission } = JSON.parse((await executive.get(`${path}/submission`)).body) as {
    submission: { file: { payload: string } } | null;
  };
  if (submission === null) return undefined;
  const { payload } = submission.file;
  // It has exactly these members.
  const { figures } = v.parse(manifestSchema, JSON.parse(Buffer.from(payload, 'base64url').toString()));
  if (figures.version !== String(quarter.version)) return { file: submission.file, isShown: false };
  expect(figures.regions.map(({ region }) => region)).toEqual(regions.map(({ region }) => region));
  for (const [at, scores] of [...regions, total].entries()) {
    expect(numbersOf(figures.regions[at] ?? figures.total), path).toEqual(numbersOf(scores));
  }
  const excluded = 'excluded' in total ? asText(total.excluded ?? null) : null;
  expect([figures.total.status, figures.total.excluded]).toEqual([quarter.totalStatus ?? total.status, excluded]);
  return { file: submission.file, isShown: true };
}

type Scores = PublishedFigures['total'] | PublishedFigures['regions'][number];
type SignedScores = Manifest['figures']['regions'][number] | Manifest['figures']['total'];

/** Every number of a group, as text. */
function numbersOf({ responses, sum, n, average, interval, items: ofAll }: Scores | SignedScores) {
  return {
    counts: [responses, sum, n].map(asText),
    shown: [average, interval?.low, interval?.high],
    items: items.map((item) => {
      const { sum, n, mean, distribution, topTwo } = ofAll[item];
      return { counts: [sum, n, topTwo].map(asText), mean, distribution: distribution?.map(asText) };
    }),
  };
}

const asText = (count: number | string | null) => (count === null ? null : String(count));

/** The figures with a row for each of these regions. A reader knows that no one answered in one that did not exist yet. */
export function withEveryRegion({ regions, total }: PublishedFigures, slugs: readonly string[]): OutsideGroup {
  const nobody = scoresOf(noTallies, 400);
  const [none] = outsideFigures({ regions: [nobody], total: nobody }).regions;
  const rows = new Map(regions.map((row) => [row.region, row]));
  return { regions: slugs.map((slug) => rows.get(slug) ?? none!), total };
}
