import { DOMParser, type Element } from '@xmldom/xmldom';
import { unzipSync } from 'fflate';

/** A sheet of a workbook, as a spreadsheet program would open it. */
export interface ReadSheet {
  /** Numbers as numbers, empty cells as null. */
  rows: (string | number | null)[][];
  formulas: number;
  frozen: { rows: number; columns: number };
  /** The workbook's number formats. */
  formats: string;
}

/** @param number the sheet's number, from 1. */
export async function readSheet(url: string, cookie: string, number = 1): Promise<ReadSheet> {
  const answer = await fetch(url, { headers: { cookie } });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}.`);
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  const xml = (path: string) => new DOMParser().parseFromString(new TextDecoder().decode(files[path]), 'text/xml');
  const all = (parent: Pick<Element, 'getElementsByTagName'>, name: string) => [...parent.getElementsByTagName(name)];
  const shared = files['xl/sharedStrings.xml']
    ? all(xml('xl/sharedStrings.xml'), 'si').map((text) => text.textContent)
    : [];
  const sheet = xml(`xl/worksheets/sheet${number}.xml`);
  const [pane] = all(sheet, 'pane');
  return {
    rows: all(sheet, 'row').map((row) => {
      const cells: (string | number | null)[] = [];
      for (const cell of all(row, 'c')) cells[columnOf(cell.getAttribute('r')!)] = valueOf(cell, shared);
      return Array.from({ length: 26 }, (_, at) => cells[at] ?? null);
    }),
    formulas: all(sheet, 'f').length,
    frozen: { rows: Number(pane?.getAttribute('ySplit') ?? 0), columns: Number(pane?.getAttribute('xSplit') ?? 0) },
    formats: new TextDecoder().decode(files['xl/styles.xml']),
  };
}

/** `A1` is in column 0, `AB3` in column 27. */
function columnOf(cell: string): number {
  return (
    Array.from(/^[A-Z]+/.exec(cell)![0]).reduce((sum, character) => 26 * sum + character.charCodeAt(0) - 64, 0) - 1
  );
}

function valueOf(cell: Element, shared: (string | null)[]): string | number | null {
  const value = cell.getElementsByTagName('v')[0]?.textContent ?? null;
  const type = cell.getAttribute('t');
  if (type === 's') return shared[Number(value)] ?? null;
  if (type === 'inlineStr') return cell.textContent;
  if (value === null || value === '') return null;
  return type === null || type === '' || type === 'n' ? Number(value) : value;
}
