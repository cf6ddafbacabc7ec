import { callRemote } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import { err, type Result } from '#app/shared/result'
import type {
  MakeTaxIdAuthority,
  TaxIdAnswer,
  TaxIdFailure,
  TaxIdQuestion,
} from '#app/billing/drivers/contract'
import { readViesAnswer } from '#app/billing/drivers/vies/read_answer'

export const viesBaseUrl = 'https://ec.europa.eu/taxation_customs/vies/rest-api'

/** ISO codes; VIES itself calls Greece EL. XI (Northern Ireland) is answered as well, but its ids prove nothing about services. */
export const viesCountries: ReadonlySet<string> = new Set([
  'AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PL',
  'PT', 'RO', 'SE', 'SI', 'SK',
]) // prettier-ignore

/** A job asks again with growing pauses, so one try is made; two questions at once per member state, as VIES counts them so. */
const policy = { ...hostPolicyDefaults, concurrency: 2, timeoutMs: 8_000, triesMax: 1 }

/**
 * The European Commission's VAT Information Exchange System, by its REST interface. What it says and does is in README.md beside
 * this file.
 */
export const makeVies: MakeTaxIdAuthority = ({ baseUrl, customerId }) => ({
  name: 'vies',
  countries: viesCountries,
  check: (question) => ask(question, { baseUrl, customerId }),
})

async function ask(
  { value, requester }: TaxIdQuestion,
  { baseUrl, customerId }: { baseUrl: string; customerId: string }
): Promise<Result<TaxIdAnswer, TaxIdFailure>> {
  const asked = split(value)
  const own = requester ? split(requester) : null
  const answer = await callRemote(policy, {
    subject: { kind: 'customer', id: customerId },
    system: 'vies',
    method: 'POST',
    url: `${baseUrl}/check-vat-number`,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({
      countryCode: asked.country,
      vatNumber: asked.number,
      ...(own ? { requesterMemberStateCode: own.country, requesterNumber: own.number } : {}),
    }),
    gate: `vies:${baseUrl}:${asked.country}`,
    isRepeatable: true,
  })
  if (!answer.ok) return err({ type: 'retry_later', reason: answer.error.reason })
  return readViesAnswer(answer.value)
}

function split(taxId: string): { country: string; number: string } {
  return { country: taxId.slice(0, 2), number: taxId.slice(2) }
}
