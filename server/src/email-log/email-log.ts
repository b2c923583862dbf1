// The pages of the outbox: every email with its state, and drafts for people who can read them.
export { emailPath } from './pages.ts';
export { emailRoutes } from './routes.ts';
export { testEmail, testEmailTo } from './test-email.ts';
