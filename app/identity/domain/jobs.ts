import { job } from '#app/shared/jobs/job'

/** Whose address it is, if anybody's, and from where it was asked. */
export interface MailedLinkWish {
  userId: string | null
  purpose: 'password' | 'sign_in'
  ip: string | null
}

/** Makes the link that somebody asked for; nothing for an address that nobody has, which is queued all the same. */
export const makeMailedLink = job<MailedLinkWish>('identity.make_mailed_link', 'normal')

/** Tells an application that a person was signed out here. */
export const tellApplicationJob = job<{ clientId: string; userId: string }>(
  'identity.tell_application',
  'normal'
)
