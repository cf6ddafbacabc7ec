import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import type { EmailLinks } from '#app/shared/database/schema'
import type { EmailLinkPurpose } from '#app/identity/domain/email_link'

export type EmailLink = Omit<Selectable<EmailLinks>, 'purpose'> & { purpose: EmailLinkPurpose }

export async function insert(link: Insertable<EmailLinks>): Promise<void> {
  await db.insertInto('email_links').values(link).execute()
}

export function find(id: string): Promise<EmailLink | undefined> {
  return db
    .selectFrom('email_links')
    .selectAll()
    .where('id', '=', id)
    .$narrowType<{ purpose: EmailLinkPurpose }>()
    .executeTakeFirst()
}

export function findByHash(hash: Buffer): Promise<EmailLink | undefined> {
  return db
    .selectFrom('email_links')
    .selectAll()
    .where('token_hash', '=', hash)
    .$narrowType<{ purpose: EmailLinkPurpose }>()
    .executeTakeFirst()
}

export function lockByHash(hash: Buffer): Promise<EmailLink | undefined> {
  return db
    .selectFrom('email_links')
    .selectAll()
    .where('token_hash', '=', hash)
    .forNoKeyUpdate()
    .$narrowType<{ purpose: EmailLinkPurpose }>()
    .executeTakeFirst()
}

/** The open link of a person for something, if any. */
export function findOpen(
  userId: string,
  purpose: EmailLinkPurpose,
  now: Date
): Promise<EmailLink | undefined> {
  return db
    .selectFrom('email_links')
    .selectAll()
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('id', 'desc')
    .$narrowType<{ purpose: EmailLinkPurpose }>()
    .executeTakeFirst()
}

/** Uses up a person's open links for these purposes: older mails lead nowhere from then on. */
export async function useUp(userId: string, purposes: EmailLinkPurpose[], at: Date): Promise<void> {
  await db
    .updateTable('email_links')
    .set({ used_at: at, sealed_token: null })
    .where('user_id', '=', userId)
    .where('purpose', 'in', purposes)
    .where('used_at', 'is', null)
    .execute()
}

/** Says that a mailbox agreed, while the other one is waited for. */
export async function confirm(id: string, at: Date): Promise<void> {
  await db.updateTable('email_links').set({ confirmed_at: at }).where('id', '=', id).execute()
}

/** When the old mailbox agreed to what was asked for last; null while it did not. */
export async function findRelease(userId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('email_links')
    .select('confirmed_at')
    .where('user_id', '=', userId)
    .where('purpose', '=', 'release')
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  return row?.confirmed_at ?? null
}

/** What the old mailbox agreed to before counts for no other wish. */
export async function forgetRelease(userId: string): Promise<void> {
  await db
    .updateTable('email_links')
    .set({ confirmed_at: null })
    .where('user_id', '=', userId)
    .where('purpose', '=', 'release')
    .where('confirmed_at', 'is not', null)
    .execute()
}

export async function use(id: string, at: Date): Promise<void> {
  await db.updateTable('email_links').set({ used_at: at, sealed_token: null }).where('id', '=', id).execute()
}

/** Whoever begins with one of these addresses, moves there or leaves it comes one after the other. */
export function lockAddresses(emails: string[]): void {
  for (const email of emails.toSorted()) takeTurn(`email_addresses:${email}`)
}

/** Whether somebody may still take this address back: nobody else is given it until then. */
export async function isHeld(email: string, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('email_links')
    .select('id')
    .where('email', '=', email)
    .where('purpose', '=', 'undo')
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}
