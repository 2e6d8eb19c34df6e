import { createContext } from 'react'

/** True where a trace has a window to itself: other screens are then shown in the main window. */
export const OwnWindow = createContext(false)
