// What other rooms may use of the results: their pages, their files, and the API.
export { averagesCsv, responsesCsv } from './csv.ts';
export { averageCell, captionOf, cell, intervalInWords, responsesInWords, wordOf } from './scores-shown.ts';
export { causeWords, stateWords } from './plan-words.ts';
export { planWords } from '../figures/figures.ts';
export { grouped } from '@heart-survey/shared/counts';
export { hundredthsOf } from './agency-record.ts';
export { exportEntry, type Download } from './export-entry.ts';
export { agencyRoutes } from './agency-routes.ts';
export { resultsConsole } from './console-routes.ts';
export { exportRoutes } from './export-routes.ts';
export { csvFile, describedOfDepartment, describedOfQuarter } from './api-description.ts';
export { departmentInSight, departmentsPath } from './in-sight.ts';
export { byGet } from './list-routes.ts';
export { resultsRoutes } from './routes.ts';
export { marksFrom } from './run-chart-marks.ts';
export type { MarksOf, RunMark } from './run-chart.ts';
export { verdictSection } from './verdict-section.ts';
