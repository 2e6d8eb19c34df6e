import { TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { instantToWallTime, readLocalZone, wallTimeToInstant } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.trace

interface MomentFieldProps {
  readonly label: string
  /** An instant, ISO in UTC. */
  readonly value: string | null
  readonly onChange: (value: string | null) => void
}

/** A time typed as it stands in a log or a mail, in this PC's zone. Told to the list once it is whole. */
export function MomentField({ label, value, onChange }: MomentFieldProps): ReactElement {
  const zone = readLocalZone()
  const [text, setText] = useState(value === null ? '' : instantToWallTime(value, zone).slice(0, 16))
  const [hasLeft, setHasLeft] = useState(false)
  const isWrong = text !== '' && wallTimeToInstant(text, zone) === null
  return (
    <TextInput
      aria-label={label}
      leftSection={<span className="muted">{label}</span>}
      leftSectionWidth={52}
      placeholder={words.timeHint}
      w={216}
      value={text}
      error={hasLeft && isWrong ? words.timeWrong : undefined}
      onBlur={() => setHasLeft(true)}
      onChange={(event) => {
        const next = event.currentTarget.value.trim()
        setText(event.currentTarget.value)
        setHasLeft(false)
        if (next === '') onChange(null)
        const instant = next.length < 16 ? null : wallTimeToInstant(next, zone)
        if (instant !== null) onChange(instant)
      }}
    />
  )
}
