import { unreachable } from '#app/shared/result'
import type { ReplayRefusal } from '#app/billing/domain/replay_question'

/** Why months cannot be replayed, in the words of the API. */
export function tellReplayRefusal({ type }: ReplayRefusal): string {
  switch (type) {
    case 'months_impossible':
      return 'There is no such month, or the last one lies before the first.'
    case 'months_ahead':
      return 'Past months are replayed, up to the one that runs.'
    case 'too_many_months':
      return 'At most 36 months are replayed at once.'
    case 'percent_out_of_range':
      return 'Prices differ by -100 to 1000 percent, and taxes are 0 to 99 percent.'
    case 'plan_price_unknown':
      return 'This plan has no such price and never had one.'
    default:
      return unreachable(type)
  }
}
