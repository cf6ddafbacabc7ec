import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { refuseHuge } from '#app/shared/http/refuse_huge'
import { readId } from '#app/shared/ids'
import { findCustomer } from '#app/customers/index'
import { Clock } from '#app/shared/time/clock'
import { sendCustomerNotFound } from '#app/billing/http/api/customer_refusals'
import { AdjustBalance } from '#app/billing/actions/adjust_balance'
import { showBalance, showBalanceMove } from '#app/billing/http/transformers/balance_transformers'
import { sendKeyReused } from '#app/billing/http/key_reused'
import { tellOwnLimit } from '#app/billing/http/own_limit'
import { balanceAdjustmentForm, balanceQuery } from '#app/billing/http/validators/payment_validators'
import { findBalance } from '#app/billing/queries/find_balance'
import { listBalanceMoves } from '#app/billing/queries/list_balance_moves'
import { formatMoney, toWire } from '#app/shared/money/money'
import { unreachable } from '#app/shared/result'

/** The customer balance: one's own, or (staff) any customer's, which staff may also correct. */
@inject()
export default class BalancesController {
  constructor(
    private clock: Clock,
    private adjustBalance: AdjustBalance
  ) {}

  async show(ctx: HttpContext) {
    const found = await this.find(ctx)
    return found ? showBalance(found.balance) : sendCustomerNotFound(ctx)
  }

  async moves(ctx: HttpContext) {
    const { cursor, limit } = await ctx.request.validateUsing(balanceQuery)
    const found = await this.find(ctx)
    if (!found) return sendCustomerNotFound(ctx)
    const { customerId } = found
    const { currency } = found.balance.limits
    const size = pageSize(limit)
    const page = await listBalanceMoves({ customerId, currency, before: cursor ?? null, size })
    return toListAnswer(page, showBalanceMove(currency))
  }

  async adjust(ctx: HttpContext) {
    const { amount, reason, request_key: key } = await ctx.request.validateUsing(balanceAdjustmentForm)
    const customerId = readId('customer', ctx.params.id)
    const customer = customerId && (await findCustomer(customerId))
    if (!customerId || !customer) return sendCustomerNotFound(ctx)
    refuseHuge(ctx, customer.currency, { amount: BigInt(amount) })
    const input = { customerId, amount: BigInt(amount), reason, requestKey: key ?? null }
    const adjusted = await this.adjustBalance.execute(input)
    if (adjusted.ok) return { balance: toWire(adjusted.value) }
    const { error } = adjusted
    switch (error.type) {
      case 'customer_not_found':
        return sendCustomerNotFound(ctx)
      case 'nothing_to_adjust':
        return this.refuseAmount(ctx, error.type, 'Enter an amount.')
      case 'more_than_balance': {
        const { currency } = (await findBalance(customerId, this.clock.now()))!.limits
        const left = formatMoney({ amount: error.limit, currency }, ctx.i18n.locale)
        return this.refuseAmount(ctx, error.type, ctx.i18n.t('balance.more_than_balance', { left }))
      }
      case 'above_own_limit': {
        const detail = tellOwnLimit(ctx, error)
        const errors = [{ field: 'amount', message: detail }]
        return sendProblem(ctx, { status: 403, code: error.type, detail, errors })
      }
      case 'request_key_reused':
        return sendKeyReused(ctx)
      default:
        return unreachable(error)
    }
  }

  private refuseAmount(ctx: HttpContext, code: string, message: string): void {
    sendProblem(ctx, { status: 422, code, detail: message, errors: [{ field: 'amount', message }] })
  }

  private async find(ctx: HttpContext) {
    const customerId = visibleCustomer(ctx.caller!) ?? readId('customer', ctx.params.id)
    const balance = customerId ? await findBalance(customerId, this.clock.now()) : null
    return customerId && balance ? { customerId, balance } : null
  }
}
