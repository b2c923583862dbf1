import { parseArgs } from 'node:util';
import { readConfig, type Config } from '../config.ts';
import { databaseExists, openDatabase, withoutSecrets, type Database } from '../database/database.ts';
import { isMigrated } from '../database/migrate.ts';
import { requireNotMoved } from '../database/moved.ts';
import { prepareDatabase } from '../database/prepare.ts';
import { requireNoRestore } from '../database/restore.ts';
import { averages } from './averages.ts';
import { backupCommand } from './backup.ts';
import { closeQuarterCommand } from './close-quarter.ts';
import { Mistake, type Command, type CommandContext, type Terminal } from './command.ts';
import { demo } from './demo.ts';
import { exportCommand } from './export.ts';
import { forgetCommand } from './forget.ts';
import { languagesExport, languagesImport, languagesList } from './languages.ts';
import { importCommand } from './import.ts';
import { moveCommand } from './move.ts';
import { mailTest } from './mail-test.ts';
import { personAdd } from './person-add.ts';
import { personUnlink } from './person-unlink.ts';
import { restoreCommand } from './restore.ts';
import { serveCommand } from './serve.ts';
import { settingsCommand } from './settings.ts';
import { tokenCreate } from './token-create.ts';
import { tokenList, tokenRevoke } from './token-revoke.ts';
import { verifyCommand } from './verify.ts';

const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Make the database, or bring it to the newest schema.',
  mayCreate: true,
  run: async ({ terminal }) => {
    terminal.out('The database is up to date.');
    return 0;
  },
};

const commands: Command[] = [
  serveCommand,
  migrateCommand,
  settingsCommand,
  languagesExport,
  languagesImport,
  languagesList,
  mailTest,
  personAdd,
  personUnlink,
  importCommand,
  tokenCreate,
  tokenList,
  tokenRevoke,
  averages,
  closeQuarterCommand,
  exportCommand,
  verifyCommand,
  backupCommand,
  restoreCommand,
  moveCommand,
  forgetCommand,
  demo,
];

/** Runs one `heart` command. @returns the exit code: 0 means it did what was asked. */
export async function heart(args: string[], terminal: Terminal): Promise<number> {
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word));
  const asked = args.length === 0 || args[0] === 'help' || args.includes('--help') || args.includes('-h');
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
    const given = {
      terminal,
      config: read.config,
      ...readArguments(command, args.slice(command.name.split(' ').length)),
    };
    if (command.needsNoDatabase) return await command.run(given);
    db = await databaseFor(command.mayCreate ?? false, read.config, terminal.clock);
    return await command.run({ ...given, db });
  } catch (error) {
    terminal.err(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    db?.$client.close();
  }
}

/** A command that only reads must not make a database where a slip of the pen points to. */
async function databaseFor(mayCreate: boolean, config: Config, clock: () => number): Promise<Database> {
  const { databaseUrl, databaseAuthToken } = config;
  if (mayCreate) {
    requireNoRestore(databaseUrl);
    return prepareDatabase(databaseUrl, clock, databaseAuthToken);
  }
  if (!databaseExists(databaseUrl))
    throw new Mistake(`There is no database at ${withoutSecrets(databaseUrl)}. heart migrate makes one.`);
  const db = await openDatabase(databaseUrl, databaseAuthToken);
  try {
    await requireNotMoved(db);
    if (await isMigrated(db)) return db;
  } catch (error) {
    db.$client.close();
    throw error;
  }
  db.$client.close();
  throw new Mistake(
    `The database at ${withoutSecrets(databaseUrl)} is not that of this version. heart migrate brings it up to date.`,
  );
}

function readArguments({ name, operand, options = {} }: Command, args: string[]) {
  const read = () => {
    try {
      return parseArgs({ args, options, strict: true, allowPositionals: operand !== undefined });
    } catch (error) {
      throw new Mistake(`heart ${name}: ${(error as Error).message}`);
    }
  };
  const { values, positionals } = read();
  const [first = ''] = positionals;
  if (operand !== undefined && (positionals.length !== 1 || first === '')) {
    throw new Mistake(`heart ${name}: give it one ${operand}.`);
  }
  return { options: values as CommandContext['options'], operand: first };
}

function usage(): string {
  const flags = ({ options = {} }: Command) =>
    Object.entries(options).map(
      ([name, { type }]) => ` [--${name}${type === 'string' ? ` ${name.toUpperCase()}` : ''}]`,
    );
  const operand = (command: Command) => (command.operand === undefined ? '' : ` ${command.operand}`);
  const lines = commands.map(
    (command) => `  heart ${command.name}${operand(command)}${flags(command).join('')}\n      ${command.summary}`,
  );
  return `heart: the HEART Survey collector\n\n${lines.join('\n')}`;
}
