import type { ReactElement, ReactNode } from 'react'
import classes from './FactList.module.css'

export interface Fact {
  readonly name: string
  /** Facts without a value are left out. */
  readonly value: ReactNode
}

/** Names above values in one ruled row: the head of a record. */
export function FactRow({ facts }: { readonly facts: readonly Fact[] }): ReactElement {
  return (
    <dl className={classes.row}>
      {facts.filter(hasValue).map((fact) => (
        <div key={fact.name}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Names beside values, one a line. */
export function FactColumn({ facts }: { readonly facts: readonly Fact[] }): ReactElement {
  return (
    <dl className={classes.column}>
      {facts.filter(hasValue).map((fact) => (
        <div key={fact.name}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

function hasValue(fact: Fact): boolean {
  return fact.value !== null && fact.value !== undefined && fact.value !== ''
}
