// Telephone interviews: what staff read aloud, and where they enter the answers.
export { interviewRoutes } from './routes.ts';
