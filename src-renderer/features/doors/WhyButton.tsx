import { type ReactElement, useState } from 'react'
import type { DoorCodeRow } from '../../../src-preload/contract/views/doors.ts'
import { texts } from '../../texts/texts.ts'
import { CodeStory } from './CodeStory.tsx'
import classes from './codeStory.module.css'

const words = texts.codeStory

interface WhyButtonProps {
  readonly code: DoorCodeRow
  readonly doorId: number
}

/** Asks for the life of a code, by what is known of it: our credential, the lock's own number, or both. */
export function WhyButton({ code, doorId }: WhyButtonProps): ReactElement | null {
  const [isOpen, setIsOpen] = useState(false)
  const { credentialId, vendorPinId } = code
  if (credentialId === null && vendorPinId === null) return null
  return (
    <>
      <button type="button" className={classes.ask} onClick={() => setIsOpen(true)}>
        {code.actualWindow === null ? words.whyMissing : words.whyHere}
      </button>
      {isOpen && (
        <CodeStory
          code={{ doorId, credentialId, vendorPinId }}
          title={titleOf(code)}
          why={code.why}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  )
}

function titleOf({ personName, codeName }: DoorCodeRow): string {
  if (personName !== null) return words.titleOfPerson(personName)
  return codeName === null ? words.unnamed : words.titleOfCode(codeName)
}
