import { HeartResults } from './heart-results.ts';

// If a page loads the script or a copy of it twice, the first one keeps the name. A server has no custom elements.
if (globalThis.customElements?.get('heart-results') === undefined) {
  globalThis.customElements?.define('heart-results', HeartResults);
}
