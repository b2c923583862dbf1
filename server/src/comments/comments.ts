// What customers wrote: read, searched, hidden with a reason, and passed on where it speaks of danger.
export { origin, quote, ratingList } from './comment-view.ts';
export { flagEmail } from './emails.ts';
export { commentRoutes } from './routes.ts';
