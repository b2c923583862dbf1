// The pages that show the audit log. Each feature writes its own entries, in the commit that makes the change
// (audit/audit.ts).
export { auditRoutes } from './routes.ts';
