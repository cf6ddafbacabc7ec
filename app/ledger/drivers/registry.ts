import env from '#start/env'
import { currentTenant } from '#app/shared/database/context'
import type { MakeRateFeed, RateFeed } from '#app/ledger/drivers/contract'
import { ecbBaseUrl, makeEcbFeed } from '#app/ledger/drivers/ecb/driver'

/** Every feed of exchange rates, by name. */
export const rateFeeds = { ecb: makeEcbFeed } satisfies Record<string, MakeRateFeed>

/** The value of EXCHANGE_RATES_URL with which no feed is asked: rates are then entered by staff. */
const noFeed = 'off'

const state: { baseUrl: string | null } = { baseUrl: null }

/** The feed of this installation; null when it has been turned off. */
export function rateFeed(): RateFeed | null {
  const baseUrl = state.baseUrl ?? env.get('EXCHANGE_RATES_URL', ecbBaseUrl)
  return baseUrl === noFeed ? null : rateFeeds.ecb({ baseUrl, tenantId: currentTenant().id })
}

/** Asks another address from now on: for tests, whose stand-in is known only when it runs. */
export function readRatesFrom(baseUrl: string): void {
  state.baseUrl = baseUrl
}
