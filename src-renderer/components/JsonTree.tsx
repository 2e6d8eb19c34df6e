import { IconChevronRight, IconCopy } from '@tabler/icons-react'
import { type ReactElement, useState } from 'react'
import { texts } from '../texts/texts.ts'
import { copyText } from './copyText.ts'
import classes from './JsonTree.module.css'

interface JsonTreeProps {
  readonly value: unknown
  /** How deep the tree stands open at first. */
  readonly openDepth?: number
}

/** Raw JSON as a tree: each branch folds, each value can be copied. Always shown as text. */
export function JsonTree({ value, openDepth = 3 }: JsonTreeProps): ReactElement {
  return (
    <div className={classes.tree}>
      <Branch name={null} value={value} depth={0} openDepth={openDepth} />
    </div>
  )
}

interface BranchProps {
  readonly name: string | null
  readonly value: unknown
  readonly depth: number
  readonly openDepth: number
}

function Branch({ name, value, depth, openDepth }: BranchProps): ReactElement {
  const [isOpen, setOpen] = useState(depth < openDepth)
  const entries = listEntries(value)
  if (entries === null) return <Leaf name={name} value={value} />
  const isArray = Array.isArray(value)
  const summary = isArray ? texts.trace.detail.items(entries.length) : texts.trace.detail.keys(entries.length)
  return (
    <div>
      <div className={classes.line}>
        <button
          type="button"
          className={classes.fold}
          aria-expanded={isOpen}
          aria-label={`${isOpen ? texts.trace.detail.collapse : texts.trace.detail.expand} ${name ?? ''}`}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronRight size={12} stroke={2} aria-hidden="true" />
        </button>
        {name !== null && <span className={classes.name}>{name}</span>}
        <span className={classes.summary}>
          {isArray ? '[' : '{'}
          {isOpen && entries.length > 0 ? '' : ` ${summary} ${isArray ? ']' : '}'}`}
        </span>
        <CopyValue name={name} value={value} />
      </div>
      {isOpen && entries.length > 0 && (
        <>
          <div className={classes.children}>
            {entries.map(([key, child]) => (
              <Branch key={key} name={key} value={child} depth={depth + 1} openDepth={openDepth} />
            ))}
          </div>
          <div className={classes.close}>{isArray ? ']' : '}'}</div>
        </>
      )}
    </div>
  )
}

function Leaf({ name, value }: { readonly name: string | null; readonly value: unknown }): ReactElement {
  return (
    <div className={classes.line}>
      <span className={classes.fold} />
      {name !== null && <span className={classes.name}>{name}</span>}
      <span className={classes.value} data-type={value === null ? 'null' : typeof value}>
        {JSON.stringify(value) ?? 'undefined'}
      </span>
      <CopyValue name={name} value={value} />
    </div>
  )
}

function CopyValue({
  name,
  value,
}: {
  readonly name: string | null
  readonly value: unknown
}): ReactElement | null {
  if (name === null) return null
  return (
    <button
      type="button"
      className={classes.copy}
      aria-label={texts.trace.detail.copyValue(name)}
      title={texts.trace.detail.copyValue(name)}
      onClick={() => void copyText(typeof value === 'string' ? value : JSON.stringify(value, null, 2), name)}
    >
      <IconCopy size={12} stroke={1.75} aria-hidden="true" />
    </button>
  )
}

function listEntries(value: unknown): readonly (readonly [string, unknown])[] | null {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item] as const)
  if (typeof value === 'object' && value !== null) return Object.entries(value)
  return null
}
