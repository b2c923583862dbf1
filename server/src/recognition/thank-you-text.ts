import { catalogs, isLanguage } from '@heart-survey/shared/languages/languages';
import { toHtml } from '@heart-survey/shared/signature';
import { isEmail } from '../access/access.ts';
import type { Email } from '../outbox/outbox.ts';
import { quoted } from './quoted.ts';
import { safeLine, safeLines } from './safe-text.ts';
import { firstSentence, secondSentence, type ThankYou } from './thank-you.ts';
import { letterWords, placeAndMonth } from './words.ts';

/** Fixed: a header never has what a customer or a member of the staff wrote. */
const subject = 'Thank you for providing exceptional customer service';

/** Fixed as well. */
const choiceSubject = 'Your thank-you: choose how it is shown';

/** The email of a thank-you. It has no link: the supervisor gets a copy, and only the employee may choose. */
export function thankYouText(thanks: ThankYou): Email {
  const { recipient, sender, region, letters, line, team } = thanks;
  const copyTo = supervisorOf(thanks);
  return {
    to: [recipient.email],
    ...(copyTo === undefined ? {} : { cc: [copyTo] }),
    replyTo: sender.email,
    subject,
    body: [
      `Hello ${safeLine(recipient.name)},`,
      firstSentence,
      safeLine(secondSentence(region.department)),
      ...(team === null ? [] : [`This thank-you is for the whole team: ${safeLine(team)}.`]),
      'A customer wrote:',
      quoteBlock(thanks),
      ...(letters.length === 0 ? [] : [`Recognized for: ${letterWords(letters).join(', ')}.`]),
      ...(line === null ? [] : [safeLine(line)]),
      placeAndMonth(thanks),
      'The customer’s comment is attached. You can print it or keep it.',
      team === null
        ? `${wallSentence}, without your name. Another email has a link where you can change that.`
        : `${wallSentence}, with your team’s name. Another email has a link where you can change that.`,
      safeLine(sender.name),
    ],
  };
}

const wallSentence = 'Your colleagues can see this quote on the thank-you wall';

/** The email with the link, to the employee alone. @param link where they choose; `hiddenLink` for a preview. */
export function choiceText({ recipient, sender, team }: ThankYou, link: string): Email {
  const shown = 'You got a thank-you. Your colleagues can see the customer’s quote on the thank-you wall';
  return {
    to: [recipient.email],
    replyTo: sender.email,
    subject: choiceSubject,
    body: [
      `Hello ${safeLine(recipient.name)},`,
      team === null
        ? `${shown}, without your name. To show your first name, or to hide the quote, open this page:`
        : `${shown}, with your team’s name. To hide the quote, open this page:`,
      { link },
      safeLine(sender.name),
    ],
  };
}

/** The supervisor gets a copy, unless that is the same person. Text that is not exactly one address could add a recipient. */
function supervisorOf({ recipient: { email, supervisorEmail } }: ThankYou): string | undefined {
  if (supervisorEmail === null || !isEmail(supervisorEmail) || supervisorEmail.toLowerCase() === email.toLowerCase())
    return undefined;
  return supervisorEmail;
}

/** Each line is marked as the customer's, so that none of them can look like a line of the email. */
function quoteBlock({ comment, cuts, language }: ThankYou): { html: string; text: string } {
  const lines = safeLines(quoted(comment, cuts));
  const attributes: Record<string, string> = isLanguage(language)
    ? { lang: language, dir: catalogs[language]!.direction }
    : { dir: 'auto' };
  const inside = lines.map((text) => ({ tag: 'div', attributes: {}, inside: [text === '' ? '\u00A0' : text] }));
  return {
    html: toHtml({ tag: 'blockquote', attributes, inside }),
    text: lines.map((text) => `> ${text}`).join('\n'),
  };
}

/** The customer's words alone, as the content of a text file. */
export function quoteFile(thanks: ThankYou): string {
  return [...safeLines(quoted(thanks.comment, thanks.cuts)), '', placeAndMonth(thanks), ''].join('\r\n');
}
