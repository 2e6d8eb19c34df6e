/** Both functions are sent to the page as text: nothing from outside of them exists there. */

/** Resolves to the time when a password field can be typed in. */
export function waitForField() {
  return new Promise((resolve) => {
    const look = () => {
      const field = document.querySelector('input[type=password]')
      const isUsable = field !== null && !field.disabled && field.getClientRects().length > 0
      if (isUsable) resolve(Date.now())
      else setTimeout(look, 2)
    }
    look()
  })
}

/**
 * Types the passcode, signs in, goes to the doors as soon as that can be clicked, and resolves when rows are listed.
 * @param {string} passcode
 */
export async function signInAndOpenDoors(passcode) {
  const until = (/** @type {() => unknown} */ find) =>
    new Promise((resolve) => {
      const look = () => {
        const found = find()
        if (found) resolve(found)
        else setTimeout(look, 2)
      }
      look()
    })
  const field = document.querySelector('input[type=password]')
  // React listens to the setter of the prototype.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, passcode)
  field?.dispatchEvent(new Event('input', { bubbles: true }))
  const button = await until(() => document.querySelector('button[type=submit]:not(:disabled)'))
  const from = Date.now()
  button.click()
  const link = await until(() =>
    [...document.querySelectorAll('nav a')].find((anchor) => anchor.textContent?.trim() === 'Doors'),
  )
  link.click()
  await until(() => document.querySelector('main table[role=grid] tbody tr[data-row-id]'))
  return { from, to: Date.now() }
}
