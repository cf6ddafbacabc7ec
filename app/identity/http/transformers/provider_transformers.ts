import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { PersonsLinks } from '#app/identity/queries/list_sign_in_providers'
import type { SignInProvider } from '#app/identity/records/sign_in_providers'

export function showProvider(row: SignInProvider) {
  return {
    id: showId('signInProvider', row.id),
    name: row.name,
    issuer: row.issuer,
    client_id: row.client_id,
    is_enabled: row.is_enabled,
    takes_sign_ups: row.takes_sign_ups,
    created_at: row.created_at.toISOString(),
    tested_at: row.tested_at?.toISOString() ?? null,
    test_error: row.test_error,
  }
}

export const providerShape = vine.create({
  id: vine.string(),
  name: vine.string(),
  issuer: vine.string(),
  client_id: vine.string(),
  is_enabled: vine.boolean(),
  /** Whether somebody without an account here may become a customer by it. */
  takes_sign_ups: vine.boolean(),
  created_at: vine.string(),
  tested_at: vine.string().nullable(),
  test_error: vine.string().nullable(),
})

export function showLink(link: PersonsLinks['links'][number]) {
  return {
    id: showId('linkedSignIn', link.id),
    provider: link.provider,
    email: link.email,
    linked_at: link.linkedAt.toISOString(),
    last_used_at: link.lastUsedAt?.toISOString() ?? null,
  }
}

export const linkShape = vine.create({
  id: vine.string(),
  provider: vine.string(),
  /** As the provider said when it was linked. */
  email: vine.string().nullable(),
  linked_at: vine.string(),
  last_used_at: vine.string().nullable(),
})

export function showOffered({ id, name }: { id: string; name: string }) {
  return { id: showId('signInProvider', id), name }
}
