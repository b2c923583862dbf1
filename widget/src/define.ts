import { HeartSurvey } from './heart-survey.ts';

// A page may load the script twice, or another copy of it: the first one keeps the name. A server has no elements.
if (globalThis.customElements?.get('heart-survey') === undefined) {
  globalThis.customElements?.define('heart-survey', HeartSurvey);
}
