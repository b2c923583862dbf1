import { HeartSurvey } from './heart-survey.ts';

// A page may load the script twice, or carry another copy: the first one keeps the name.
if (customElements.get('heart-survey') === undefined) customElements.define('heart-survey', HeartSurvey);
