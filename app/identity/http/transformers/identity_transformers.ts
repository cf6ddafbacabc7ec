import vine from '@vinejs/vine'
import type { Caller } from '#app/shared/http/caller'
import { showId } from '#app/shared/ids'
import { showSessionId } from '#app/identity/domain/session_id'
import { signInFactors } from '#app/identity/domain/sign_in_step'
import type { ApiToken } from '#app/identity/records/api_tokens'
import type { SessionRow } from '#app/identity/records/sessions'
import type { SignInEntry } from '#app/identity/records/sign_ins'
import type { User } from '#app/identity/records/users'
import type { ListedRole } from '#app/identity/queries/list_staff_roles'
import type { StaffPerson } from '#app/identity/queries/list_staff'
import { countryOf } from '#app/identity/queries/country_of'

export function showMe(user: User, caller: Caller) {
  return {
    id: showId('user', user.id),
    kind: caller.kind,
    name: user.name,
    email: user.email,
    email_verified_at: user.email_verified_at?.toISOString() ?? null,
    locale: user.locale,
    time_zone: user.time_zone,
    customer_id: caller.kind === 'customer' ? showId('customer', caller.customerId) : null,
    abilities: [...caller.abilities].sort(),
    created_at: user.created_at.toISOString(),
  }
}

export const meShape = vine.create({
  id: vine.string(),
  kind: vine.enum(['customer', 'staff'] as const),
  name: vine.string(),
  email: vine.string(),
  /** When the address was shown to be theirs; null until then. */
  email_verified_at: vine.string().nullable(),
  locale: vine.string(),
  time_zone: vine.string(),
  customer_id: vine.string().nullable(),
  abilities: vine.array(vine.string()),
  created_at: vine.string(),
})

export function showApiToken(token: ApiToken) {
  return {
    id: showId('apiToken', token.id),
    name: token.name,
    abilities: token.abilities,
    networks: token.networks,
    is_replaced: token.replaced_by !== null,
    created_at: token.created_at.toISOString(),
    expires_at: token.expires_at?.toISOString() ?? null,
    last_used_at: token.last_used_at?.toISOString() ?? null,
  }
}

const apiTokenFields = {
  id: vine.string(),
  name: vine.string(),
  abilities: vine.array(vine.string()),
  /** From where it works; none: from everywhere. */
  networks: vine.array(vine.string()),
  /** Another token was made to take its place. */
  is_replaced: vine.boolean(),
  created_at: vine.string(),
  expires_at: vine.string().nullable(),
  last_used_at: vine.string().nullable(),
}
export const apiTokenShape = vine.create(apiTokenFields)
/** The only answer that holds the token itself. */
export const newApiTokenShape = vine.create({ ...apiTokenFields, token: vine.string() })

export function showSession(session: SessionRow, currentId: string | null) {
  return {
    id: showSessionId(session.id),
    is_current: session.id === currentId,
    ip: session.ip,
    country: countryOf(session.ip),
    user_agent: session.user_agent,
    created_at: session.created_at.toISOString(),
    last_seen_at: session.touched_at.toISOString(),
  }
}

export const sessionShape = vine.create({
  id: vine.string(),
  is_current: vine.boolean(),
  ip: vine.string().nullable(),
  /** Where the address is registered, ISO 3166-1; null where nobody says. */
  country: vine.string().nullable(),
  user_agent: vine.string().nullable(),
  created_at: vine.string(),
  last_seen_at: vine.string(),
})

export function showSignIn(entry: SignInEntry) {
  return {
    id: showId('signIn', entry.id),
    outcome: entry.outcome,
    factor: entry.factor,
    ip: entry.ip,
    country: countryOf(entry.ip),
    user_agent: entry.user_agent,
    at: entry.at.toISOString(),
  }
}

export const signInShape = vine.create({
  id: vine.string(),
  outcome: vine.enum([
    'success', 'wrong_password', 'unknown_user', 'disabled', 'awaiting_factor', 'wrong_factor',
  ] as const), // prettier-ignore
  factor: vine.enum(signInFactors).nullable(),
  ip: vine.string().nullable(),
  /** Where the address is registered, ISO 3166-1; null where nobody says. */
  country: vine.string().nullable(),
  user_agent: vine.string().nullable(),
  at: vine.string(),
})

export function showStaffPerson(person: StaffPerson) {
  return {
    id: showId('user', person.userId),
    name: person.name,
    email: person.email,
    roles: person.roles,
    is_disabled: person.disabledAt !== null,
    last_sign_in_at: person.lastSignInAt?.toISOString() ?? null,
  }
}

export function showStaffRole({ name, label, abilities, isOwn }: ListedRole) {
  return { name, label, abilities, is_own: isOwn }
}

export const staffRoleShape = vine.create({
  name: vine.string(),
  /** Null for a usual role. */
  label: vine.string().nullable(),
  abilities: vine.array(vine.string()),
  /** A role of the business's own, or a usual one that grants something else here. */
  is_own: vine.boolean(),
})

export const staffPersonShape = vine.create({
  id: vine.string(),
  name: vine.string(),
  email: vine.string(),
  roles: vine.array(vine.string()),
  is_disabled: vine.boolean(),
  last_sign_in_at: vine.string().nullable(),
})
