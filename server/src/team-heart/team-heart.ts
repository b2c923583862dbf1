// Team HEART: who its members are and how to reach them, the handbook, and the trainings that were held.
export { teamRoutes } from './routes.ts';
export { trainingMarks } from './marks.ts';
