import type { ParseArgsConfig } from 'node:util';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';

/** The input and output of a command. Results go to `out` and errors to `err`, one line each. */
export interface Terminal {
  env: Record<string, string | undefined>;
  /** Milliseconds since the epoch. */
  clock: () => number;
  out: (line: string) => void;
  /** Where output goes when no file is given. */
  stdout: NodeJS.WritableStream;
  err: (line: string) => void;
  isTerminal: boolean;
}

interface AnyCommand {
  /** As you type it: `token create`. */
  name: string;
  summary: string;
  /** The required arguments besides the options, such as `FILE` or `DEPARTMENT QUARTER`. */
  operand?: string;
  options?: NonNullable<ParseArgsConfig['options']>;
  /** Whether it loads more modules later. Then it calls `loaded`. */
  loadsMore?: boolean;
}

interface DatabaseCommand extends AnyCommand {
  needsNoDatabase?: false;
  /** Whether the command may create and migrate the database. Other commands need an up-to-date one. */
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
  /** To call once all modules are loaded. */
  loaded: () => void;
  config: Config;
  /** Open and up to date. */
  db: Database;
  options: Record<string, string | boolean | undefined>;
  /** Every value of an option that may be repeated. */
  repeated: Record<string, string[]>;
  /** The first operand; empty for a command without one. */
  operand: string;
  /** All of them, in order. */
  operands: string[];
}

/** An error that the user can fix, with a plain message. */
export class UserError extends Error {}
