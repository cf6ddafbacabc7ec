import type { HttpContext } from '@adonisjs/core/http'
import { refuseField } from '#app/shared/http/refuse_field'
import { largestAmount } from '#app/shared/money/largest_amount'
import { formatMoney } from '#app/shared/money/money'

/** Refuses, beside its field, an amount that a person cannot mean; in the reader's language. */
export function refuseHuge(ctx: HttpContext, currency: string, amounts: Record<string, bigint | null>): void {
  const most = largestAmount(currency)
  for (const [field, amount] of Object.entries(amounts)) {
    if (amount === null || (amount <= most && -amount <= most)) continue
    const limit = formatMoney({ amount: most, currency }, ctx.i18n.locale)
    refuseField(field, ctx.i18n.t('validator.amount_too_large', { limit }))
  }
}
