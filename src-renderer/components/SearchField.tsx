import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { texts } from '../texts/texts.ts'

interface SearchFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly width?: number
}

/** The search of a screen: `/` puts the cursor here, Escape empties it, then leaves it. */
export function SearchField({
  label,
  value,
  onChange,
  placeholder,
  width = 280,
}: SearchFieldProps): ReactElement {
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder ?? label}
      data-screen-search
      spellCheck={false}
      w={width}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        if (value === '') event.currentTarget.blur()
        else onChange('')
      }}
      leftSection={<IconSearch size={16} stroke={1.75} />}
      rightSection={
        value === '' ? null : (
          <CloseButton size="sm" aria-label={texts.common.clear} onClick={() => onChange('')} />
        )
      }
    />
  )
}
