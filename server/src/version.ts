import manifest from '../package.json' with { type: 'json' };

/** The collector's version, as in the changelog. */
export const { version } = manifest;
