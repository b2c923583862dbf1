// What the rest of the house may use of the exclusions: where flagged responses are looked at, and taken out of the figures.
export { flaggedRoutes } from './routes.ts';
