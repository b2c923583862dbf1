import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { signedOutPage } from './pages.ts';

const errorPages = {
  'signed out': {
    title: 'You are signed out',
    message: 'Nothing was changed. Sign in and try again.',
  },
  'too large': {
    title: 'Your form or file is too large',
    message: 'Nothing was changed. Try again with a smaller file or less text.',
  },
  nothing: {
    title: 'Page not found',
    message: 'The address may be wrong, or you may not have access to this page.',
  },
  broken: {
    title: 'Something went wrong',
    message:
      'The problem is on our end. Try again in a minute. If you were saving something, check whether it was saved before you do it again.',
  },
  unavailable: {
    title: 'The database is unavailable',
    message:
      'Try again in a few seconds. If you were saving something, check whether it was saved before you send it again.',
  },
  'still busy': {
    title: 'Your other downloads are still being prepared',
    message: 'You can download only a few files at a time. Try again in a minute.',
  },
  'no pdf': {
    title: 'PDFs are not available on this server',
    message:
      'The program that makes them is not installed. Ask your administrator. The figures are also on the pages, and as CSV and XLSX files.',
  },
  'pdf failed': {
    title: 'The PDF could not be made',
    message: 'The server may be busy, or the report took too long. Try again in a minute.',
  },
  'no form': { title: 'This was not submitted from a form on this site', message: 'Nothing was changed.' },
  'other page': {
    title: 'This request came from another site',
    message:
      'Another site asked your browser to do this, or your browser is too old to tell us where the request came from. Nothing was changed.',
  },
};

/** A page for a request that was rejected or failed. */
export function errorPage(why: keyof typeof errorPages): Markup {
  const { title, message } = errorPages[why];
  return signedOutPage(
    title,
    html`<p>${message}</p>
      <p><a href="/console">Go to the console</a></p>`,
  );
}

/** @param wait in seconds. */
export function tooManyAttemptsPage(wait: number): Markup {
  const minutes = Math.ceil(wait / 60);
  return signedOutPage(
    'Too many attempts',
    html`<p>You can try again in ${minutes === 1 ? 'one minute' : `${minutes} minutes`}.</p>
      <p>Nothing was changed. If you were signed in, you still are.</p>
      <p><a href="/console/sign-in">Go to the sign-in page</a></p>`,
  );
}

/** Shown if too many people sign in at the same moment. */
export function busyPage(): Markup {
  return signedOutPage(
    'Sign-in is busy',
    html`<p>Too many people are signing in right now. Try again in a few seconds.</p>
      <p>Nothing was changed. If you were signed in, you still are.</p>
      <p><a href="/console/sign-in">Go to the sign-in page</a></p>`,
  );
}
