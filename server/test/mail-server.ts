import { once } from 'node:events';
import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect } from 'vitest';
import { testCertificate } from './certificate.ts';

/** An email as a mail server received it. */
export interface Received {
  /** The sender and the recipients of the envelope. */
  from: string;
  to: string[];
  /** The unfolded headers by lower-case name, with one value per line. */
  headers: Record<string, string[]>;
  text: string;
  /** Empty if there is none. */
  html: string;
  attachments: { name: string; type: string; content: Buffer }[];
}

export interface MailServer extends AsyncDisposable {
  /** For `SMTP_URL`, without a user. */
  url: string;
  port: number;
  /** Every email whose content it received, even if it did not accept it. */
  emails: Received[];
  /** Faults from now on. */
  faults: MailFaults;
  /** How many connections hang. */
  hanging(): number;
  /** Ends the fault `hang`, and continues with every connection that hangs. */
  resume(): void;
}

/** How a mail server fails. It works unless a test sets one of these. */
export interface MailFaults {
  /** Recipients that it refuses permanently, with 550. */
  refused: Set<string>;
  /** How many more recipients it defers with 450, as greylisting does. */
  greylisted: number;
  /** The step without an answer: at the start of a connection, at a recipient, or after the content. */
  at?: 'greeting' | 'recipient' | 'content' | undefined;
  /** Whether it keeps the connection open there until `resume`, or closes it. */
  does?: 'hang' | 'die' | undefined;
  /** Refuses the content itself with this code. */
  contentCode?: number | undefined;
}

interface MailServerOptions {
  /** Refuses every recipient, and repeats the address in its answer. */
  refuses?: boolean;
  /** TLS from the first byte, or after STARTTLS, with the tests' own certificate; or none. */
  tls?: 'implicit' | 'STARTTLS' | 'none';
  /** The only user and password that it accepts. Without it, no one has to sign in. */
  login?: { user: string; password: string };
  /** By default a free port. */
  port?: number;
}

/** Starts a real mail server on its own port. */
export async function aMailServer({
  refuses = false,
  tls = 'none',
  login,
  port: wanted = 0,
}: MailServerOptions = {}): Promise<MailServer> {
  const emails: Received[] = [];
  const sockets = new Set<Socket>();
  const faults: MailFaults = { refused: new Set(), greylisted: 0 };
  const held: (() => void)[] = [];
  const continueAfter = (step: MailFaults['at'], next: () => void) => {
    if (faults.at !== step) return next();
    if (faults.does === 'hang') return void held.push(next);
    for (const socket of sockets) socket.destroy();
  };
  const refusedContent = () =>
    faults.contentCode === undefined
      ? null
      : Object.assign(new Error('Not this content'), { responseCode: faults.contentCode });
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
    onConnect: (_, done) => continueAfter('greeting', done),
    onRcptTo: ({ address }, _, done) =>
      continueAfter('recipient', () => {
        if (refuses || faults.refused.has(address)) return done(new Error(`${address} is unknown here`));
        if (faults.greylisted === 0) return done(null);
        faults.greylisted--;
        done(Object.assign(new Error('Greylisted, try again later'), { responseCode: 450 }));
      }),
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope;
      const [from, to] = [mailFrom === false ? '' : mailFrom.address, rcptTo.map(({ address }) => address)];
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const refused = refusedContent();
        if (refused !== null) return done(refused);
        emails.push({ from, to, ...readEmail(Buffer.concat(pieces).toString('utf8')) });
        continueAfter('content', () => done(refusedContent()));
      });
    },
  });
  // It reports an abandoned handshake as an error.
  server.on('error', () => {});
  // Under TLS this is the socket below: destroying it crashes Node.
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  if (tls === 'none') server.server.on('connection', track);
  server.listen(wanted, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as { port: number };
  return {
    url: `${tls === 'implicit' ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    port,
    emails,
    faults,
    hanging: () => held.length,
    resume: () => {
      faults.at = undefined;
      for (const next of held.splice(0)) next();
    },
    [Symbol.asyncDispose]: () => {
      // A client that waits for an answer would keep the server open.
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Reads a message (RFC 5322) of plain text, or of plain text and HTML, with its attachments. */
export function readEmail(message: string): Omit<Received, 'from' | 'to'> {
  const { headers, body } = readPart(message);
  const [first, ...others] = partsOf(message, 'mixed');
  if (first !== undefined) {
    const attachments = others.map(attachmentIn);
    return { ...readEmail(first), headers, attachments };
  }
  const parts = partsOf(message, 'alternative').map(readPart);
  if (parts.length === 0) return { headers, text: body, html: '', attachments: [] };
  const ofType = (type: string) =>
    parts.find(({ headers }) => headers['content-type']?.[0]?.startsWith(type))?.body ?? '';
  return { headers, text: ofType('text/plain'), html: ofType('text/html'), attachments: [] };
}

/** The parts of a multipart message of that kind; none if it is not one. */
function partsOf(message: string, kind: 'mixed' | 'alternative'): string[] {
  const type = readPart(message).headers['content-type']?.[0] ?? '';
  const boundary = new RegExp(`^multipart/${kind};.*boundary="([^"]+)"`, 'i').exec(type)?.[1];
  if (boundary === undefined) return [];
  return message
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => part.replace(/^\r\n/, '').replace(/\r\n$/, ''));
}

function attachmentIn(part: string): Received['attachments'][number] {
  const { headers } = readPart(part);
  const name = /filename="?([^";]+)"?/.exec(headers['content-disposition']?.[0] ?? '')?.[1] ?? '';
  const type = headers['content-type']?.[0] ?? '';
  // Only base64 carries bytes unchanged here.
  expect(headers['content-transfer-encoding']).toEqual(['base64']);
  return { name, type, content: Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4), 'base64') };
}

function readPart(message: string): { headers: Record<string, string[]>; body: string } {
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
  const encoding = headers['content-transfer-encoding']?.[0];
  if (encoding === 'base64') return { headers, body: Buffer.from(body, 'base64').toString('utf8') };
  return { headers, body: encoding === 'quoted-printable' ? unquoted(body) : body };
}

function unquoted(text: string): string {
  const bytes = text
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
