import { expect, it } from 'vitest'
import { z } from 'zod'
import { traceBundleSchema } from './traceBundle.ts'

it('docs/trace-bundle.schema.json is the JSON Schema of a bundle (vitest -u writes it anew)', async () => {
  const schema = {
    title: 'Lockstep trace bundle',
    description: 'A .lockstep-trace.json file: one trace, redacted, to be opened read-only anywhere.',
    ...z.toJSONSchema(traceBundleSchema, { io: 'input' }),
  }
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    '../../docs/trace-bundle.schema.json',
  )
})
