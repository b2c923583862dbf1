import { defineConfig } from 'oxlint';

// The house (see CONTRIBUTING): which way imports run. A room uses those before it, by their main files. A feature hands on
// to a later one in handoffs.ts.
/** Rooms of tools that have no main file: any file may be used by itself. */
const toolboxes = ['database', 'limits', 'pages', 'spreadsheets', 'http'];
const features = [
  'audit',
  'access',
  'org',
  'outbox',
  'work',
  'metrics',
  'console',
  'sign-in',
  'signing',
  'audit-log',
  'email-log',
  'people',
  'directory',
  'tokens',
  'team-heart',
  'translation',
  'survey',
  'email-signature',
  'print',
  'responses',
  'figures',
  'closing',
  'results',
  'reports',
  'customer-groups',
  'campaigns',
  'comments',
  'action-plans',
  'flagged',
  'recognition',
  'letters',
  'cases',
  'follow-ups',
  'case-log',
  'case-trends',
  'service-standards',
  'case-records',
  'feedback',
  'paper',
  'interviews',
  'restating',
  'submissions',
  'publishing',
  'public-results',
  'survey-plans',
  'digests',
  'retention',
];
const rooms = [...toolboxes, ...features];
const upperFloor = ['jobs', 'cli'];
const roof = String.raw`^\.\./(config|handoffs|outgoing-email|core|parts|app|main)\.ts$`;

type Pattern = { regex: string; message: string } | { group: string[]; message: string };

const restrict = (files: string[], patterns: Pattern[]) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] as const },
});
const intoRooms = (rooms: string[], message: string): Pattern[] =>
  rooms.length === 0 ? [] : [{ regex: String.raw`^\.\./(${rooms.join('|')})/`, message }];
const pastMainFile = (rooms: string[]): Pattern[] =>
  rooms.map((room) => ({
    group: [`../${room}/*`, `!../${room}/${room}.ts`],
    message: `Use ${room}/${room}.ts, the feature's main file.`,
  }));

const serverRooms = rooms.map((room, index) =>
  restrict(
    [`server/src/${room}/*.ts`],
    [
      ...intoRooms([...rooms.slice(index + 1), ...upperFloor], 'A feature hands on to a later one in handoffs.ts.'),
      ...pastMainFile(rooms.slice(0, index).filter((one) => !toolboxes.includes(one))),
      { regex: roof, message: 'No arrow runs back up.' },
    ],
  ),
);
const upperRooms = [
  restrict(['server/src/jobs/*.ts'], [...pastMainFile(features), ...intoRooms(['cli'], 'No arrow runs back up.')]),
  restrict(
    ['server/src/cli/*.ts'],
    [...pastMainFile([...features, 'jobs']), { regex: String.raw`^\.\./main\.ts$`, message: 'No arrow runs back up.' }],
  ),
];

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  options: { typeAware: true },
  ignorePatterns: ['**/dist/**', '**/migrations/**', 'reports/**'],
  rules: {
    'import/no-cycle': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'no-console': 'error',
    'no-await-in-loop': 'off',
    'no-shadow': 'off',
    'import/no-named-as-default-member': 'off',
    'oxc/no-map-spread': 'off',
    'unicorn/no-useless-spread': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'import/no-unassigned-import': 'off',
    'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }],
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
    'vitest/no-conditional-expect': 'off',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    'unicorn/consistent-function-scoping': 'off',
  },
  overrides: [
    restrict(
      ['shared/src/**/*.ts'],
      [
        {
          group: ['*', '!./**', '!../**', '!valibot', '!temporal-polyfill'],
          message: 'The domain is pure: valibot and Temporal only.',
        },
      ],
    ),
    restrict(
      ['widget/src/**/*.ts'],
      [
        {
          group: ['*', '!./**', '!lit', '!lit/*', '!@heart-survey/shared/**'],
          message: 'The widget stands on lit and the domain.',
        },
      ],
    ),
    ...serverRooms,
    ...upperRooms,
    {
      // Chai's assertions have a `then` in their types, since one of them is a promise.
      files: ['widget/test/element/*.suite.ts'],
      rules: { 'typescript/no-floating-promises': 'off' },
    },
    {
      files: ['**/*.test.ts', '**/*.suite.ts', '**/test/**'],
      rules: {
        'no-restricted-imports': 'off',
        'typescript/no-base-to-string': 'off',
        'typescript/unbound-method': 'off',
        'typescript/require-array-sort-compare': 'off',
      },
    },
  ],
});
