import type { WireMoney } from '~/shared_props'

/** What the browser needs to show a gateway's own form. */
export interface BrowserForm {
  driver: string
  purpose: 'payment' | 'setup'
  script_url: string
  publishable_key: string
  client_secret: string
}

export interface PaymentMethod {
  id: string
  kind: string
  brand: string | null
  last4: string | null
  exp_month: number | null
  exp_year: number | null
  is_default: boolean
  created_at: string
}

export interface PaymentFailure {
  kind: string
  code: string
  message: string
}

export interface Payment {
  id: string
  status:
    | 'created'
    | 'action_required'
    | 'processing'
    | 'authorised'
    | 'succeeded'
    | 'failed'
    | 'cancelled'
    | 'unknown'
  money: WireMoney
  card: { brand: string | null; last4: string | null } | null
  failure: PaymentFailure | null
  created_at: string
  succeeded_at: string | null
}
