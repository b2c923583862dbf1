// Publishing a submitted quarter, and withdrawing it (docs/policies/marion-county-211.md, section 3.4; docs/design.md §3.10).
export { publishQuarter, withdrawQuarter } from './act.ts';
export { lastPublished, type DoneActions, type ShownWith } from './events.ts';
export { readOffered, type OfferReaders } from './offered.ts';
export { groupsPath, previewPath, publicPath, publishingPath, resultsPath } from './paths.ts';
export { readPreview } from './preview.ts';
export {
  inPlace,
  lastChange,
  publishedFrom,
  readPublishedRows,
  type PublishedDepartment,
  type PublishedQuarter,
  type PublishedRows,
  type PublishedYear,
  type ShownActions,
  type WithdrawnQuarter,
} from './published.ts';
export { publishingRoutes } from './routes.ts';
export { publishedIn, readPublishing, type PublishingState } from './state.ts';
export { verifyPublications } from './verify.ts';
