import { expect, it } from 'vitest'
import { writeHtml } from './htmlPage.ts'
import { importBundle } from './importBundle.ts'
import { olderBundle } from './testSupport/sampleBundle.ts'

const MARKUP = `</pre></title></style><script>x()</script><img src=x onerror="x()"><a href='javascript:x()'>`

/** Each text of the value in turn, replaced in a copy of the whole. */
function* withEachTextReplaced(value: unknown, by: string): Generator<unknown> {
  if (typeof value === 'string') yield by
  else if (typeof value === 'object' && value !== null) {
    for (const [field, inner] of Object.entries(value))
      for (const replaced of withEachTextReplaced(inner, by))
        yield Array.isArray(value)
          ? value.map((item, index) => (String(index) === field ? replaced : item))
          : { ...value, [field]: replaced }
  }
}

it('markup in any field of a file, one after the other, is refused or shown as text', () => {
  let shown = 0
  let refused = 0
  for (const hostile of withEachTextReplaced(olderBundle(), MARKUP)) {
    const outcome = importBundle(new TextEncoder().encode(JSON.stringify(hostile)))
    if (outcome.kind === 'refused' || !('bundle' in outcome)) {
      refused += 1
      continue
    }
    const page = writeHtml(outcome.bundle, 'body{}')
    expect(page).not.toMatch(/<script|<img|<a href='|onerror="/)
    shown += 1
  }
  // Ids, times and the version are refused; all else is text.
  expect(refused).toBeGreaterThan(20)
  expect(shown).toBeGreaterThan(60)
})
