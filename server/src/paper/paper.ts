// What the rest of the house may use of the paper forms: the pages in which they are typed in.
export { paperRoutes } from './routes.ts';
