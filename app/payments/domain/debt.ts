import type { Money } from '#app/shared/money/money'

/** What a payment is for, and how much is still asked for it. */
export interface Debt {
  kind: 'order' | 'invoice'
  id: string
  customerId: string
  money: Money
  /** Whether it waits for money now. */
  isPayable: boolean
}
