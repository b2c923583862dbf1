// Email signatures with the survey's link: the public page that makes one, and the emails that bring employees their own.
export { signatureConsole } from './console-routes.ts';
export { signatureEmail } from './emails.ts';
export { signatureRoutes } from './routes.ts';
