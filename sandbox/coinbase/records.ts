import type { Collection, Store } from '../core/store.ts'

export type Status =
  | 'ACTIVE'
  | 'PROCESSING'
  | 'COMPLETED'
  | 'EXPIRED'
  | 'DEACTIVATED'
  | 'FAILED'
  | 'REFUNDED'
  | 'PARTIALLY_REFUNDED'

/** A checkout: paid once and in full, or not at all. Amounts are USDC as decimals; fiat as it was asked for. */
export type Checkout = {
  id: string
  url: string
  amount: string
  currency: 'USDC'
  network: string
  address: string
  tokenAddress: string
  status: Status
  createdAt: string
  updatedAt: string
  expiresAt: string
  description: string
  metadata: Record<string, string>
  fiatAmount: string
  fiatCurrency: string
  settlement?: { totalAmount: string; feeAmount: string; netAmount: string; currency: string }
  transactionHash?: string
  successRedirectUrl?: string
  failRedirectUrl?: string
  refunded: string
}

export type Delivery = {
  id: string
  type: string
  checkoutId: string
  attempts: { at: string; status: number; error: string | null }[]
  state: 'pending' | 'done' | 'failed'
}

export type Records = {
  checkouts: Collection<Checkout>
  keys: Collection<{ checkoutId: string; body: string }>
  deliveries: Collection<Delivery>
}

export function recordsIn(store: Store): Records {
  return {
    checkouts: store.collection('checkouts'),
    keys: store.collection('idempotency'),
    deliveries: store.collection('deliveries'),
  }
}
