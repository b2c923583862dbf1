import type { Letter } from '../mail/mail.ts';

// What people are written: short, in plain text, saying who writes, why, and what happens next.

interface Occasion {
  to: { name: string; email: string };
  url: string;
  /** Where the installation is, without a slash at the end. */
  baseUrl: string;
}

interface Invitation extends Occasion {
  /** Who invites. */
  by: string;
  /** In words, with the place it is for. */
  role: string;
  /** What the agency's own sign-in is called, where there is one. */
  provider: string | undefined;
}

/** The invitation of somebody who is to sign in with the agency's provider, and has no password here. */
export function providerInvitation({
  to,
  baseUrl,
  by,
  role,
  provider,
}: Omit<Invitation, 'url'> & { provider: string }): Letter {
  return {
    to: to.email,
    subject: 'Your invitation to the HEART Survey',
    text: `Hello ${to.name},

${by} invites you to the HEART Survey, which tells our agency how customers were treated. Your role: ${role}.

Sign in with ${provider} here, with the account whose email address is ${to.email}:

${baseUrl}/console

You do not need a password of your own. If you did not expect this email, you can ignore it.

HEART Survey
${baseUrl}
`,
  };
}

export function invitationLetter({ to, url, baseUrl, by, role, provider }: Invitation): Letter {
  const orElse = provider ? ` You can also sign in there with ${provider} and need no password then.` : '';
  return {
    to: to.email,
    subject: 'Your invitation to the HEART Survey',
    text: `Hello ${to.name},

${by} invites you to the HEART Survey, which tells our agency how customers were treated. Your role: ${role}.

Open this link to set your password. It works once, within seven days:

${url}

Then sign in with your email address, ${to.email}, at ${baseUrl}/console.${orElse}

If the link no longer works, ask ${by} for a new one. If you did not expect this email, you can ignore it.

HEART Survey
${baseUrl}
`,
  };
}

/** @param by the administrator who had it sent; without one, the person asked for it. */
export function resetLetter({ to, url, baseUrl, by }: Occasion & { by?: string }): Letter {
  const why = by
    ? `${by} sends you a link to set a new password for the HEART Survey.`
    : `Somebody, probably you, asked for a new password for the HEART Survey.`;
  return {
    to: to.email,
    subject: 'A new password for the HEART Survey',
    text: `Hello ${to.name},

${why} Open this link to set it. The link works once, within one hour:

${url}

You are then signed out in every browser, and sign in with the new password.

If you did not ask for this, you can ignore this email: your password stays as it is.

HEART Survey
${baseUrl}
`,
  };
}
