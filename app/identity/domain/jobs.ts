import { job } from '#app/shared/jobs/job'

/** Makes the link that somebody asked for; nothing for an address that nobody has, which is queued all the same. */
export const makeMailedLink = job<{ userId: string | null; purpose: 'password' | 'sign_in' }>(
  'identity.make_mailed_link',
  'normal'
)

/** Tells an application that a person was signed out here. */
export const tellApplicationJob = job<{ clientId: string; userId: string }>(
  'identity.tell_application',
  'normal'
)
