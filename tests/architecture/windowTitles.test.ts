import { describe, expect, it } from 'vitest'
import { readSourceFiles } from './sourceFiles.ts'

/** What a title may be made of: words of the catalogue, never a name that somebody typed. */
const FROM_CATALOGUE = /^(words|texts)(\.\w+)+$/

const screens = [...readSourceFiles()].filter(
  ([file]) => file.startsWith('src-renderer/') && file.endsWith('.tsx'),
)

describe('the title of a window, which other programs can read', () => {
  const titled = screens.flatMap(([file, text]) =>
    [...text.matchAll(/document\.title = (.+)/g)].map(([, value]) => [file, value ?? ''] as const),
  )

  it('is set from the catalogue alone', () => {
    expect(titled.length).toBeGreaterThan(0)
    for (const [file, value] of titled)
      expect(value, file).toMatch(/^`\$\{(screen|words\.title)\} · \$\{texts\.common\.appName\}`$/)
  })

  const named = screens.flatMap(([file, text]) =>
    [...text.matchAll(/<PageHeader[^>]*?\bscreen=(\{[^}]*\}+|"[^"]*")/gs)].map(
      ([, value]) => [file, value ?? ''] as const,
    ),
  )

  it.each(named)('in %s names the screen: %s', (_file, value) => {
    expect(value.slice(1, -1)).toMatch(FROM_CATALOGUE)
  })

  it('is looked for in most screens', () => {
    expect(named.length).toBeGreaterThan(10)
  })

  it('is a text of the program before its page has set one', () => {
    const windows = [...readSourceFiles()].filter(([file]) =>
      /^src-main\/app\/windows\/(?!.*\.test).*\.ts$/.test(file),
    )
    const given = windows.flatMap(([file, text]) =>
      [...text.matchAll(/^\s+title: ([^,\n]+),$|setTitle\(([^)]*)\)/gm)].map(
        ([, value, set]) => [file, value ?? set ?? ''] as const,
      ),
    )
    expect(given.length).toBeGreaterThan(2)
    for (const [file, value] of given) expect(value, file).toMatch(/^('[^']+'|TITLE|request\.title)$/)
  })
})
