import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import type { ConnectionStep, Region } from '../../../src-preload/contract/views/accounts.ts'
import { StateMark } from '../../components/ui/StateMark.tsx'
import { texts } from '../../texts/texts.ts'
import classes from './ConnectAccountPage.module.css'

interface ConnectionStepsProps {
  /** Null while the test runs. */
  readonly steps: readonly ConnectionStep[] | null
  readonly region: Region
  readonly isBusy: boolean
  readonly onSwitchRegion?: (region: 'global' | 'china') => void
}

const words = texts.providers

export function ConnectionSteps({
  steps,
  region,
  isBusy,
  onSwitchRegion,
}: ConnectionStepsProps): ReactElement {
  const isWrongRegion = steps?.some((step) => step.step === 'region' && step.state === 'failed') ?? false
  const other = region === 'china' ? 'global' : 'china'
  return (
    <section aria-live="polite" aria-busy={steps === null}>
      <h2>{words.tested}</h2>
      {steps === null ? (
        <p className={classes.testing}>
          <StateMark glyph="running" tone="accent" word={words.testing} />
        </p>
      ) : (
        <ol className={classes.steps} aria-label={words.tested}>
          {steps.map((step) => (
            <li key={step.step} data-state={step.state}>
              <StepMark step={step} />
              <p>{step.sentence}</p>
              {step.step === 'region' && isWrongRegion && onSwitchRegion !== undefined && (
                <Button mt={8} disabled={isBusy} onClick={() => onSwitchRegion(other)}>
                  {words.switchTo(words.regions[other])}
                </Button>
              )}
            </li>
          ))}
        </ol>
      )}
      <p className={classes.hint}>{words.testLead}</p>
    </section>
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
