import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { testCertificate } from './certificate.ts';

/** A letter as a mail server got it. */
export interface Received {
  /** What the envelope says. */
  from: string;
  to: string[];
  /** The message's headers, unfolded, by their name in lower case; each line one value. */
  headers: Record<string, string[]>;
  text: string;
}

export interface MailServer extends AsyncDisposable {
  /** For `SMTP_URL`, without a user. */
  url: string;
  port: number;
  letters: Received[];
}

interface MailServerOptions {
  /** Whether it takes no letter, and says so with the address. */
  refuses?: boolean;
  /** Whether it speaks TLS from the first byte, or from STARTTLS on, with the tests' own certificate; or not at all. */
  tls?: 'implicit' | 'STARTTLS' | 'none';
  /** The one user with the one password that it lets in; without it, it asks nobody who they are. */
  login?: { user: string; password: string };
}

/** A real mail server on a port of its own. */
export async function aMailServer({
  refuses = false,
  tls = 'none',
  login,
}: MailServerOptions = {}): Promise<MailServer> {
  const letters: Received[] = [];
  const server = new SMTPServer({
    ...testCertificate,
    secure: tls === 'implicit',
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disabledCommands: [...(tls === 'STARTTLS' ? [] : ['STARTTLS']), ...(login === undefined ? ['AUTH'] : [])],
    onAuth: ({ username, password }, _, done) =>
      username === login?.user && password === login?.password
        ? done(null, { user: username })
        : done(new Error('Authentication unsuccessful')),
    onRcptTo: ({ address }, _, done) => done(refuses ? new Error(`${address} is unknown here`) : null),
    onData: (stream, { envelope: { mailFrom, rcptTo } }, done) => {
      const [from, to] = [mailFrom === false ? '' : mailFrom.address, rcptTo.map(({ address }) => address)];
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        letters.push({ from, to, ...readLetter(Buffer.concat(pieces).toString('utf8')) });
        done();
      });
    },
  });
  // A client that gives up a handshake is an error to it.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as { port: number };
  return {
    url: `${tls === 'implicit' ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    port,
    letters,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Reads a message (RFC 5322) of plain text. */
export function readLetter(message: string): Pick<Received, 'headers' | 'text'> {
  const end = message.indexOf('\r\n\r\n');
  const headers: Record<string, string[]> = {};
  for (const line of message
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const [, name, value] = /^([^:]+): ?(.*)$/.exec(line)!;
    (headers[name!.toLowerCase()] ??= []).push(value!);
  }
  const body = message.slice(end + 4);
  const isQuoted = headers['content-transfer-encoding']?.[0] === 'quoted-printable';
  return { headers, text: isQuoted ? unquoted(body) : body };
}

function unquoted(text: string): string {
  const bytes = text
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
