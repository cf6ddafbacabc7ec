import env from '#start/env'
import type { MakeTaxIdAuthority, TaxIdAuthority } from '#app/billing/drivers/contract'
import { makeVies, viesBaseUrl, viesCountries } from '#app/billing/drivers/vies/driver'

/** Every authority that can be asked about tax ids, by name. */
export const taxIdAuthorities = { vies: makeVies } satisfies Record<string, MakeTaxIdAuthority>

/** The value of VIES_URL with which nobody is asked: staff then confirm tax ids themselves. */
const nobody = 'off'

const state: { baseUrl: string | null } = { baseUrl: null }

/** Whom to ask about tax ids of a country; null where no authority can be asked. */
export function taxIdAuthorityFor(country: string, customerId: string): TaxIdAuthority | null {
  const baseUrl = addressOfVies()
  if (baseUrl === nobody || !viesCountries.has(country)) return null
  return taxIdAuthorities.vies({ baseUrl, customerId })
}

/** The authorities that are asked at all, by name. */
export function askedAuthorities(): string[] {
  return addressOfVies() === nobody ? [] : Object.keys(taxIdAuthorities)
}

function addressOfVies(): string {
  return state.baseUrl ?? env.get('VIES_URL', viesBaseUrl)
}

/** Asks another address from now on: for tests, whose stand-in is known only when it runs. */
export function askTaxIdsAt(baseUrl: string): void {
  state.baseUrl = baseUrl
}
