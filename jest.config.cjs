// One jest for the whole workspace. Tests run as CommonJS (jest cannot load Nest 12 as ESM on Node 20),
// production runs as ESM: a smoke test starts the built program so that the gap stays closed.
const esm = [
  '@nestjs',
  'cookie',
  'd3-[a-z-]+',
  'internmap',
  'jose',
  '@tanstack',
  'nhsuk-react-components',
  'nhsuk-frontend',
  'canonicalize',
  'csv-parse',
  'delaunator',
  'robust-predicates',
];
const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@waymark/source', 'node', 'node-addons'] },
  transform: {
    '^.+\\.[mc]?[tj]sx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esm.join('|')})/)`],
  moduleNameMapper: {
    // Exported under 'import' only, which jest's CommonJS does not ask for.
    '^canonicalize$': '<rootDir>/node_modules/canonicalize/lib/canonicalize.js',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '\\.(css|scss|svg)$': '<rootDir>/infra/test/style-stub.cjs',
  },
  modulePathIgnorePatterns: ['/dist/', '/\\.waymark/'],
  setupFilesAfterEnv: ['<rootDir>/infra/test/patience.cjs'],
};
const undisturbed = '/sigterm\\.e2e\\.test\\.';
const slow = ['\\.integration\\.test\\.', '\\.e2e\\.test\\.'];
module.exports = {
  reporters: ['default', '<rootDir>/infra/test/closing-line-reporter.cjs'],
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,packages}/*/src/**/*.test.ts', '<rootDir>/infra/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/dist/', ...slow],
    },
    {
      ...base,
      displayName: 'dom',
      testEnvironment: '<rootDir>/infra/test/dom-environment.cjs',
      testEnvironmentOptions: { customExportConditions: ['@waymark/source', 'browser'] },
      testMatch: ['<rootDir>/apps/portal/src/**/*.test.tsx', '<rootDir>/packages/charts/src/**/*.test.tsx'],
      setupFilesAfterEnv: ['<rootDir>/infra/test/patience.cjs', '<rootDir>/infra/test/dom-setup.ts'],
    },
    {
      ...base,
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,packages}/*/src/**/*.integration.test.ts'],
    },
    {
      ...base,
      displayName: 'e2e',
      testMatch: ['<rootDir>/apps/*/src/**/*.e2e.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', undisturbed],
    },
    // A stop has ten seconds, which other suites beside it would take for themselves.
    { ...base, displayName: 'undisturbed', testMatch: ['<rootDir>/apps/*/src/**/sigterm.e2e.test.ts'] },
  ],
};
