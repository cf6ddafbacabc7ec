import type { HttpContext } from '@adonisjs/core/http'
import { formatMoney } from '#app/shared/money/money'
import type { AboveOwnLimit } from '#app/payments/index'

/** As the description of the API says it. */
export const aboveOwnLimit = {
  status: 403,
  code: 'above_own_limit',
  when: 'it is more than your own role may give away.',
}

/** How much a staff member may give one customer away in a day, in words. */
export function tellOwnLimit({ i18n }: HttpContext, { limit }: AboveOwnLimit): string {
  return i18n.t('balance.above_own_limit', { limit: formatMoney(limit, i18n.locale) })
}
