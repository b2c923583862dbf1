// Customers' comments: reading and searching them, hiding one with a reason, flagging one that describes danger.
export { flagsBeforeClosing } from './before-closing.ts';
export { origin, quote, ratingList } from './comment-view.ts';
export { flagEmail } from './emails.ts';
export { commentRow } from './queries.ts';
export { readComment, readLowestComments, type Comment } from './reading.ts';
export { readShareable } from './shareable.ts';
export { commentRoutes } from './routes.ts';
export type { HidingOptions } from './mark-routes.ts';
