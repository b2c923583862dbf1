// Email summaries, which each person chooses: counts and links, never what a customer wrote (docs/design.md §2).
export { digestEmail } from './email.ts';
export type { DigestKind, Frequency } from './kinds.ts';
export { choose } from './queries.ts';
export { digestEmailKind, isDigestDue, queueDigests } from './queue.ts';
export { accountDigests, digestRoutes } from './routes.ts';
