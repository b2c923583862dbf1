// Summaries by email that each person may choose: counts and links, never what a customer wrote.
export { digestEmail } from './email.ts';
export { digestEmailKind, isDigestDue, queueDigests } from './queue.ts';
export { accountDigests, digestRoutes } from './routes.ts';
