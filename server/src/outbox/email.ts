import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { html, raw } from 'hono/html';
import type { SendMailOptions } from 'nodemailer';

/** An email as its recipients see it. */
export interface Email {
  /** One address per entry. */
  to: string[];
  cc?: string[];
  replyTo?: string;
  subject: string;
  /** The language that it is written in; English if it is missing. */
  language?: Pick<Catalog, 'tag' | 'direction'>;
  /** Its paragraphs in order. A link is a paragraph by itself, and so is a block that is written in both formats. */
  body: Paragraph[];
  attachments?: Attachment[];
}

/** A file that goes with an email. */
interface Attachment {
  filename: string;
  /** Its media type, such as `application/pdf`. */
  contentType: string;
  /** A text is stored in UTF-8. */
  content: Uint8Array | string;
}

type Paragraph = string | { link: string } | Block;

/** A paragraph that people copy, such as a signature. Its HTML is ready: nothing in it is escaped again. */
interface Block {
  html: string;
  text: string;
}

/** The paragraph as plain text. */
export function plainText(part: Paragraph): string {
  if (typeof part === 'string') return part;
  return 'link' in part ? part.link : part.text;
}

/** The agency's name, if it is set, and the installation's address. */
export interface Sender {
  agency: string | undefined;
  /** Without a trailing slash. */
  baseUrl: string;
}

/** Shown on pages in place of a one-time link, which is created only when the email is sent. */
export const hiddenLink = '[The link is created when the email is sent.]';

/** The email as plain text: the paragraphs, then the signature. */
function textOf({ body }: Pick<Email, 'body'>, sender: Sender): string {
  return `${[...body.map(plainText), signature(sender).join('\n')].join('\n\n')}\n`;
}

/** The email as HTML without styles or images, so that it looks like one that a person typed. */
async function htmlOf(
  { subject, body, language: { tag, direction } = english }: Pick<Email, 'subject' | 'body' | 'language'>,
  sender: Sender,
): Promise<string> {
  const paragraph = (part: Paragraph) => {
    if (typeof part === 'string') return html`<p>${onLines(part.split('\n'))}</p>`;
    if ('html' in part) return html`<div>${raw(part.html)}</div>`;
    return part.link === hiddenLink ? html`<p>${part.link}</p>` : html`<p><a href="${part.link}">${part.link}</a></p>`;
  };
  const page = await html`<!doctype html>
    <html lang="${tag}" dir="${direction}">
      <head>
        <meta charset="utf-8" />
        <title>${subject}</title>
      </head>
      <body>
        ${body.map(paragraph)}
        <p>${onLines(signature(sender))}</p>
      </body>
    </html>`;
  // The mail library would treat the markup object as a file to read.
  return String(page);
}

const english = { tag: 'en', direction: 'ltr' } as const;

const onLines = ([first = '', ...rest]: readonly string[]) => html`${first}${rest.map((line) => html`<br />${line}`)}`;

function signature({ agency, baseUrl }: Sender): string[] {
  return ['HEART Survey', ...(agency === undefined ? [] : [agency]), baseUrl];
}

/** The email for the mail library. @param from undefined for a draft, which comes from the person who sends it. */
export async function mailOf(email: Email, from: string | undefined, sender: Sender): Promise<SendMailOptions> {
  return {
    ...(from === undefined ? {} : { from }),
    to: email.to.map(oneAddress),
    ...(email.cc ? { cc: email.cc.map(oneAddress) } : {}),
    ...(email.replyTo ? { replyTo: oneAddress(email.replyTo) } : {}),
    subject: email.subject,
    text: textOf(email, sender),
    html: await htmlOf(email, sender),
    ...(email.attachments ? { attachments: email.attachments.map(oneFile) } : {}),
  };
}

/** As bytes, the content is never taken for the path or the address of a file to read. */
function oneFile({ filename, contentType, content }: Attachment) {
  return { filename, contentType, content: Buffer.from(content), contentDisposition: 'attachment' as const };
}

/** Passed as an object, an address is never parsed as a list or as a name with an address. */
function oneAddress(address: string) {
  return { name: '', address };
}
