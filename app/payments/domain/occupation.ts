import type { Debt, DebtPart } from '#app/payments/domain/debt'
import { isOpen, type Payment } from '#app/payments/domain/payment'

/** An open payment that stands in the way of a new one, with what it is for when that is several invoices. */
export interface OpenPayment {
  payment: Payment
  parts: readonly DebtPart[]
}

export type Occupation =
  | { type: 'free' }
  /** What is asked for was begun already. */
  | { type: 'begun'; payment: Payment }
  /** What was begun no longer fits, and no bank has decided about it yet: to be called off first. */
  | { type: 'obsolete'; payments: Payment[] }
  /** Money may be moving for one of the same invoices; another payment could be one too many. */
  | { type: 'taken'; payment: Payment }

/** How the customer wants to pay: with which saved method, or at which gateway; neither leaves it as it was begun. */
export interface ChosenWay {
  methodId: string | null
  gatewayId: string | null
}

/** What stands in the way of a payment that its customer wants to begin, and what is to be done about it. */
export function findOccupation(open: readonly OpenPayment[], debt: Debt, way: ChosenWay): Occupation {
  const [first] = open
  if (!first) return { type: 'free' }
  const own = open.length === 1 && isForSame(first, debt) ? first.payment : null
  if (own && fits(own, debt, way)) return { type: 'begun', payment: own }
  if (own && !mayMoveMoney(own)) return { type: 'obsolete', payments: [own] }
  const moving = own ? first : open.find(({ payment }) => !isWaiting(payment))
  if (moving) return { type: 'taken', payment: moving.payment }
  return { type: 'obsolete', payments: open.map(({ payment }) => payment) }
}

/** Whether a payment is for just this debt, whatever the amount: the same order, invoice, or invoices with the same parts. */
export function isForSame({ payment, parts }: OpenPayment, debt: Debt): boolean {
  switch (debt.kind) {
    case 'order':
      return payment.orderId === debt.id
    case 'invoice':
      return payment.invoiceId === debt.id
    case 'top_up':
      return payment.isTopUp
    case 'bundle':
      return (
        parts.length === debt.parts.length &&
        parts.every(({ invoiceId, amount }) =>
          debt.parts.some((wanted) => wanted.invoiceId === invoiceId && wanted.amount === amount)
        )
      )
  }
}

/** Whether a payment waits for its customer and nothing is being asked of the gateway. */
export function isWaiting({ status, pendingCall }: Payment): boolean {
  return (status === 'created' || status === 'action_required') && pendingCall === null
}

/**
 * Whether a bank may be deciding, or may have decided: a saved method is charged by the call that makes the payment. As long as that is under
 * way nothing can be called off, because the gateway may not have heard of it yet and so knows of nothing.
 */
export function mayMoveMoney({ status, pendingCall, paymentMethodId }: Payment): boolean {
  if (status !== 'created' && status !== 'action_required') return isOpen(status)
  return pendingCall === 'create' && paymentMethodId !== null
}

/** What a bank may have decided about is kept, whichever way was asked for since; only not for another amount. */
function fits(open: Payment, debt: Debt, { methodId, gatewayId }: ChosenWay): boolean {
  if (open.status !== 'created' && open.status !== 'action_required') return isForSameAmount(open, debt)
  const isOtherMethod = methodId !== null && open.paymentMethodId !== methodId
  const isOtherGateway = gatewayId !== null && open.gatewayId !== gatewayId
  return !isOtherMethod && !isOtherGateway && isForSameAmount(open, debt)
}

function isForSameAmount({ money }: Payment, { money: { amount, currency } }: Debt): boolean {
  return money.amount === amount && money.currency === currency
}
