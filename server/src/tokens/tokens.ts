// What the rest of the house may use of the tokens: their pages.
export { allTokens, revokeAnyToken } from './queries.ts';
export { tokenRoutes } from './routes.ts';
