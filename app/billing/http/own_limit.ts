import type { HttpContext } from '@adonisjs/core/http'
import { formatMoney } from '#app/shared/money/money'
import type { AboveOwnLimit } from '#app/payments/index'

/** How much a staff member may give one customer away in a day, in words. */
export function tellOwnLimit({ i18n }: HttpContext, { limit }: AboveOwnLimit): string {
  return i18n.t('balance.above_own_limit', { limit: formatMoney(limit, i18n.locale) })
}
