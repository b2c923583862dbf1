// What the rest of the house may use of the survey: who is asked, in which language, and the pages that ask.
export { createDirectory, hasEnded, type Department, type Directory, type Region } from './directory.ts';
export { offerLanguages, type Languages } from './language.ts';
export { endedPage, surveyPage, unknownRegionPage } from './pages.ts';
