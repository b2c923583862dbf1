// What the rest of the house may use of the tokens: their pages.
export { revokeToken, tokensOf } from './queries.ts';
export { tokenRoutes } from './routes.ts';
