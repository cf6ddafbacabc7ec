import type { ConfigurationFault, SupplyFault } from '#app/catalogue/index'

/** trial_alone: something else is in the order. trial_used: the customer, their address or card had one. */
export const trialRefusals = ['trial_alone', 'trial_used'] as const
export type TrialRefusal = (typeof trialRefusals)[number]

export type QuoteFault = ConfigurationFault | SupplyFault | { type: TrialRefusal; field: 'trial' }

/** Why an order may not begin with free days. A trial is ordered by itself, so that nothing is paid with it and all of it can end. */
export function refuseTrial(items: readonly { trial?: unknown }[], isEligible: boolean): TrialRefusal | null {
  if (!items.some(({ trial }) => trial)) return null
  if (items.length > 1) return 'trial_alone'
  return isEligible ? null : 'trial_used'
}
