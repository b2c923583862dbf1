// Who may sign in, and what they may do: for administrators.
export { peopleRoutes } from './routes.ts';
