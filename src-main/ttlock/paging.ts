import { z } from 'zod'
import type { ProviderError, ProviderResult } from '../domain/providerError/providerError.ts'
import type { CallContext } from '../ports/lockProvider.ts'
import type { Call, Caller } from './caller.ts'
import { TRIED_AGAIN } from './errorTable.ts'
import { failure } from './failures.ts'
import type { Page } from './schemas.ts'

const PAGE_SIZE = 200
/** 20,000 rows: no account or lock comes near it, an endless list does. */
const MOST_PAGES = 100

export interface PagedCall<Row> extends Omit<Call<never>, 'answer' | 'effect' | 'isGatewayCommand'> {
  /** Made once for each endpoint: to compile it costs more than a page. */
  readonly page: z.ZodType<Page<Row>>
  /** What tells two rows apart: the same one twice means that the list moved under us. */
  readonly idOf: (row: Row) => string
}

/** All pages, or the error that stopped it. The rows must be as many as the list says, on every page alike. */
export async function readAllPages<Row>(
  caller: Caller,
  paged: PagedCall<Row>,
  context: CallContext,
): Promise<ProviderResult<readonly Row[]>> {
  const rows: Row[] = []
  const ids = new Set<string>()
  let total: number | null = null
  const { page, idOf, ...call } = paged
  const answer = compiled(page)
  for (let pageNo = 1; pageNo <= MOST_PAGES; pageNo += 1) {
    const result = await caller.call(
      {
        ...call,
        params: { ...paged.params, pageNo, pageSize: PAGE_SIZE },
        effect: 'read',
        answer,
        ...(paged.rememberAs === undefined ? {} : { rememberAs: `${paged.rememberAs} ${pageNo}` }),
        isGatewayCommand: false,
      },
      context,
    )
    if (!result.ok) return result
    const { list } = result.value
    total ??= result.value.total
    for (const listed of list) {
      rows.push(listed)
      ids.add(idOf(listed))
    }
    const hasMoved = result.value.total !== total || ids.size !== rows.length || rows.length > total
    if (hasMoved || (list.length === 0 && rows.length < total)) return { ok: false, error: drift() }
    if (rows.length === total) return { ok: true, value: rows }
  }
  return { ok: false, error: drift() }
}

const compiledPages = new WeakMap<z.ZodType, z.ZodType>()

/** The same schema as zod writes it out in code: a full page is checked in an eighth of the time. Made with the first page. */
function compiled<Schema extends z.ZodType>(schema: Schema): Schema {
  const known = compiledPages.get(schema) ?? z.compile(schema)
  compiledPages.set(schema, known)
  // Stored under the schema it was made of.
  return known as Schema
}

function drift(): ProviderError {
  return failure({
    kind: 'busy',
    cause: 'malformed_answer',
    sentence: `The list changed while it was read, so its pages do not fit together. ${TRIED_AGAIN}`,
  })
}
