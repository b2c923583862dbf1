// Flagged responses: reviewing them, and excluding them from the figures.
export { responsesToReview } from './before-closing.ts';
export { flaggedRoutes } from './routes.ts';
export { flaggedDetails } from './pages.ts';
export { flaggedResponses, type FlaggedRow } from './queries.ts';
