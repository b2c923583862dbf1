const entry = 'dist/package/heart-survey.js';
const isPublic = ({ kind, privacy, static: isStatic }) =>
  kind === 'field' && !isStatic && (privacy ?? 'public') === 'public';

// What editors and design tools read of the element: its public side, where the published package has it.
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
          // Of the events, those that the class says it fires; the rest is guessed from its code.
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
