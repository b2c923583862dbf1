// What the rest of the house may use of the tokens: their pages.
export { tokenRoutes } from './routes.ts';
