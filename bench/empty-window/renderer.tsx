import type { ReactElement } from 'react'
import { createRoot } from 'react-dom/client'

/** One field, as the sign-in has one. */
function Empty(): ReactElement {
  return (
    <label>
      Passcode
      {/* biome-ignore lint/a11y/noAutofocus: as in the window it is compared with. */}
      <input type="password" autoFocus />
    </label>
  )
}

const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<Empty />)
