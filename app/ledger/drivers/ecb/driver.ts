import { callRemote } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import { err, ok, type Result } from '#app/shared/result'
import type { FeedFailure, MakeRateFeed, PublishedDay } from '#app/ledger/drivers/contract'
import { readEnvelope } from '#app/ledger/drivers/ecb/read_envelope'

export const ecbBaseUrl = 'https://www.ecb.europa.eu'

const paths = {
  latest: '/stats/eurofxref/eurofxref-daily.xml',
  history: '/stats/eurofxref/eurofxref-hist-90d.xml',
}
const policy = { ...hostPolicyDefaults, concurrency: 2, timeoutMs: 15_000 }

/**
 * The euro foreign exchange reference rates of the European Central Bank: about thirty currencies, published on each working
 * day of the TARGET calendar around 16:00 Central European Time.
 * @see https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html
 */
export const makeEcbFeed: MakeRateFeed = ({ baseUrl, tenantId }) => ({
  name: 'ecb',
  historyDays: 90,
  // From Maundy Thursday to the afternoon of Easter Tuesday.
  silentDaysMax: 5,
  readLatest: () => read(baseUrl + paths.latest, tenantId),
  readHistory: () => read(baseUrl + paths.history, tenantId),
})

async function read(url: string, tenantId: string): Promise<Result<PublishedDay[], FeedFailure>> {
  const answer = await callRemote(policy, {
    subject: { kind: 'exchange_rates', id: tenantId },
    system: 'ecb',
    method: 'GET',
    url,
    headers: { accept: 'application/xml, text/xml' },
    isRepeatable: true,
  })
  if (!answer.ok) return err({ type: 'retry_later', reason: answer.error.reason })
  const { status, body } = answer.value
  if (status !== 200) return err({ type: 'retry_later', reason: `The feed answered ${status}` })
  try {
    return ok(readEnvelope(body))
  } catch (error) {
    return err({ type: 'unreadable', reason: error instanceof Error ? error.message : String(error) })
  }
}
