// What the public sees of published quarters: pages, files, and what other sites show (docs/design.md §3.10, §5).
export { catalogRoutes, elementRoutes, fileRoutes as resultsFileRoutes } from './file-routes.ts';
export { pageRoutes as resultsPageRoutes } from './page-routes.ts';
export { previewRoutes } from './preview-routes.ts';
export { publicReader } from './published.ts';
