/** Before the step in which an engine process kills itself, on its standard error. */
export const DYING_IN = 'dying in '
