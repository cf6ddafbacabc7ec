import { currentTenant } from '#app/shared/database/context'
import { findCustomerTaxes, loadTaxRules, readPolicies } from '#app/billing/index'
import { loadRenewalPromotions } from '#app/promotions/index'
import { isByHour } from '#app/subscriptions/domain/periods'
import type { RenewalTerms } from '#app/subscriptions/domain/renewal_drafts'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { listProductKinds } from '#app/subscriptions/records/due_renewals'
import { listStretches } from '#app/subscriptions/records/hourly_stretches'
import { listSetupItems } from '#app/subscriptions/records/due_trials'
import { listItemMoves } from '#app/subscriptions/records/price_moves'
import { listServiceDays } from '#app/subscriptions/records/service_days'

interface Wanted {
  subscriptions: readonly Pick<Subscription, 'id' | 'customerId' | 'planId' | 'status' | 'interval'>[]
  /** Plans that they will have, besides those that they have. */
  morePlanIds?: readonly string[]
  now: Date
  /** Whether moves to newer prices are locked, because the first charge is noted. */
  isLocking?: boolean
}

/** By what are renewals of some subscriptions priced? The number of statements does not depend on how many they are. */
export async function loadRenewalTerms({
  subscriptions,
  morePlanIds = [],
  now,
  isLocking = false,
}: Wanted): Promise<RenewalTerms> {
  const customerIds = subscriptions.map(({ customerId }) => customerId)
  const ids = subscriptions.map(({ id }) => id)
  const promotions = await loadRenewalPromotions(ids)
  return {
    policies: readPolicies(currentTenant().policies),
    taxRules: await loadTaxRules(),
    customers: await findCustomerTaxes(customerIds, now),
    setups: await loadSetups(subscriptions),
    ...(await loadHours(subscriptions)),
    moves: await listItemMoves(ids, { isLocking }),
    productKinds: await listProductKinds([...subscriptions.map(({ planId }) => planId), ...morePlanIds]),
    promotions: {
      ...promotions,
      serviceDays: promotions.loyalty.isOn ? await listServiceDays(customerIds) : new Map(),
    },
  }
}

/** The set-up fees that wait for the first paid period; only subscriptions on trial have them. */
async function loadSetups(subscriptions: Wanted['subscriptions']): Promise<RenewalTerms['setups']> {
  const ids = subscriptions.filter(({ status }) => status === 'trialing').map(({ id }) => id)
  if (ids.length === 0) return new Map()
  return Map.groupBy(await listSetupItems(ids), ({ subscriptionId }) => subscriptionId)
}

/** What ran of those that are charged by the hour. */
async function loadHours(subscriptions: Wanted['subscriptions']): Promise<Pick<RenewalTerms, 'hours'>> {
  const ids = subscriptions.filter(({ interval }) => isByHour(interval)).map(({ id }) => id)
  if (ids.length === 0) return {}
  return { hours: { stretches: await listStretches(ids), timeZone: currentTenant().timeZone } }
}
