// The reports of closed quarters as PDF, and what later rooms need to make their own.
export { agencyDocument, agencyDownload, readAgencyReport } from './agency-report.ts';
export type { DirectedText, LetterDocument, ReportDocument } from './document.ts';
export { reportLanguages, textsFor } from './languages.ts';
export { planDocument, type PlanReport } from './plan-document.ts';
export { quarterDocument } from './quarter-document.ts';
export { readQuarterReport } from './quarter-report.ts';
export { quoteOf } from './quote-block.ts';
export { reportApi } from './report-api.ts';
export { reportRoutes } from './routes.ts';
export { refusedPage, sendReport } from './send.ts';
export { shareOutRoutes } from './share-out-routes.ts';
export { createTypesetter, NoPdf, type Typesetter } from './typesetter.ts';
export type { ReportTexts } from './texts.ts';
