import type { Money } from '#app/shared/money/money'

/** What of a payment is for which invoice, in minor units of the payment's currency. */
export interface DebtPart {
  invoiceId: string
  amount: bigint
}

/** What somebody wants to pay: named by id only, because the amount is read under a lock where a debt has one of its own. */
export type DebtReference =
  | { kind: 'order' | 'invoice'; id: string }
  /** Several invoices, or a part of one: a bundle. */
  | { kind: 'bundle'; parts: readonly DebtPart[] }
  /** Money for the customer balance. */
  | { kind: 'top_up'; customerId: string; money: Money }

/** What a payment is for, and how much is still asked for it. */
export type Debt = {
  customerId: string
  money: Money
  /** Whether it waits for money now. */
  isPayable: boolean
} & (
  | { kind: 'order' | 'invoice'; id: string }
  | { kind: 'bundle'; parts: readonly DebtPart[] }
  | { kind: 'top_up' }
)

/** The invoices that a debt takes: in one open payment at most. */
export function invoicesOf(debt: Debt | DebtReference): string[] {
  if (debt.kind === 'invoice') return [debt.id]
  return debt.kind === 'bundle' ? debt.parts.map(({ invoiceId }) => invoiceId) : []
}
