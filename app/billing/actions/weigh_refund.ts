import { inject } from '@adonisjs/core'
import { findCustomer } from '#app/customers/index'
import { lockCustomerBalance, readCustomerBalance } from '#app/ledger/index'
import {
  findPaymentRow,
  lockPaymentRow,
  type Payment,
  readRefundable,
  readReservedMoney,
  type RefundWay,
} from '#app/payments/index'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import type { Money } from '#app/shared/money/money'
import { err, ok, type Result } from '#app/shared/result'
import {
  CreditInvoice,
  type CreditInvoiceError,
  type CreditPreview,
} from '#app/billing/actions/credit_invoice'
import type { CreditWish } from '#app/billing/domain/credit'
import type { Invoice } from '#app/billing/domain/invoice'
import { decideMoneyBack, type MoneyBackRefusal } from '#app/billing/domain/money_back'
import { findInvoiceRow, lockInvoice } from '#app/billing/records/invoices'

/** What a refund takes back: a part of an invoice, or money that lies on the balance. Amounts in minor units. */
export type RefundTake =
  { of: 'invoice'; invoiceId: string; wish: CreditWish } | { of: 'balance'; amount: bigint }

export interface RefundQuestion {
  way: RefundWay
  paymentId: string | null
  customerId: string | null
  take: RefundTake
}

/** What a refund would do, by the figures of this moment. */
export interface WeighedRefund {
  payment: Payment | null
  customerId: string
  credit: CreditPreview | null
  lessDue: bigint
  toBalance: bigint
  amount: Money
  stays: bigint
}

export type WeighRefundError = (
  | { type: 'payment_not_found' | 'customer_not_found' | 'other_customer' }
  | MoneyBackRefusal
  | CreditInvoiceError
) & {
  /** Whose it is, where that is known. */
  customerId?: string
}

/** Works out what a refund would move, once for the preview and once, under locks, for the refund itself. */
@inject()
export class WeighRefund {
  constructor(private creditInvoice: CreditInvoice) {}

  read(question: RefundQuestion): Promise<Result<WeighedRefund, WeighRefundError>> {
    return inReadTransaction(() =>
      this.weigh(question, {
        payment: findPaymentRow,
        invoice: findInvoiceRow,
        balance: readCustomerBalance,
      })
    )
  }

  /** Payment, invoice and balance stay locked, in this order, until the open transaction ends. */
  lock(question: RefundQuestion): Promise<Result<WeighedRefund, WeighRefundError>> {
    return inTransaction(() =>
      this.weigh(question, { payment: lockPaymentRow, invoice: lockInvoice, balance: lockCustomerBalance })
    )
  }

  private async weigh(
    { way, paymentId, customerId, take }: RefundQuestion,
    load: Loaders
  ): Promise<Result<WeighedRefund, WeighRefundError>> {
    const payment = way === 'source' && paymentId ? await load.payment(paymentId) : null
    if (way === 'source' && !payment) return err({ type: 'payment_not_found' })
    const invoice = take.of === 'invoice' ? await load.invoice(take.invoiceId) : null
    if (take.of === 'invoice' && !invoice) return err({ type: 'invoice_not_found' })
    const owner = await this.findOwner({ payment, invoice, customerId })
    if (!owner.ok) return owner
    const weighed = await this.weighFor(owner.value, { payment, invoice, take, load })
    return weighed.ok ? weighed : err({ ...weighed.error, customerId: owner.value.customerId })
  }

  /** Everything has to belong to one customer and be in one currency. */
  private async findOwner(known: {
    payment: Payment | null
    invoice: Invoice | null
    customerId: string | null
  }): Promise<Result<Owner, WeighRefundError>> {
    const { payment, invoice, customerId } = known
    const owners = [
      payment && { customerId: payment.customerId, currency: payment.money.currency },
      invoice && { customerId: invoice.customerId, currency: invoice.currency },
    ].filter((owner) => owner !== null)
    const [first, second] = owners
    if (first && second && (first.customerId !== second.customerId || first.currency !== second.currency)) {
      return err({ type: 'other_customer' })
    }
    if (first) return ok(first)
    const customer = customerId ? await findCustomer(customerId) : null
    return customer
      ? ok({ customerId: customer.id, currency: customer.currency })
      : err({ type: 'customer_not_found' })
  }

  private async weighFor(
    owner: Owner,
    { payment, invoice, take, load }: Loaded
  ): Promise<Result<WeighedRefund, WeighRefundError>> {
    const credit =
      take.of === 'invoice'
        ? await this.creditInvoice.preview({ invoiceId: take.invoiceId, wish: take.wish })
        : ok(null)
    if (!credit.ok) return credit
    const balance = await load.balance(owner)
    const decision = decideMoneyBack({
      credited: credit.value && { total: credit.value.total, amountDue: invoice!.amountDue },
      asked: take.of === 'balance' ? take.amount : 0n,
      free: balance.amount - (await readReservedMoney(owner)),
      payment: payment && (await readRefundable(payment)),
    })
    if (!decision.ok) return decision
    const { amount, ...rest } = decision.value
    const { customerId, currency } = owner
    return ok({ payment, customerId, credit: credit.value, ...rest, amount: { amount, currency } })
  }
}

interface Owner {
  customerId: string
  currency: string
}

interface Loaders {
  payment: (id: string) => Promise<Payment | null>
  invoice: (id: string) => Promise<Invoice | null>
  balance: (owner: Owner) => Promise<Money>
}

interface Loaded {
  payment: Payment | null
  invoice: Invoice | null
  take: RefundTake
  load: Loaders
}
