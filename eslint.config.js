// Lint: TypeScript's strict rules, the rooms of docs/architecture.md, and small files.
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import rooms from './lint/rooms.js';

/** Who may import whom in the engine; docs/architecture.md draws this table. */
const ENGINE_ROOMS = {
  model: [],
  process: [],
  assembly: ['model'],
  cloudformation: ['model', 'assembly'],
  preflight: ['model', 'assembly'],
  rehearse: ['model', 'assembly', 'cloudformation', 'process'],
  setup: ['model', 'assembly'],
  combo: ['model', 'process'],
  live: ['model', 'preflight'],
  report: ['model'],
  library: ['model', 'assembly', 'preflight'],
  cli: ['model', 'assembly', 'cloudformation', 'process', 'preflight', 'live', 'rehearse', 'setup', 'combo', 'report'],
};

/** Who may import whom in the construct library. */
const LIBRARY_ROOMS = {
  config: [],
  artifacts: ['config'],
  accounts: ['config'],
  steps: ['config'],
  pipeline: ['config', 'artifacts', 'accounts', 'steps'],
  patterns: [],
  images: ['patterns'],
  testing: [],
};

function roomRules(source, table) {
  return {
    files: [`${source}/**/*.ts`],
    plugins: { rooms },
    rules: {
      'rooms/allowed-imports': ['error', { source, rooms: table }],
      'rooms/no-cycles': ['error', { source }],
    },
  };
}

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/.venv/',
    'packages/cdk-trunkline/lib/',
    'examples/**/build/',
    '**/cdk.out/',
    '**/.trunkline/',
  ]),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    // One program for all examples: one for each, with the types of aws-cdk-lib, would not fit into the memory.
    files: ['examples/**/*.ts', 'examples/**/*.mts'],
    languageOptions: {
      parserOptions: {
        projectService: false,
        project: ['examples/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  roomRules('packages/trunkline/src', ENGINE_ROOMS),
  roomRules('packages/cdk-trunkline/src', LIBRARY_ROOMS),
  {
    files: ['packages/trunkline/src/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exit', message: 'Only cli/ ends the process.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ThrowStatement > NewExpression[callee.name="Error"]',
          message: 'Throw a TrunklineError with a code.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: ['child_process', 'node:child_process'].map((name) => ({
            name,
            message: 'process/ is the one door to child processes.',
          })),
          patterns: [
            {
              group: ['cdk-trunkline', 'aws-cdk-lib', 'constructs'],
              message: 'The engine meets the construct library at cdk.out alone.',
            },
          ],
        },
      ],
    },
  },
  { files: ['packages/trunkline/src/process/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['packages/trunkline/src/cli/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['packages/cdk-trunkline/src/**/*.ts'],
    rules: {
      // A hook's parameters are there for those who override it, and are names of keyword arguments in Python.
      '@typescript-eslint/no-unused-vars': ['error', { args: 'none' }],
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^trunkline(/|$)', message: 'The library and the engine meet at cdk.out alone.' }] },
      ],
    },
  },
);
