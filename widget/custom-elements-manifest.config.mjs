const entry = 'dist/package/heart-survey.js';
const isPublic = ({ kind, privacy, static: isStatic }) =>
  kind === 'field' && !isStatic && (privacy ?? 'public') === 'public';

// For editors and design tools: the element's public API, at its paths in the published package.
export default {
  globs: ['src/heart-survey.ts', 'src/events.ts'],
  outdir: 'dist/package',
  litelement: true,
  plugins: [
    {
      name: 'published-side',
      packageLinkPhase({ customElementsManifest: manifest }) {
        const declarations = manifest.modules.flatMap((module) => module.declarations);
        for (const declaration of declarations) {
          declaration.members = declaration.members?.filter(isPublic);
          // The analyzer takes Lit's internal state for attributes.
          const fields = new Set(declaration.members?.map(({ name }) => name));
          declaration.attributes = declaration.attributes?.filter(
            ({ fieldName }) => fieldName === undefined || fields.has(fieldName),
          );
          // Only the documented events; the analyzer guesses others from the code.
          declaration.events = declaration.events?.filter(({ name }) => name.startsWith('heart-'));
        }
        const declaration = (name) => ({ name, module: entry });
        const exports = declarations.map(({ name }) => ({ kind: 'js', name, declaration: declaration(name) }));
        const definition = {
          kind: 'custom-element-definition',
          name: 'heart-survey',
          declaration: declaration('HeartSurvey'),
        };
        manifest.modules = [
          { kind: 'javascript-module', path: entry, declarations, exports },
          { kind: 'javascript-module', path: 'dist/package/define.js', declarations: [], exports: [definition] },
        ];
      },
    },
  ],
};
