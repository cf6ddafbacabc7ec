import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { ownCustomer } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { Clock } from '#app/shared/time/clock'
import { listPaymentMethods, listPaymentWays, showPaymentMethod, showPaymentWay } from '#app/payments/index'
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

/** A customer's balance: what is on it, how money is added, and what moved it, as a page and as a file. */
@inject()
export default class BalancesController {
  constructor(private clock: Clock) {}

  async show(ctx: HttpContext) {
    const { cursor, limit } = await ctx.request.validateUsing(balanceQuery)
    const customerId = ownCustomer(ctx)
    const balance = (await findBalance(customerId, this.clock.now()))!
    const { currency } = balance.limits
    if (await sendBalanceFile(ctx, { customerId, currency })) return
    const question = { customerId, currency, before: cursor ?? null, size: pageSize(limit) }
    return renderPage(ctx, 'billing/portal/balance', {
      balance: showBalance(balance),
      settings: showBalanceSettings((await findBalanceSettings(customerId))!.settings, currency),
      moves: toListAnswer(await listBalanceMoves(question), showBalanceMove(currency)),
      methods: (await listPaymentMethods(customerId)).map(showPaymentMethod),
      ways: (await listPaymentWays(currency)).map(showPaymentWay),
    })
  }
}
