import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { audit } from '../audit/audit.ts';
import { plansReader } from '../action-plans/action-plans.ts';
import { averagesCsv, exportEntry, responsesCsv } from '../results/results.ts';
import { quarterFigures } from '../figures/figures.ts';
import { UserError, type Command } from './command.ts';
import { departmentAsked, quarterAsked, quarterOptions } from './quarter-asked.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Export a quarter’s averages as CSV, or its responses with --rows. Writes to --file or to the terminal.',
  options: { ...quarterOptions, rows: { type: 'boolean' }, file: { type: 'string' } },
  run: async (context) => {
    const { db, terminal, options } = context;
    const department = await departmentAsked(context);
    const quarter = quarterAsked(context, department);
    const csv = options['rows']
      ? await responsesCsv(db, department, quarter.id, terminal.clock())
      : Readable.from([averagesCsv(await quarterFigures(db, plansReader(db), department, quarter))]);
    const file = options['file'];
    const output = file === undefined ? undefined : await openForWriting(String(file));
    const what = options['rows'] ? 'responses' : 'averages';
    await audit(db, exportEntry({ what, type: 'csv', quarter, department, by: 'heart export' }), terminal.clock());
    if (output === undefined) await pipeline(csv, terminal.stdout, { end: false });
    else await pipeline(csv, output);
    return 0;
  },
};

async function openForWriting(file: string): Promise<NodeJS.WritableStream> {
  const handle = await open(file, 'w').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`Cannot write ${file} (${error.code}).`);
  });
  return handle.createWriteStream();
}
