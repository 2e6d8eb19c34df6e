import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactElement, use } from 'react'
import type { PlaceView } from '../../../src-preload/contract/views/traces.ts'
import { placesQuery } from '../../api/traces.ts'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { OwnWindow } from './ownWindow.ts'
import classes from './trace.module.css'

const words = texts.trace.detail

/** Links to the screens of things as the audit names them (`Door #2`). Nothing while they are not known, or gone. */
export function Places({ things }: { readonly things: readonly string[] }): ReactElement | null {
  const places = useQuery(placesQuery(things)).data ?? []
  if (places.length === 0) return null
  return (
    <ul className={classes.places} aria-label={words.places}>
      {places.map((place) => (
        <li key={place.to}>
          <PlaceLink place={place} />
        </li>
      ))}
    </ul>
  )
}

function PlaceLink({ place }: { readonly place: PlaceView }): ReactElement {
  const isOwnWindow = use(OwnWindow)
  const router = useRouter()
  const label = words.placeOf[place.kind](place.label)
  if (!isOwnWindow) return <a href={router.history.createHref(place.to)}>{label}</a>
  return (
    <button
      type="button"
      className={classes.placeButton}
      onClick={() => void ask(window.lockstep.traces.showInMain({ thing: place.thing })).catch(showFailure)}
    >
      {label}
    </button>
  )
}
