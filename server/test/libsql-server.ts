import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { aFolder } from './folder.ts';
import { aFreePort } from './listener.ts';

/** The program of a real libSQL server, which `.ci/libsql-server` downloads; undefined if there is none. */
export const libsqlProgram = process.env['HEART_LIBSQL_SERVER'] || undefined;

export interface LibsqlServer extends AsyncDisposable {
  url: string;
  /** The process id while it runs. */
  pid(): number;
  /** Where its replicas connect. */
  replication: string;
  /** Its files. */
  folder: string;
  /** The key of the tokens that it accepts, read at startup. */
  keyFile: string;
  /** Stops it, at once unless another signal is given. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Restarts it on the same port and files. */
  start(): Promise<void>;
}

export interface LibsqlServerOptions {
  /** The primary, which it copies and sends writes to. */
  primary?: Pick<LibsqlServer, 'replication'>;
  /** The key of the tokens that it accepts; without it, it accepts everyone. */
  tokens?: LibsqlTokens;
  /** Additional command-line arguments. */
  args?: string[];
}

/** Starts a libSQL server in its own process, with its own ports and files, and waits until it responds. */
export async function aLibsqlServer({ primary, tokens, args = [] }: LibsqlServerOptions = {}): Promise<LibsqlServer> {
  if (libsqlProgram === undefined) throw new Error('There is no libSQL server: run `pnpm test:libsql`.');
  const program = libsqlProgram;
  const folder = await aFolder();
  const [http, grpc] = [await aFreePort(), await aFreePort()];
  if (tokens) await writeFile(folder.file('key.pem'), tokens.publicKey);
  const line = [
    ...['--no-welcome', '--db-path', folder.file('data'), '--http-listen-addr', `127.0.0.1:${http}`],
    ...(primary ? ['--primary-grpc-url', primary.replication] : ['--grpc-listen-addr', `127.0.0.1:${grpc}`]),
    ...(tokens ? ['--auth-jwt-key-file', folder.file('key.pem')] : []),
    ...args,
  ];
  let child: ChildProcess | undefined;
  const url = `http://127.0.0.1:${http}`;
  const start = async () => {
    child = spawn(program, line, { stdio: 'ignore', env: { RUST_LOG: 'error' } });
    await answers(url, child);
  };
  const stop = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'close');
    child.kill(signal);
    await gone;
  };
  await start();
  return {
    url,
    pid: () => child!.pid!,
    replication: `http://127.0.0.1:${grpc}`,
    folder: folder.file('data'),
    keyFile: folder.file('key.pem'),
    stop,
    start,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The libSQL server ended with ${child.exitCode}.`);
    const isUp = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await wait(10);
  }
}

export interface LibsqlTokens {
  /** In PEM, as the server reads it. */
  publicKey: string;
  /** A token with read and write access. */
  token(): string;
}

/** A key pair for a server's tokens, which `libsql-server` calls a JWT key. */
export function libsqlTokens(): LibsqlTokens {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    token: () => jwt(privateKey, { a: 'rw' }),
  };
}

function jwt(key: KeyObject, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'EdDSA', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}
