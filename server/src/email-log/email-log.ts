// The pages of the outbox: what was sent and what was not, and drafts for those who may read them.
export { emailPath } from './pages.ts';
export { emailRoutes } from './routes.ts';
export { testEmail, testEmailTo } from './test-email.ts';
