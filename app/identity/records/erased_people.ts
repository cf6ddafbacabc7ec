import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** An address that no mail ever reaches (RFC 2606), for a column that must not be empty. */
const nowhere = (id: string) => `erased-${id}@erased.invalid`

/** Takes the person out of a user and of everything that lies beside. @returns how many sign-ins say no longer who and from where */
export async function erase(userId: string, at: Date): Promise<number> {
  const email = nowhere(userId)
  const before = await db
    .selectFrom('users')
    .select('email')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  await db
    .updateTable('users')
    .set({ email, name: 'Erased', password_hash: '!', email_verified_at: null, disabled_at: at })
    .where('id', '=', userId)
    .execute()
  await db.deleteFrom('known_browsers').where('user_id', '=', userId).execute()
  await db.deleteFrom('password_resets').where('user_id', '=', userId).execute()
  await db
    .updateTable('email_links')
    .set({ email, sealed_token: null, used_at: at })
    .where('user_id', '=', userId)
    .execute()
  await db.updateTable('api_tokens').set({ name: 'Erased' }).where('user_id', '=', userId).execute()
  const signIns = await db
    .updateTable('sign_ins')
    .set({ email, ip: null, user_agent: null })
    .where(({ eb, or }) => or([eb('user_id', '=', userId), eb('email', '=', before.email)]))
    .returning('id')
    .execute()
  return signIns.length
}

/** Why staff acted in the name of the customer's people: those read it, and nobody is left to. */
export async function eraseVisits(customerId: string): Promise<void> {
  await db
    .updateTable('impersonations')
    .set({ reason: 'Erased' })
    .where('customer_id', '=', customerId)
    .execute()
}

/** Whom the customer invited. */
export async function eraseInvitations(customerId: string, at: Date): Promise<void> {
  await db
    .updateTable('invitations')
    .set({ revoked_at: at, sealed_token: null })
    .where('customer_id', '=', customerId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
  await db
    .updateTable('invitations')
    .set({ email: sql<string>`'erased-' || id || '@erased.invalid'` })
    .where('customer_id', '=', customerId)
    .execute()
}
