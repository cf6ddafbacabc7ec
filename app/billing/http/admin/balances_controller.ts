import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { sendBalanceFile } from '#app/billing/http/balance_answer'
import {
  showBalance,
  showBalanceMove,
  showBalanceSettings,
} from '#app/billing/http/transformers/balance_transformers'
import { balanceQuery } from '#app/billing/http/validators/payment_validators'
import { findBalance } from '#app/billing/queries/find_balance'
import { findBalanceSettings } from '#app/billing/queries/find_balance_settings'
import { listBalanceMoves } from '#app/billing/queries/list_balance_moves'

/** The balance of any customer and what moved it, as a page and as a file. */
@inject()
export default class BalancesController {
  constructor(private clock: Clock) {}

  async show(ctx: HttpContext) {
    const { cursor, limit } = await ctx.request.validateUsing(balanceQuery)
    const customerId = readRecordId(ctx, 'customer')
    const customer = await findCustomer(customerId)
    const balance = customer && (await findBalance(customerId, this.clock.now()))
    if (!balance) throw notFound(ctx)
    const { currency } = balance.limits
    if (await sendBalanceFile(ctx, { customerId, currency })) return
    const { settings } = (await findBalanceSettings(customerId))!
    const question = { customerId, currency, before: cursor ?? null, size: pageSize(limit) }
    return renderPage(ctx, 'billing/admin/customer_balance', {
      customer: { id: showId('customer', customerId), name: customer.company_name ?? customer.name },
      balance: showBalance(balance),
      settings: showBalanceSettings(settings, currency),
      moves: toListAnswer(await listBalanceMoves(question), showBalanceMove(currency)),
    })
  }
}
