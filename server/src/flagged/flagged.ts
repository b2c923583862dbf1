// Flagged responses: reviewing them, and excluding them from the figures.
export { flaggedRoutes } from './routes.ts';
