// What the rest of the house may use of the audit: the pages that show it. Whoever does something writes it themselves,
// in the commit that does it (access/audit.ts).
export { auditRoutes } from './routes.ts';
