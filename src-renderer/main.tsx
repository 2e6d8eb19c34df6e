import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './styles/gate.css'
import './styles/tokens.css'
import './styles/base.css'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { sessionQuery } from './api/session.ts'
import { App } from './app/App.tsx'
import { createQueryClient } from './app/queryClient.ts'

/** Main opens the profile while the page loads, and mostly has it open by now; a start that takes longer is shown as one. */
const PATIENCE_MS = 150

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
// Mantine's scroll lock takes its nonce from here, not from the provider.
setNonce(nonce)

const queryClient = createQueryClient()
const root = document.getElementById('root')
if (root !== null) {
  // Drawn once, as what the session says, instead of twice.
  const answered = queryClient.prefetchQuery(sessionQuery)
  const isLate = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))
  void Promise.race([answered, isLate]).then(() => {
    createRoot(root).render(
      <StrictMode>
        <App nonce={nonce} queryClient={queryClient} />
      </StrictMode>,
    )
  })
}
