import { parseArgs } from 'node:util';
import { readConfig, type Config } from '../config.ts';
import { databaseExists, openDatabase, withoutSecrets, type Database } from '../database/database.ts';
import { isMigrated } from '../database/migrate.ts';
import { requireNotMoved } from '../database/moved.ts';
import { prepareDatabase } from '../database/prepare.ts';
import { requireNoRestore } from '../database/restore.ts';
import { UserError, type Command, type CommandContext, type Terminal } from './command.ts';

const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Create the database, or update it to the newest schema.',
  mayCreate: true,
  run: async ({ terminal }) => {
    terminal.out('The database is up to date.');
    return 0;
  },
};

/** The commands by name. Only the one that you run is loaded, since loading all of them takes seconds. */
const commands: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./serve.ts')).serveCommand,
  migrate: () => Promise.resolve(migrateCommand),
  settings: async () => (await import('./settings.ts')).settingsCommand,
  'languages export': async () => (await import('./languages.ts')).languagesExport,
  'languages import': async () => (await import('./languages.ts')).languagesImport,
  languages: async () => (await import('./languages.ts')).languagesList,
  'mail test': async () => (await import('./mail-test.ts')).mailTest,
  'person add': async () => (await import('./person-add.ts')).personAdd,
  'person unlink': async () => (await import('./person-unlink.ts')).personUnlink,
  import: async () => (await import('./import.ts')).importCommand,
  'token create': async () => (await import('./token-create.ts')).tokenCreate,
  'token list': async () => (await import('./token-revoke.ts')).tokenList,
  'token revoke': async () => (await import('./token-revoke.ts')).tokenRevoke,
  'key rotate': async () => (await import('./key-rotate.ts')).keyRotate,
  averages: async () => (await import('./averages.ts')).averages,
  'close-quarter': async () => (await import('./close-quarter.ts')).closeQuarterCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  'agency-report': async () => (await import('./agency-report.ts')).agencyReportCommand,
  verify: async () => (await import('./verify.ts')).verifyCommand,
  'verify-submission': async () => (await import('./verify-submission.ts')).verifySubmission,
  backup: async () => (await import('./backup.ts')).backupCommand,
  restore: async () => (await import('./restore.ts')).restoreCommand,
  move: async () => (await import('./move.ts')).moveCommand,
  forget: async () => (await import('./forget.ts')).forgetCommand,
  'case export': async () => (await import('./case-export.ts')).caseExport,
  vacuum: async () => (await import('./vacuum.ts')).vacuumCommand,
  demo: async () => (await import('./demo.ts')).demo,
};

/**
 * Runs one `heart` command.
 * @param loaded is called once all modules are loaded.
 * @returns the exit code: 0 if the command did what you asked.
 */
export async function heart(args: string[], terminal: Terminal, loaded = () => {}): Promise<number> {
  const name = Object.keys(commands).find((name) => name.split(' ').every((word, index) => args[index] === word));
  const asked = args.length === 0 || args[0] === 'help' || args.includes('--help') || args.includes('-h');
  if (name === undefined || asked) {
    const help = await usage();
    (asked ? terminal.out : terminal.err)(asked ? help : `Unknown command “${args.join(' ')}”.\n\n${help}`);
    return asked ? 0 : 1;
  }
  const read = readConfig(terminal.env);
  if ('errors' in read) {
    read.errors.forEach(terminal.err);
    return 1;
  }
  const command = await commands[name]!();
  if (!command.loadsMore) loaded();
  let db: Database | undefined;
  try {
    const given = {
      terminal,
      loaded,
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

/** A command that only reads must not create a database because of a typo in its address. */
async function databaseFor(mayCreate: boolean, config: Config, clock: () => number): Promise<Database> {
  const { databaseUrl, databaseAuthToken } = config;
  if (mayCreate) {
    requireNoRestore(databaseUrl);
    return prepareDatabase(databaseUrl, clock, databaseAuthToken);
  }
  if (!databaseExists(databaseUrl))
    throw new UserError(`No database found at ${withoutSecrets(databaseUrl)}. Run heart migrate to create it.`);
  const db = await openDatabase(databaseUrl, databaseAuthToken);
  try {
    await requireNotMoved(db);
    if (await isMigrated(db)) return db;
  } catch (error) {
    db.$client.close();
    throw error;
  }
  db.$client.close();
  throw new UserError(
    `The database at ${withoutSecrets(databaseUrl)} is from a different version. Run heart migrate to update it.`,
  );
}

function readArguments({ name, operand, options = {} }: Command, args: string[]) {
  const read = () => {
    try {
      return parseArgs({ args, options, strict: true, allowPositionals: operand !== undefined });
    } catch (error) {
      throw new UserError(`heart ${name}: ${(error as Error).message}`);
    }
  };
  const { values, ...others } = read();
  const positionals: string[] = others.positionals;
  const [first = ''] = positionals;
  const needed = operand === undefined ? [] : operand.split(' ');
  if (positionals.length !== needed.length || positionals.includes('')) {
    throw new UserError(`heart ${name} needs one ${needed.join(' and one ')}.`);
  }
  const repeated = Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string[]] => Array.isArray(entry[1])),
  );
  return { options: values as CommandContext['options'], repeated, operand: first, operands: positionals };
}

async function usage(): Promise<string> {
  const flags = ({ options = {} }: Command) =>
    Object.entries(options).map(
      ([name, { type, multiple }]) =>
        ` [--${name}${type === 'string' ? ` ${name.toUpperCase()}` : ''}]${multiple === true ? '…' : ''}`,
    );
  const operand = (command: Command) => (command.operand === undefined ? '' : ` ${command.operand}`);
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const lines = all.map(
    (command) => `  heart ${command.name}${operand(command)}${flags(command).join('')}\n      ${command.summary}`,
  );
  return `heart: the HEART Survey collector\n\n${lines.join('\n')}`;
}
