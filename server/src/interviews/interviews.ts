// Telephone interviews: what staff read aloud, and where they enter the answers.
export { forgetInterviewers } from './queries.ts';
export { interviewRoutes } from './routes.ts';
