import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'

const FOLDER = new URL('../../../tests/fixtures/har-1.2/', import.meta.url)

/** The published JSON Schema of HTTP Archive 1.2, its files made into one, for that is what refers inside can reach. */
export function publishedHarSchema(): z.ZodType {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))
  const definitions = Object.fromEntries(
    files.map((file) => {
      const text = readFileSync(new URL(file, FOLDER), 'utf8')
        .replaceAll(/"\$ref": "(\w+)\.json#"/g, '"$ref": "#/definitions/$1"')
        .replaceAll(/"\$(id|schema)": "[^"]*",?/g, '')
      return [file.replace('.json', ''), JSON.parse(text) as unknown]
    }),
  )
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $ref: '#/definitions/har',
    definitions,
  }
  return z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema)
}
