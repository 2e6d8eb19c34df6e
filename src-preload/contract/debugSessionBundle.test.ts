import { expect, it } from 'vitest'
import { z } from 'zod'
import { debugSessionBundleSchema } from './debugSessionBundle.ts'

it('docs/debug-session.schema.json is the JSON Schema of a session file (vitest -u writes it anew)', async () => {
  const schema = {
    title: 'Lockstep debug session',
    description: 'A .lockstep-session.json file: the traces of one debug session, redacted.',
    ...z.toJSONSchema(debugSessionBundleSchema, { io: 'input' }),
  }
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    '../../docs/debug-session.schema.json',
  )
})
