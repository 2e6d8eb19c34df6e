import { useMutation } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { ask } from '../lib/ipcClient.ts'

export type TakenPinChoice = 'adopt' | 'newPin' | 'remove'

/** A code that is not ours has the PIN of this person's credential on that door. */
export interface TakenPin {
  readonly doorId: number
  readonly credentialId: number
  readonly vendorPinId: string
  readonly person: string
  /** The row it was chosen on. */
  readonly key: string
}

/** What a person does about a taken PIN: chosen, confirmed, and for new digits shown once. */
export function useTakenPin(onDone: (choice: TakenPinChoice, taken: TakenPin) => void) {
  const [asked, setAsked] = useState<{ readonly choice: TakenPinChoice; readonly taken: TakenPin } | null>(
    null,
  )
  const [newPin, setNewPin] = useState<string | null>(null)
  const decide = useMutation({
    mutationFn: async (): Promise<void> => {
      if (asked === null) return
      const { choice, taken } = asked
      const { doorId, credentialId, vendorPinId } = taken
      const request = { doorId, credentialId, vendorPinId }
      const { codes } = window.lockstep
      if (choice === 'newPin') setNewPin((await ask(codes.newPin(request))).pin)
      else await ask(choice === 'adopt' ? codes.adopt(request) : codes.remove(request))
      setAsked(null)
      onDone(choice, taken)
    },
  })
  const { reset } = decide
  const choose = useCallback(
    (choice: TakenPinChoice, taken: TakenPin) => {
      reset()
      setAsked({ choice, taken })
    },
    [reset],
  )
  return {
    asked,
    newPin,
    isPending: decide.isPending,
    error: decide.error,
    choose,
    confirm: () => decide.mutate(),
    close: () => setAsked(null),
    /** The new digits are shown this once. */
    forgetPin: () => setNewPin(null),
  }
}
