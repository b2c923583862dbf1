// What the public sees of published quarters: pages, files, and what other sites show (docs/design.md §3.10, §5).
export { pageRoutes as publicResultsRoutes } from './routes.ts';
export { publicReader } from './shown.ts';
