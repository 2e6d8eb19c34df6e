import { IconTestPipe } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import { texts } from '../texts/texts.ts'
import classes from './simulatedBand.module.css'

const words = texts.shell

/** On every page of the simulated profile, in whichever window, signed in or not. */
export function SimulatedBand({ children }: { readonly children?: ReactNode }): ReactElement {
  return (
    <section className={classes.band} aria-label={words.simulated}>
      <IconTestPipe size={16} stroke={1.75} aria-hidden="true" />
      <strong>{words.simulated}</strong>
      <span className={classes.meaning}>{words.simulatedMeaning}</span>
      {children}
    </section>
  )
}
