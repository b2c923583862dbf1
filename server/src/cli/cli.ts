import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { seed } from '../database/seed.ts';
import { averages } from './averages.ts';
import { closeQuarterCommand } from './close-quarter.ts';
import { Mistake, type Command, type CommandContext, type Terminal } from './command.ts';
import { demo } from './demo.ts';
import { exportCommand } from './export.ts';
import { serveCommand } from './serve.ts';
import { tokenCreate } from './token-create.ts';
import { verifyCommand } from './verify.ts';

const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Bring the database to the newest schema.',
  run: async ({ terminal }) => {
    terminal.out('The database is up to date.');
    return 0;
  },
};

const commands: Command[] = [
  serveCommand,
  migrateCommand,
  tokenCreate,
  averages,
  closeQuarterCommand,
  exportCommand,
  verifyCommand,
  demo,
];

/** Runs one `heart` command. @returns the exit code: 0 means it did what was asked. */
export async function heart(args: string[], terminal: Terminal): Promise<number> {
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word));
  const asked = args.length === 0 || args.some((arg) => ['help', '--help', '-h'].includes(arg));
  if (!command || asked) {
    (asked ? terminal.out : terminal.err)(asked ? usage() : `There is no command “${args.join(' ')}”.\n\n${usage()}`);
    return asked ? 0 : 1;
  }
  const read = readConfig(terminal.env);
  if ('mistakes' in read) {
    read.mistakes.forEach(terminal.err);
    return 1;
  }
  let db: Database | undefined;
  try {
    const options = readOptions(command, args.slice(command.name.split(' ').length));
    db = await openDatabase(read.config.databaseUrl, read.config.databaseAuthToken);
    await migrate(db, terminal.clock);
    await seed(db);
    return await command.run({ terminal, config: read.config, db, options });
  } catch (error) {
    terminal.err(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    db?.$client.close();
  }
}

function readOptions(command: Command, args: string[]): CommandContext['options'] {
  try {
    return parseArgs({ args, options: command.options ?? {}, strict: true }).values as CommandContext['options'];
  } catch (error) {
    throw new Mistake(`heart ${command.name}: ${(error as Error).message}`);
  }
}

function usage(): string {
  const flags = ({ options = {} }: Command) =>
    Object.entries(options).map(
      ([name, { type }]) => ` [--${name}${type === 'string' ? ` ${name.toUpperCase()}` : ''}]`,
    );
  const lines = commands.map(
    (command) => `  heart ${command.name}${flags(command).join('')}\n      ${command.summary}`,
  );
  return `heart: the HEART Survey collector\n\n${lines.join('\n')}`;
}
