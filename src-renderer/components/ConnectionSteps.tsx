import type { ReactElement } from 'react'
import type { ConnectionStep } from '../../src-preload/contract/views/accounts.ts'
import { texts } from '../texts/texts.ts'
import classes from './ConnectionSteps.module.css'
import { UnderWay } from './UnderWay.tsx'
import { StateMark } from './ui/StateMark.tsx'

interface ConnectionStepsProps {
  /** Null before the first test and while one runs. */
  readonly steps: readonly ConnectionStep[] | null
  readonly isTesting: boolean
  /** What may be done about a step that failed, below its sentence. */
  readonly mend?: (step: ConnectionStep) => ReactElement | null
}

const words = texts.providers

/** What a test of a TTLock account found, step by step. */
export function ConnectionSteps({ steps, isTesting, mend }: ConnectionStepsProps): ReactElement {
  return (
    <>
      <UnderWay what={isTesting ? words.testing : null} />
      <section aria-live="polite">
        {steps !== null && (
          <ol className={classes.steps} aria-label={words.tested}>
            {steps.map((step) => (
              <li key={step.step}>
                <StepMark step={step} />
                {step.state !== 'skipped' && <p>{step.sentence}</p>}
                {step.state === 'failed' && mend?.(step)}
              </li>
            ))}
          </ol>
        )}
      </section>
    </>
  )
}

function StepMark({ step }: { readonly step: ConnectionStep }): ReactElement {
  const word = `${words.steps[step.step]}: ${words.stepState[step.state]}`
  switch (step.state) {
    case 'ok':
      return <StateMark glyph="check" tone="good" word={word} />
    case 'failed':
      return <StateMark glyph="cross" tone="bad" word={word} />
    case 'skipped':
      return <StateMark glyph="dotted" tone="quiet" word={word} />
  }
}
