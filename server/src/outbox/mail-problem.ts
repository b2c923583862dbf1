import { isIP } from 'node:net';
import { connect } from 'node:tls';

/** The mail server's error, with a hint about the settings. */
export class MailProblem extends Error {
  readonly code: string | undefined;
  readonly responseCode: number | undefined;

  constructor(error: SmtpError, hint: string | undefined) {
    super(hint === undefined ? error.message : `${error.message}. ${hint}`);
    this.code = error.code;
    this.responseCode = error.responseCode;
    this.stack = error.stack ?? '';
  }
}

/** The error that nodemailer throws. */
type SmtpError = Error & { code?: string; responseCode?: number; timeoutType?: string };

/** Adds a hint for the operator to an error. */
export async function mailProblem(error: unknown, smtpUrl: string): Promise<MailProblem> {
  const failed = error as SmtpError;
  // A server that expects TLS waits for the client to speak first, while the client waits for its greeting.
  const isSilent = failed.code === 'ETIMEDOUT' && !/^smtps:/i.test(smtpUrl);
  if (isSilent && (await speaksTls(smtpUrl))) return new MailProblem(failed, hints.implicitTls);
  return new MailProblem(failed, hintFor(failed));
}

const hints = {
  implicitTls:
    'This port expects TLS from the first byte, as port 465 does. Use smtps:// instead of smtp:// in SMTP_URL.',
  plain: 'This port does not use TLS from the first byte. Use smtp:// instead of smtps:// in SMTP_URL.',
  authority:
    'This machine does not trust the authority that issued the server’s certificate. Save the authority’s certificate to a file and set NODE_EXTRA_CA_CERTS to its path.',
  name: 'The server’s certificate is for a different name. Use that name in SMTP_URL.',
  expired: 'The server’s certificate has expired.',
  credentials: 'The server rejected the user and password in SMTP_URL.',
  noCredentials: 'The server requires a user and a password. Add them to SMTP_URL.',
  relay:
    'The server does not accept email from this machine, from MAIL_FROM, or to this address. Its message has the details.',
  refused: 'No server is listening there. Check the host and port in SMTP_URL, and the firewall.',
  noHost: 'No host has this name. Check SMTP_URL.',
  silent: 'The server did not answer in time. Check the host and port in SMTP_URL, and the firewall.',
};

function hintFor({ message, code, responseCode }: SmtpError): string | undefined {
  if (responseCode === 530) return hints.noCredentials;
  if (code === 'EAUTH') return hints.credentials;
  if (responseCode !== undefined && responseCode >= 500) return hints.relay;
  return byMessage.find(([pattern]) => pattern.test(message))?.[1];
}

/** Messages of OpenSSL and Node, because nodemailer replaces their codes with its own. */
const byMessage: [pattern: RegExp, hint: string][] = [
  [/wrong version number|packet length too long/i, hints.plain],
  [/self.signed|unable to (get|verify)/i, hints.authority],
  [/altnames/i, hints.name],
  [/certificate has expired/i, hints.expired],
  [/ECONNREFUSED/, hints.refused],
  [/ENOTFOUND|EAI_AGAIN|EDNS|queryA/, hints.noHost],
  [/greeting never received|timeout/i, hints.silent],
];

/** How long to wait for a handshake, in milliseconds. */
const handshakeTimeout = 2000;

/** Whether the server answers a TLS handshake. Sends nothing after it. */
function speaksTls(smtpUrl: string): Promise<boolean> {
  const { hostname, port } = new URL(smtpUrl);
  const host = hostname.replaceAll(/[[\]]/g, '');
  // Only whether it uses TLS matters, so any certificate will do.
  const options = { host, port: Number(port || 587), rejectUnauthorized: false, timeout: handshakeTimeout };
  return new Promise((resolve) => {
    const socket = connect({ ...options, ...(isIP(host) ? {} : { servername: host }) });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('secureConnect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
