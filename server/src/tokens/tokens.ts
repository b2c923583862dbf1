// What other features may use of API tokens.
export { revokeToken, tokensOf } from './queries.ts';
export { tokenRoutes } from './routes.ts';
