import manifest from '../package.json' with { type: 'json' };

/** Of the collector, as in the changelog. */
export const { version } = manifest;
