import { posix } from 'node:path'
import { parseSync } from 'vite'

export interface Import {
  /** A path below the repository for relative imports, else the package or `node:` name as written. */
  readonly target: string
  /** True when nothing of it is there at run time. */
  readonly isTypeOnly: boolean
  /** Loaded when the code comes to it, not with the module. */
  readonly isDynamic: boolean
  /** Imported names; empty for side effects, `*` and dynamic imports. */
  readonly names: readonly string[]
}

/** Every import and re-export of a module. Throws when the text does not parse. */
export function readImports(path: string, text: string): readonly Import[] {
  const { program, module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} does not parse`, { cause: errors[0] })
  const imports: Import[] = []
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') {
      const named = statement.specifiers.filter((specifier) => specifier.type === 'ImportSpecifier')
      const areAllTypes =
        named.length > 0 &&
        named.length === statement.specifiers.length &&
        named.every((specifier) => specifier.importKind === 'type')
      imports.push({
        target: toTarget(path, statement.source.value),
        isTypeOnly: statement.importKind === 'type' || areAllTypes,
        isDynamic: false,
        names: named.map(({ imported }) => ('name' in imported ? imported.name : imported.value)),
      })
    } else if (statement.type === 'ExportAllDeclaration' || statement.type === 'ExportNamedDeclaration') {
      if (statement.source === null) continue
      imports.push({
        target: toTarget(path, statement.source.value),
        isTypeOnly: statement.exportKind === 'type',
        isDynamic: false,
        names: [],
      })
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const written = text.slice(moduleRequest.start, moduleRequest.end)
    const specifier = /^['"`]([^'"`$]+)['"`]$/.exec(written)?.[1]
    imports.push({
      // A computed name could be anything, so it counts as a target of its own that no layer may have.
      target: specifier === undefined ? 'computed import' : toTarget(path, specifier),
      isTypeOnly: false,
      isDynamic: true,
      names: [],
    })
  }
  return imports
}

function toTarget(path: string, specifier: string): string {
  const [withoutQuery = specifier] = specifier.split('?')
  if (!withoutQuery.startsWith('.')) return withoutQuery
  return posix.normalize(posix.join(posix.dirname(path), withoutQuery))
}
