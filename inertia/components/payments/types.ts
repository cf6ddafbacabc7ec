import type { WireMoney } from '~/shared_props'

/** What the browser needs to show a gateway's own form. */
export interface BrowserForm {
  driver: string
  purpose: 'payment' | 'setup'
  script_url: string
  publishable_key: string
  client_secret: string
}

/** One way to pay that is offered: a form within our page, the gateway's own page, or coins. */
export interface PaymentWay {
  gateway_id: string
  driver: string
  name: string
  customer_pays: 'form' | 'page' | 'coins'
  saves_methods: boolean
}

/** Where to send how much of which coin. Amounts are plain decimals of the coin. */
export interface CoinDue {
  method: string
  coin: string
  address: string
  uri: string
  due: string
  paid: string
  rate: string
}

/** The gateway's own page; with coins, what our page can show instead of it. */
export interface GatewayPage {
  driver: string
  url: string
  expires_at: string | null
  coins: CoinDue[]
}

export interface PaymentMethod {
  id: string
  kind: string
  brand: string | null
  last4: string | null
  exp_month: number | null
  exp_year: number | null
  /** What its owner knows an account by. */
  label: string | null
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
  gateway_id: string
  card: { brand: string | null; last4: string | null } | null
  failure: PaymentFailure | null
  created_at: string
  succeeded_at: string | null
}
