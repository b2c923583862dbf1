import { isIP } from 'node:net';
import { connect } from 'node:tls';

/** An email that the server did not take, with what may be wrong with the settings. */
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

/** As nodemailer throws it. */
type SmtpError = Error & { code?: string; responseCode?: number; timeoutType?: string };

/** Finds out what an operator can do about it. */
export async function mailProblem(error: unknown, smtpUrl: string): Promise<MailProblem> {
  const failed = error as SmtpError;
  // Such a server waits for us to speak first, as we wait for it.
  const isSilent = failed.code === 'ETIMEDOUT' && !/^smtps:/i.test(smtpUrl);
  if (isSilent && (await speaksTls(smtpUrl))) return new MailProblem(failed, hints.implicitTls);
  return new MailProblem(failed, hintFor(failed));
}

const hints = {
  implicitTls:
    'This port expects TLS from the first byte, as port 465 does: let SMTP_URL begin with smtps:// in place of smtp://.',
  plain: 'This port does not speak TLS from the first byte: let SMTP_URL begin with smtp:// in place of smtps://.',
  authority:
    'This machine does not trust the authority behind the server’s certificate: put that authority’s certificate into a file and set NODE_EXTRA_CA_CERTS to its path.',
  name: 'The server’s certificate is for another name: use that name in SMTP_URL.',
  expired: 'The server’s certificate has expired.',
  credentials: 'The server refused the user and the password of SMTP_URL.',
  noCredentials: 'The server wants a user and a password: add them to SMTP_URL.',
  relay:
    'The server does not take email from this machine, from MAIL_FROM or to this address: its own words say which.',
  refused: 'Nothing listens there: check host and port in SMTP_URL, and the firewall.',
  noHost: 'There is no host of this name: check SMTP_URL.',
  silent: 'The server did not answer in time: check host and port in SMTP_URL, and the firewall.',
};

function hintFor({ message, code, responseCode }: SmtpError): string | undefined {
  if (responseCode === 530) return hints.noCredentials;
  if (code === 'EAUTH') return hints.credentials;
  if (responseCode !== undefined && responseCode >= 500) return hints.relay;
  return byMessage.find(([words]) => words.test(message))?.[1];
}

/** OpenSSL's and Node's own words: nodemailer puts codes of its own in place of theirs. */
const byMessage: [words: RegExp, hint: string][] = [
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

/** Whether the server answers a TLS handshake. Nothing is sent to it then. */
function speaksTls(smtpUrl: string): Promise<boolean> {
  const { hostname, port } = new URL(smtpUrl);
  const host = hostname.replaceAll(/[[\]]/g, '');
  // Whoever it is: only whether it speaks TLS is asked.
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
