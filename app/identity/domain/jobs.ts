import { job } from '#app/shared/jobs/job'

/** Tells an application that a person was signed out here. */
export const tellApplicationJob = job<{ clientId: string; userId: string }>(
  'identity.tell_application',
  'normal'
)
