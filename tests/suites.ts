import type { TestSuite } from '@japa/runner/types'

/**
 * Every spec belongs to one suite by its path. unit: pure rules and single domains on the database; api: routes over HTTP;
 * journeys: dated stories; sandbox: the stand-ins alone; conformance: drivers against their stand-ins; browser: Chromium.
 *
 * Time-outs end what hangs. They are far above what the slowest test takes, so that a busy machine fails nothing: how fast things
 * are is measured by `bench/`, beside a bound of the same run.
 */
export const suites: TestSuite[] = [
  { name: 'architecture', files: ['tests/architecture/**/*.spec.ts'], timeout: 240_000 },
  {
    name: 'unit',
    files: [
      'tests/*/{domain,records,actions,queries,jobs,shared,money,time,events,database,secrets,http,realtime}/**/*.spec.ts',
      'tests/shared/*.spec.ts',
    ],
    timeout: 240_000,
  },
  { name: 'conformance', files: ['tests/*/drivers/**/*.spec.ts'], timeout: 240_000 },
  { name: 'sandbox', files: ['tests/sandbox/**/*.spec.ts'], timeout: 240_000 },
  {
    name: 'api',
    files: ['tests/api/**/*.spec.ts', 'tests/*/api/**/*.spec.ts'],
    timeout: 480_000,
  },
  { name: 'journeys', files: ['tests/journeys/**/*.spec.ts'], timeout: 480_000 },
  { name: 'bootstrap', files: ['tests/bootstrap/**/*.spec.ts'], timeout: 480_000 },
  { name: 'browser', files: ['tests/browser/**/*.spec.ts'], timeout: 480_000 },
  // Pictures for the documentation: not a check, and run only by its name.
  { name: 'screens', files: ['tests/browser/screens.ts'], timeout: 240_000 },
]
