/** The only two names that cross the border: requests go up, events come down. */
export const REQUEST_CHANNEL = 'lockstep:request'
export const EVENT_CHANNEL = 'lockstep:event'
