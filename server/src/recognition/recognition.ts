// Recognition: thanking staff whom customers praised (docs/policies/heart-cws.md, step 3).
export { recognitionRoutes } from './routes.ts';
