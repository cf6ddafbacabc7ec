import app from '@adonisjs/core/services/app'
import type { Fact } from '#app/shared/events/event'
import { countryOf, findStaffMember, findUser, nameBrowser } from '#app/identity/index'
import { QueueMessage } from '#app/messaging/actions/queue_message'
import type { MailFact, MailValue } from '#app/messaging/domain/message_content'

interface SecurityMail {
  kind: 'new_browser' | 'security_changed' | 'support_visit'
  userId: string
  cause: string
  /** Where it goes, when that may not be where the person is by now. */
  to?: string
  values?: Record<string, MailValue>
  facts?: MailFact[]
}

/** Tells a person of a sign-in from a browser in which they never did before. (`user.new_browser_seen`) */
export async function mailNewBrowser({
  id,
  data,
}: Fact<{ userId: string; ip: string; userAgent: string | null; at: string }>): Promise<void> {
  await mailAboutSecurity({
    kind: 'new_browser',
    userId: data.userId,
    cause: id,
    facts: [
      { label: 'when', value: { instant: data.at } },
      { label: 'browser', value: nameBrowser(data.userAgent) ?? { word: 'unknown_browser' } },
      ...placeOf(data.ip),
      { label: 'network_address', value: data.ip },
    ],
  })
}

/** Where an address is registered, where anybody says. */
function placeOf(ip: string): MailFact[] {
  const country = countryOf(ip)
  return country ? [{ label: 'country', value: { country } }] : []
}

/** Tells a person what was changed about how they sign in: whoever did it may be somebody else. */
function mailChange(what: string) {
  return async ({ id, data }: Fact<{ userId: string }>): Promise<void> =>
    mailAboutSecurity({
      kind: 'security_changed',
      userId: data.userId,
      cause: id,
      values: { what: { word: what } },
    })
}

/** (`user.second_factor_added`) */
export async function mailFactorAdded(
  fact: Fact<{ userId: string; factor: 'totp' | 'passkey' }>
): Promise<void> {
  await mailChange(`${fact.data.factor}_added`)(fact)
}

/** (`user.second_factor_removed`) */
export async function mailFactorRemoved(
  fact: Fact<{ userId: string; factor: 'totp' | 'passkey' }>
): Promise<void> {
  await mailChange(`${fact.data.factor}_removed`)(fact)
}

/** (`user.sign_in_linked`) */
export const mailSignInLinked = mailChange('sign_in_linked')
/** (`user.sign_in_unlinked`) */
export const mailSignInUnlinked = mailChange('sign_in_unlinked')

/** (`user.recovery_code_used`) */
export const mailRecoveryCodeUsed = mailChange('recovery_code_used')
/** (`user.password_changed`) */
export const mailPasswordChanged = mailChange('password_changed')

/** Tells a person that one of us acts in their name, and why. (`user.impersonation_begun`) */
export async function mailSupportVisit({
  id,
  data,
}: Fact<{ userId: string; staffUserId: string; reason: string; minutes: number }>): Promise<void> {
  const staff = await findUser(data.staffUserId)
  await mailAboutSecurity({
    kind: 'support_visit',
    userId: data.userId,
    cause: id,
    facts: [
      { label: 'staff_member', value: staff?.name ?? '' },
      { label: 'reason', value: data.reason },
      { label: 'minutes', value: String(data.minutes) },
    ],
  })
}

async function mailAboutSecurity({
  kind,
  userId,
  cause,
  to,
  values = {},
  facts = [],
}: SecurityMail): Promise<void> {
  const user = await findUser(userId)
  if (!user || user.disabled_at) return
  const { name, locale } = user
  const email = to ?? user.email
  const surface = (await findStaffMember(userId)) ? 'admin' : 'account'
  await (
    await app.container.make(QueueMessage)
  ).execute({
    kind,
    subject: { kind: 'event', id: cause },
    customerId: null,
    recipients: [{ userId, email, name, locale }],
    content: { values: { email, ...values }, facts, action: { surface, path: '/security' } },
  })
}
