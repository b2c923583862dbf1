// Recognition: thanking staff whom customers praised (docs/policies/heart-cws.md, step 3).
export { choiceRoutes } from './choice-routes.ts';
export { queueThankYou, thankYouChoiceEmail, thankYouChoiceKind, thankYouEmail, thankYouKind } from './email.ts';
export { recognitionRoutes } from './routes.ts';
export { forgetOldThankYous } from './old.ts';
export { quotesErased, quotesWithdrawn } from './withdrawal.ts';
export { firstSentence, policySentence } from './thank-you.ts';
export { publicQuotes, type PublicQuote, type PublishedBy } from './wall.ts';
export { readPublicRows } from './wall-queries.ts';
