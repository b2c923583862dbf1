import * as v from 'valibot';

const example = 'smtp://user:password@mail.example.gov:587';
const isMailServer = (text: string) => /^smtps?:\/\/./i.test(text);

/**
 * Whether the address has only one meaning. A special character in a password that is not percent-encoded ends the user,
 * the host or the port early, and the address then names a different server than it seems to.
 */
function isUnambiguous(text: string): boolean {
  const [, authority = '', rest = ''] = /^smtps?:\/\/([^/?#\\]*)(.*)$/is.exec(text) ?? [];
  const [host = '', credentials = ''] = authority.split('@').toReversed();
  return (
    URL.canParse(text) &&
    authority.split('@').length <= 2 &&
    /^([^:[\]]+|\[[\da-f:.]+\])(:\d+)?$/i.test(host) &&
    // The mail library accepts options after a question mark, such as `?name=survey.example.gov`.
    /^\/?(\?[^@#\\/]*)?$/.test(rest) &&
    !/%(?![\da-f]{2})/i.test(credentials) &&
    !/\s/.test(text)
  );
}

const isLocal = (from: string) =>
  /@(localhost(\.localdomain)?|\[?127(\.\d+){3}\]?|\[?(ipv6:)?::1\]?)\.?[>\s]*$/i.test(from);

/** The mail server's variables, for the schema of the environment. */
export const mailEntries = {
  SMTP_URL: v.optional(
    v.pipe(
      v.string(),
      v.check(isMailServer, `SMTP_URL must be a mail server such as ${example}.`),
      v.check(
        (text) => !isMailServer(text) || isUnambiguous(text),
        `SMTP_URL must look like ${example}. Percent-encode the other characters of the user and the password: # is %23, @ is %40, / is %2F, ? is %3F, % is %25.`,
      ),
    ),
  ),
  MAIL_FROM: v.optional(
    v.pipe(v.string(), v.regex(/^[^\r\n]*@[^\r\n]+$/, 'MAIL_FROM must be an email address.')),
    'HEART Survey <heart-survey@localhost>',
  ),
};

const mailEnvironment = v.object(mailEntries);

/** The problems with combinations of the variables, one line each. */
export function mailErrors({ SMTP_URL, MAIL_FROM }: v.InferOutput<typeof mailEnvironment>): string[] {
  return SMTP_URL !== undefined && isLocal(MAIL_FROM)
    ? [
        'MAIL_FROM must be your own address, such as HEART Survey <heart-survey@example.gov>. Mail servers reject email from localhost.',
      ]
    : [];
}
