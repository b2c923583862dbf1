// What a case leads to: actions, linked cases, needs passed on to other agencies, and the duties after a breach of privacy.
export { followUpConsole, followUps } from './routes.ts';
