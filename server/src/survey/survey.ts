// What other rooms may use of the survey: the pages, the languages, and what links and forms carry.
export { channelInWords } from './channels.ts';
export { askNext, homeOf, kioskLink } from './kiosk.ts';
export {
  formatsInWords,
  formatsLine,
  formatsOf,
  formatsOfAll,
  type FormatsOffered,
  type ListedFormats,
} from './formats.ts';
export { bar, footer, languageButtons, languageLinks, nameOf, ownerOfAll } from './frame.ts';
export { offerLanguages, type Languages } from './language.ts';
export { groupQuestion } from './groups.ts';
export { carriedBy, ratingOf } from './link.ts';
export { newPageId, pageMadeAt } from './page-id.ts';
export { pageScript } from './page-script.ts';
export { endedPage, surveyPage, trapField, unknownPage, type PageScript } from './pages.ts';
export { regionTextsRoutes } from './region-texts-routes.ts';
export { surveyRoutes } from './routes.ts';
export { embedRoutes } from './embed-routes.ts';
export { keepBuild, keepTexts, widgetRoutes, type WidgetTexts } from './widget-builds.ts';
