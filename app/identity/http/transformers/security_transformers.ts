import vine from '@vinejs/vine'
import type { StaffEntrance } from '#app/shared/database/context'
import { showId } from '#app/shared/ids'
import type { SignInRules } from '#app/identity/domain/sign_in_rules'
import { countryOf } from '#app/identity/queries/country_of'
import type { SecurityOverview } from '#app/identity/queries/find_security_overview'

export function showSignInRules(rules: SignInRules) {
  const { staffSecondFactor, signInLinks, confirmSignUps, customerSecondFactor } = rules
  return {
    staff_second_factor: staffSecondFactor,
    sign_in_links: signInLinks,
    confirm_sign_ups: confirmSignUps,
    customer_second_factor: customerSecondFactor.who,
    customer_second_factor_from: customerSecondFactor.from?.toISOString() ?? null,
  }
}

export function showSecurityOverview(overview: SecurityOverview, rules: SignInRules) {
  const { staff, staleTokens, failedPlaces, people } = overview
  return {
    rules: showSignInRules(rules),
    staff: staff.map((person) => ({
      id: showId('user', person.userId),
      name: person.name,
      email: person.email,
      roles: person.roles,
      last_sign_in_at: person.lastSignInAt?.toISOString() ?? null,
      has_totp: person.hasTotp,
      passkeys: person.passkeys,
    })),
    stale_tokens: staleTokens.map((token) => ({
      id: showId('apiToken', token.id),
      name: token.name,
      owner: token.ownerName,
      customer_id: token.customerId && showId('customer', token.customerId),
      created_at: token.createdAt.toISOString(),
      last_used_at: token.lastUsedAt?.toISOString() ?? null,
      expires_at: token.expiresAt?.toISOString() ?? null,
    })),
    failed_places: failedPlaces.map(({ network, tries, addresses, lastAt }) => ({
      network,
      country: countryOf(network.split('/')[0]!),
      tries,
      addresses,
      last_at: lastAt.toISOString(),
    })),
    people: { all: people.all, with_second_factor: people.withSecondFactor, unconfirmed: people.unconfirmed },
  }
}

/** @param isOfInstallation whether an Access application of the operator's stands in front where the tenant names none */
export function showStaffEntrance(entrance: StaffEntrance, isOfInstallation: boolean, ip: string) {
  return {
    access: entrance.access,
    has_access_of_installation: isOfInstallation,
    networks: entrance.networks,
    idle_minutes: entrance.idleMinutes,
    session_hours: entrance.sessionHours,
    your_address: ip,
  }
}

export const staffEntranceShape = vine.create({
  /** Cloudflare Access in front of the staff's host, by choice of the tenant. */
  access: vine.object({ team: vine.string(), audience: vine.string() }).nullable(),
  /** Whether the operator of the installation put one in front of all tenants' staff hosts. */
  has_access_of_installation: vine.boolean(),
  /** In CIDR notation; none: from anywhere. */
  networks: vine.array(vine.string()),
  idle_minutes: vine.number(),
  session_hours: vine.number(),
  /** From where this request came. */
  your_address: vine.string(),
})

const rulesFields = {
  staff_second_factor: vine.enum(['required', 'optional'] as const),
  sign_in_links: vine.boolean(),
  /** Whether somebody new confirms their address before there is an account, so that signing up tells nobody who has one. */
  confirm_sign_ups: vine.boolean(),
  /** Of customers: nobody, whoever may pay, order or manage a team, or everybody. */
  customer_second_factor: vine.enum(['nobody', 'trusted', 'everybody'] as const),
  customer_second_factor_from: vine.string().nullable(),
}

export const signInRulesShape = vine.create(rulesFields)

export const securityOverviewShape = vine.create({
  rules: vine.object(rulesFields),
  staff: vine.array(
    vine.object({
      id: vine.string(),
      name: vine.string(),
      email: vine.string(),
      roles: vine.array(vine.string()),
      last_sign_in_at: vine.string().nullable(),
      has_totp: vine.boolean(),
      passkeys: vine.number(),
    })
  ),
  /** Tokens that work and that nobody used for 90 days, or that are older than a year and never end. */
  stale_tokens: vine.array(
    vine.object({
      id: vine.string(),
      name: vine.string(),
      owner: vine.string(),
      customer_id: vine.string().nullable(),
      created_at: vine.string(),
      last_used_at: vine.string().nullable(),
      expires_at: vine.string().nullable(),
    })
  ),
  /** Networks from which sign-ins failed within a week, the busiest first. */
  failed_places: vine.array(
    vine.object({
      network: vine.string(),
      /** Where it is registered, ISO 3166-1; null where nobody says. */
      country: vine.string().nullable(),
      tries: vine.number(),
      addresses: vine.number(),
      last_at: vine.string(),
    })
  ),
  /** People of customers' teams. */
  people: vine.object({ all: vine.number(), with_second_factor: vine.number(), unconfirmed: vine.number() }),
})
