import type { ParseArgsConfig } from 'node:util';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';

/** What a command may use. Its words go to `out`, its complaints to `err`, a line each. */
export interface Terminal {
  env: Record<string, string | undefined>;
  /** Milliseconds since the epoch. */
  clock: () => number;
  out: (line: string) => void;
  /** Where files are written to when no file is named. */
  stdout: NodeJS.WritableStream;
  err: (line: string) => void;
  isTerminal: boolean;
}

interface AnyCommand {
  /** As it is typed: `token create`. */
  name: string;
  summary: string;
  /** What it is called with beside its options, such as `FILE`; it must be given. */
  operand?: string;
  options?: NonNullable<ParseArgsConfig['options']>;
}

interface DatabaseCommand extends AnyCommand {
  needsNoDatabase?: false;
  /** Whether the command may make and migrate the database; the others need one that is up to date. */
  mayCreate?: boolean;
  run: (context: CommandContext) => Promise<number>;
}

interface OtherCommand extends AnyCommand {
  needsNoDatabase: true;
  run: (context: Omit<CommandContext, 'db'>) => Promise<number>;
}

export type Command = DatabaseCommand | OtherCommand;

export interface CommandContext {
  terminal: Terminal;
  config: Config;
  /** Open and up to date. */
  db: Database;
  options: Record<string, string | boolean | undefined>;
  /** Empty for a command without one. */
  operand: string;
}

/** A mistake of the person at the keyboard, said in one plain sentence. */
export class Mistake extends Error {}
