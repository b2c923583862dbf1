import { html, raw } from 'hono/html';
import type { SendMailOptions } from 'nodemailer';

/** An email as it is written for its recipients. */
export interface Email {
  /** One address each. */
  to: string[];
  cc?: string[];
  replyTo?: string;
  subject: string;
  /** Its paragraphs in order. A link is a paragraph by itself, and so is a block that is written in both formats. */
  body: Paragraph[];
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

/** Who writes: the name of the agency, where one is set, and where the installation is. */
export interface Sender {
  agency: string | undefined;
  /** Without a slash at the end. */
  baseUrl: string;
}

/** What a page shows in place of a one-time link, which is made only when the email is sent. */
export const hiddenLink = '[The link is made when the email is sent.]';

/** The email as plain text: the paragraphs, then who writes. */
function textOf({ body }: Pick<Email, 'body'>, sender: Sender): string {
  return `${[...body.map(plainText), signature(sender).join('\n')].join('\n\n')}\n`;
}

/** The same as HTML, without a style or a picture: mail programs show it as they show what people type. */
async function htmlOf({ subject, body }: Pick<Email, 'subject' | 'body'>, sender: Sender): Promise<string> {
  const paragraph = (part: Paragraph) => {
    if (typeof part === 'string') return html`<p>${part}</p>`;
    if ('html' in part) return html`<div>${raw(part.html)}</div>`;
    return part.link === hiddenLink ? html`<p>${part.link}</p>` : html`<p><a href="${part.link}">${part.link}</a></p>`;
  };
  const [first, ...rest] = signature(sender);
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${subject}</title>
      </head>
      <body>
        ${body.map(paragraph)}
        <p>${first}${rest.map((line) => html`<br />${line}`)}</p>
      </body>
    </html>`;
  // Markup is an object, which the mail library would take for a file to read.
  return String(page);
}

function signature({ agency, baseUrl }: Sender): string[] {
  return ['HEART Survey', ...(agency === undefined ? [] : [agency]), baseUrl];
}

/** The email for the mail library. @param from is left out of a draft: it comes from the person who sends it. */
export async function mailOf(email: Email, from: string | undefined, sender: Sender): Promise<SendMailOptions> {
  return {
    ...(from === undefined ? {} : { from }),
    to: email.to.map(oneAddress),
    ...(email.cc ? { cc: email.cc.map(oneAddress) } : {}),
    ...(email.replyTo ? { replyTo: oneAddress(email.replyTo) } : {}),
    subject: email.subject,
    text: textOf(email, sender),
    html: await htmlOf(email, sender),
  };
}

/** As an object an address is one address: it is not read as a list, nor as a name with an address behind it. */
function oneAddress(address: string) {
  return { name: '', address };
}
