const folder = 'dist/package';
const elements = {
  HeartSurvey: { name: 'heart-survey', definedIn: 'define.js' },
  HeartResults: { name: 'heart-results', definedIn: 'define-results.js' },
};
const isPublic = ({ kind, privacy, static: isStatic }) =>
  kind === 'field' && !isStatic && (privacy ?? 'public') === 'public';

/** What the element's module in the published package declares. */
function cleaned(declaration) {
  const members = declaration.members?.filter(isPublic);
  // The analyzer takes Lit's internal state for attributes.
  const fields = new Set(members?.map(({ name }) => name));
  const attributes = declaration.attributes?.filter(
    ({ fieldName }) => fieldName === undefined || fields.has(fieldName),
  );
  // Only the documented events; the analyzer guesses others from the code.
  const events = declaration.events?.filter(({ name }) => name.startsWith('heart-'));
  return { ...declaration, members, attributes, events };
}

// For editors and design tools: the elements' public API, at its paths in the published package.
export default {
  globs: ['src/heart-survey.ts', 'src/heart-results.ts', 'src/events.ts'],
  outdir: folder,
  litelement: true,
  plugins: [
    {
      name: 'published-side',
      packageLinkPhase({ customElementsManifest: manifest }) {
        const declarations = manifest.modules.flatMap((module) => module.declarations).map(cleaned);
        manifest.modules = Object.entries(elements).flatMap(([className, { name, definedIn }]) => {
          const path = `${folder}/${name}.js`;
          // The events are the survey's.
          const own = declarations.filter(
            (one) => one.name === className || (name === 'heart-survey' && !(one.name in elements)),
          );
          const declaration = (name) => ({ name, module: path });
          const exports = own.map(({ name }) => ({ kind: 'js', name, declaration: declaration(name) }));
          const definition = { kind: 'custom-element-definition', name, declaration: declaration(className) };
          return [
            { kind: 'javascript-module', path, declarations: own, exports },
            { kind: 'javascript-module', path: `${folder}/${definedIn}`, declarations: [], exports: [definition] },
          ];
        });
      },
    },
  ],
};
