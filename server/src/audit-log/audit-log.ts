// The pages that show audit entries. Each feature writes its own, in the commit of its change (audit/audit.ts).
export { auditRoutes } from './routes.ts';
