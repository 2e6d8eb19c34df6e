/**
 * Permissions a page may have. None: copying goes through a route of the main process, and nothing else
 * that Chromium guards with a permission is used by a screen.
 */
const GRANTED_PERMISSIONS: ReadonlySet<string> = new Set()

/** The answer for the request handler, the check handler and the device handler alike. */
export function isPermissionGranted(permission: string): boolean {
  return GRANTED_PERMISSIONS.has(permission)
}
