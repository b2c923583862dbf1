/** The rows of a CSV file (RFC 4180) with a byte order mark, by the names in its header. */
export function readCsv(file: string): { header: string[]; lines: Record<string, string>[] } {
  if (!file.startsWith('\uFEFF')) throw new Error('The file has no byte order mark.');
  const [header = [], ...records] = recordsOf(file.slice(1));
  for (const record of records) {
    if (record.length !== header.length) throw new Error(`A line has ${record.length} cells: ${record.join(',')}`);
  }
  return {
    header,
    lines: records.map((record) => Object.fromEntries(header.map((name, index) => [name, record[index]!]))),
  };
}

function recordsOf(text: string): string[][] {
  if (!text.endsWith('\r\n')) throw new Error('The last line has no end.');
  const records: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    records.at(-1)!.push(quoted === undefined ? bare! : quoted.replaceAll('""', '"'));
    if (end === '\r\n') records.push([]);
  }
  return records.slice(0, -1);
}
