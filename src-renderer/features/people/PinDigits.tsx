import type { ReactElement } from 'react'
import { texts } from '../../texts/texts.ts'
import classes from './people.module.css'

/** A PIN to be read aloud or typed off: large, in groups, spoken digit by digit. */
export function PinDigits({ pin }: { readonly pin: string }): ReactElement {
  return (
    <p className={classes.pin}>
      <span aria-hidden="true">{groupDigits(pin)}</span>
      <span className="visually-hidden">{texts.people.pinCard.pinLabel(pin)}</span>
    </p>
  )
}

export function groupDigits(pin: string): string {
  const size = pin.length % 3 === 0 ? 3 : pin.length <= 5 ? pin.length : 4
  return pin.match(new RegExp(`.{1,${size}}`, 'g'))?.join(' ') ?? pin
}
