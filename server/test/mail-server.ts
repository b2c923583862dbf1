import { once } from 'node:events';
import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { testCertificate } from './certificate.ts';

/** An email as a mail server received it. */
export interface Received {
  /** The envelope's sender and recipients. */
  from: string;
  to: string[];
  /** The message's unfolded headers, by lowercase name; one value for each line. */
  headers: Record<string, string[]>;
  text: string;
  /** Empty if there is none. */
  html: string;
}

export interface MailServer extends AsyncDisposable {
  /** For `SMTP_URL`, without a user. */
  url: string;
  port: number;
  emails: Received[];
  /** Faults from now on. */
  faults: MailFaults;
}

/** A mail server's faults; none by default. */
export interface MailFaults {
  /** Recipients that it permanently refuses, with 550. */
  refused: Set<string>;
  /** How many more recipients it temporarily refuses, with 450, as greylisting does. */
  greylisted: number;
  /**
   * The step at which it stops responding or closes the connection: at the start, at a recipient, or once it has the
   * content.
   */
  at?: 'greeting' | 'recipient' | 'content' | undefined;
  does?: 'hang' | 'die' | undefined;
  /** Refuses the content itself with this code. */
  contentCode?: number | undefined;
}

interface MailServerOptions {
  /** Whether it refuses every recipient, with a message that contains the address. */
  refuses?: boolean;
  /** Whether TLS starts with the first byte, with STARTTLS, or not at all; it uses the tests' certificate. */
  tls?: 'implicit' | 'STARTTLS' | 'none';
  /** The only user and password that it accepts; without it, anyone may send. */
  login?: { user: string; password: string };
  /** By default, a free port. */
  port?: number;
}

/** A real mail server on its own port. */
export async function aMailServer({
  refuses = false,
  tls = 'none',
  login,
  port: wanted = 0,
}: MailServerOptions = {}): Promise<MailServer> {
  const emails: Received[] = [];
  const sockets = new Set<Socket>();
  const faults: MailFaults = { refused: new Set(), greylisted: 0 };
  /** Whether the step continues; a step that hangs never does. */
  const continues = (step: MailFaults['at']) => {
    if (faults.at !== step) return true;
    if (faults.does === 'die') for (const socket of sockets) socket.destroy();
    return false;
  };
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
    onConnect: (_, done) => {
      if (continues('greeting')) done();
    },
    onRcptTo: ({ address }, _, done) => {
      if (!continues('recipient')) return;
      if (refuses || faults.refused.has(address)) return done(new Error(`${address} is unknown here`));
      if (faults.greylisted === 0) return done(null);
      faults.greylisted--;
      done(Object.assign(new Error('Greylisted, try again later'), { responseCode: 450 }));
    },
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope;
      const [from, to] = [mailFrom === false ? '' : mailFrom.address, rcptTo.map(({ address }) => address)];
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const { contentCode: responseCode } = faults;
        if (responseCode !== undefined) return done(Object.assign(new Error('Not this content'), { responseCode }));
        emails.push({ from, to, ...readMessage(Buffer.concat(pieces).toString('utf8')) });
        if (continues('content')) done();
      });
    },
  });
  // A client that aborts a handshake raises an error here.
  server.on('error', () => {});
  // With TLS, the socket belongs to the TLS layer, and destroying it crashes Node.
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
    [Symbol.asyncDispose]: () => {
      // A client that waits for a reply would keep it open.
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Parses a message (RFC 5322) with plain text, or with plain text and HTML. */
export function readMessage(message: string): Pick<Received, 'headers' | 'text' | 'html'> {
  const { headers, body } = readPart(message);
  const boundary = /^multipart\/alternative;.*boundary="([^"]+)"/i.exec(headers['content-type']?.[0] ?? '')?.[1];
  if (boundary === undefined) return { headers, text: body, html: '' };
  const parts = message
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => readPart(part.replace(/^\r\n/, '').replace(/\r\n$/, '')));
  const ofType = (type: string) =>
    parts.find(({ headers }) => headers['content-type']?.[0]?.startsWith(type))?.body ?? '';
  return { headers, text: ofType('text/plain'), html: ofType('text/html') };
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
