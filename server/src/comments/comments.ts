// What customers wrote: read, searched, hidden with a reason, and passed on where it speaks of danger.
export { commentRoutes } from './routes.ts';
