import { inject } from '@adonisjs/core'
import { derivedId, newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import type { Money } from '#app/shared/money/money'
import { lockCustomerBalance } from '#app/ledger/index'
import {
  type DebtPart,
  findPaymentByRequest,
  lockOpenPaymentsOf,
  type Payment,
  type PaymentLimits,
  readReservedMoney,
} from '#app/payments/index'
import { ApplyMoney } from '#app/billing/actions/apply_money'
import type { Invoice } from '#app/billing/domain/invoice'
import { planPayment, type PayPlanRefusal, type PayWish } from '#app/billing/domain/pay_together'
import { findPaymentsUnderWay, lockInvoicesOf } from '#app/billing/records/invoices'
import { sumSettlements } from '#app/billing/records/settlements'

export interface InvoicePaymentWish {
  customerId: string
  wishes: readonly PayWish[]
  /** Whether money on the customer balance is used before the card. */
  usesBalance: boolean
  /** Made up by whoever asks (a UUID): a repeated request does nothing again. */
  requestKey: string | null
}

export type InvoicePaymentRefusal = PayPlanRefusal | { type: 'payment_under_way' }

/** What there is left to take by card, after the balance was applied. */
export interface PreparedPayment {
  fromBalance: Money
  /** What the card has to pay: one invoice in full, or parts; null when nothing is left. */
  debt: { kind: 'invoice'; id: string } | { kind: 'bundle'; parts: DebtPart[] } | null
  /** Set when this request was answered before: nothing was done now. */
  repeated: { payment: Payment | null } | null
}

/**
 * Locks the invoices that one payment is to be for, decides who pays what, and applies the customer balance. Part of the transaction in
 * which the payment is written, so that both happen or neither.
 */
@inject()
export class PrepareInvoicePayment {
  constructor(private applyMoney: ApplyMoney) {}

  async execute(
    wish: InvoicePaymentWish,
    limitsOf: (currency: string) => Promise<PaymentLimits | null>
  ): Promise<Result<PreparedPayment, InvoicePaymentRefusal>> {
    const { customerId, wishes, requestKey } = wish
    const ids = wishes.map(({ invoiceId }) => invoiceId)
    const invoices = await lockInvoicesOf(customerId, ids)
    const [first] = invoices.values()
    if (!first) {
      const invoiceId = ids[0]
      return err(invoiceId ? { type: 'invoice_not_found', invoiceId } : { type: 'nothing_chosen' })
    }
    const causeOf = (invoiceId: string) => (requestKey ? derivedId(requestKey, invoiceId) : newId())
    const repeated = requestKey ? await this.findRepeated(wish, requestKey, ids) : null
    if (repeated)
      return ok({
        fromBalance: { amount: repeated.fromBalance, currency: first.currency },
        debt: null,
        repeated,
      })

    if (wish.usesBalance) await lockOpenPaymentsOf(ids)
    const balance = wish.usesBalance ? await this.lockFreeBalance(first) : 0n
    const plan = planPayment(invoices, wishes, { balance, limits: await limitsOf(first.currency) })
    if (!plan.ok) return plan
    const { fromBalance, byCard, currency } = plan.value
    // With a card to be charged, the payment machine itself looks at what is under way.
    if (byCard.length === 0 && (await findPaymentsUnderWay(ids)).length > 0)
      return err({ type: 'payment_under_way' })
    let amount = 0n
    for (const part of fromBalance) {
      const { invoiceId, amount: atMost } = part
      await this.applyMoney.execute({ invoiceId, causeId: causeOf(invoiceId), source: 'balance', atMost })
      amount += atMost
    }
    return ok({
      fromBalance: { amount, currency },
      debt: toDebt(byCard, invoices, fromBalance),
      repeated: null,
    })
  }

  private async findRepeated({ customerId }: InvoicePaymentWish, requestKey: string, ids: string[]) {
    const payment = await findPaymentByRequest(customerId, requestKey)
    const applied = await sumSettlements(ids.map((id) => derivedId(requestKey, id)))
    return payment || applied !== null ? { payment, fromBalance: applied ?? 0n } : null
  }

  private async lockFreeBalance(invoice: Pick<Invoice, 'customerId' | 'currency'>): Promise<bigint> {
    const { amount } = await lockCustomerBalance(invoice)
    return amount - (await readReservedMoney(invoice))
  }
}

/** All that is left of one invoice is an invoice's own payment; anything else is a bundle. */
function toDebt(
  byCard: DebtPart[],
  invoices: ReadonlyMap<string, Invoice>,
  fromBalance: DebtPart[]
): PreparedPayment['debt'] {
  const [only] = byCard
  if (!only) return null
  const applied = fromBalance.find(({ invoiceId }) => invoiceId === only.invoiceId)?.amount ?? 0n
  const isWhole = byCard.length === 1 && only.amount + applied === invoices.get(only.invoiceId)!.amountDue
  return isWhole ? { kind: 'invoice', id: only.invoiceId } : { kind: 'bundle', parts: byCard }
}
