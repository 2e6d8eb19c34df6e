import { defineConfig } from 'vitest/config'

// Files of tests that share a process share compiled code, which halves the time. One that mocks a module resets the
// modules before and after.
const isolate = false

export default defineConfig({
  test: {
    // By default one for two processors; most of the time of the integration tests is waiting for the disk.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src-*/**/*.test.ts', 'src-*/**/*.test.tsx', 'tests/architecture/**/*.test.ts'],
          environment: 'node',
          isolate,
          // Properties and the reading of every import take seconds of work; on a busy machine several times that.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/conformance/**/*.test.ts'],
          environment: 'node',
          isolate,
          globalSetup: 'tests/support/buildPrograms.ts',
          testTimeout: 30_000,
        },
      },
    ],
  },
})
