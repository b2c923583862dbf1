import type { Letter } from '../mail/mail.ts';

interface Flagged {
  to: { name: string | null; email: string };
  /** Of the list of flagged comments, complete. */
  url: string;
  region: string;
  by: string;
}

/** Says that there is a comment to see to and where, and not what it says: mail travels far. */
export function flaggedLetter({ to, url, region, by }: Flagged): Letter {
  return {
    to: to.email,
    subject: 'A survey comment may speak of danger or abuse',
    text: `Hello${to.name ? ` ${to.name}` : ''},

${by} flagged a comment on the HEART Survey, ${region}, because it may speak of danger or abuse. Please read it today, among the flagged ones:

${url}

You sign in to read it. If you may not sign in there, ask ${by}. The comment itself is not in this letter, so that it stays with those who may read it.

When it has been seen to, say so on that page.

HEART Survey
`,
  };
}
