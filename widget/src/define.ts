import { HeartSurvey } from './heart-survey.ts';

// If a page loads the script or a copy of it twice, the first one keeps the name. A server has no custom elements.
if (globalThis.customElements?.get('heart-survey') === undefined) {
  globalThis.customElements?.define('heart-survey', HeartSurvey);
}
