import type { IntervalUnit, WireMoney } from '~/shared_props'

/** Records as staff pages get them. */
export interface CustomerRow {
  id: string
  number: number
  name: string
  company_name: string | null
  email: string
  country: string | null
  status: string
  currency: string
  service_count: number
  amount_due: WireMoney
  created_at: string
}

export interface ServiceRow {
  id: string
  hostname: string
  status: string
  power_state: string | null
  holds: string[]
  customer_id: string
  customer_name: string
  plan: string
  panel: string
  address: string | null
  recurring_amount: WireMoney
  interval_unit: IntervalUnit
  interval_count: number
  renews_on: string | null
  created_at: string
}

export interface SubscriptionRow {
  id: string
  status: string
  plan: string
  customer_id: string
  customer_name: string
  service_id: string | null
  hostname: string | null
  recurring_amount: WireMoney
  interval_unit: IntervalUnit
  interval_count: number
  started_on: string | null
  renews_on: string | null
  ends_on: string | null
  cancel_at_period_end: boolean
  past_due_since: string | null
}

export interface OperationRow {
  id: string
  kind: string
  status: string
  service_id: string
  hostname: string
  customer_id: string
  customer_name: string
  attempts: number
  failure: { type?: string; message?: string } | null
  requested_by_kind: string
  requested_by: string | null
  created_at: string
  finished_at: string | null
}

export interface OrderRow {
  id: string
  number: number
  status: string
  customer_id: string
  customer_name: string
  total: WireMoney
  failure: { type?: string; reason?: string; message?: string } | null
  created_at: string
  finished_at: string | null
}

export interface InvoiceRow {
  id: string
  reference: string
  kind: string
  status: string
  is_overdue: boolean
  customer_id: string
  customer_name: string
  total: WireMoney
  amount_due: WireMoney
  issued_on: string
  due_on: string
  next_attempt_at: string | null
}

export interface PaymentRow {
  id: string
  status: string
  customer_id: string
  customer_name: string
  gateway: string
  amount: WireMoney
  captured_amount: WireMoney
  method_brand: string | null
  method_last4: string | null
  is_off_session: boolean
  order_id: string | null
  order_number: number | null
  invoice_id: string | null
  invoice_reference: string | null
  is_top_up: boolean
  part_count: number
  failure: { kind?: string; code?: string; message?: string } | null
  created_at: string
  succeeded_at: string | null
}

export interface AuditRow {
  id: string
  type: string
  subject_kind: string
  subject_id: string
  subject_path: string | null
  subject_name: string | null
  customer_id: string | null
  customer_name: string | null
  actor_kind: string
  actor_id: string | null
  actor_name: string | null
  impersonator_id: string | null
  impersonator_name: string | null
  origin_ip: string | null
  request_id: string | null
  reason: string | null
  changes: { field: string; from: string | null; to: string | null }[]
  cause: string | null
  data: Record<string, unknown>
  occurred_at: string
}

export interface RemoteCall {
  id: string
  system: string
  method: string
  url: string
  request: unknown
  response: unknown
  status: number | null
  outcome: string
  duration_ms: number
  called_at: string
}

export interface PersonRow {
  id: string
  name: string
  email: string
  permissions: string[]
  last_sign_in_at: string | null
  disabled_at: string | null
}

export interface MethodRow {
  id: string
  kind: string
  brand: string | null
  last4: string | null
  exp_month: number | null
  exp_year: number | null
  is_default: boolean
  gateway: string
  created_at: string
}

export interface MessageRow {
  id: string
  kind: string
  recipient: string
  subject_line: string | null
  text_body: string | null
  status: string
  last_error: string | null
  created_at: string
  sent_at: string | null
}

export interface SignInRow {
  id: string
  email: string
  ip: string | null
  user_agent: string | null
  outcome: string
  at: string
}

export interface LedgerSide {
  account: string
  detail: string | null
  invoice_id: string | null
  money: WireMoney
}

export interface LedgerPage {
  balances: { id: string; account: string; detail: string | null; kind: string; balance: WireMoney }[]
  entries: { id: string; kind: string; booked_on: string; occurred_at: string; lines: LedgerSide[] }[]
  next_cursor: string | null
}

/** Whether a panel takes new servers, keeps those it has, or is not called at all. */
export type PanelUse = 'active' | 'draining' | 'disabled'

export interface PanelField {
  name: string
  label: string
  help: string
  kind: 'text' | 'number' | 'switch'
  is_required: boolean
  minimum: number | null
  maximum: number | null
}

export interface Panel {
  id: string
  code: string
  driver: string
  name: string
  location: string
  base_url: string
  status: PanelUse
  max_concurrent_calls: number
  datacenter_id: string | null
  config: Record<string, unknown>
  /** What its kind asks for. */
  fields: { settings: PanelField[]; secrets: PanelField[] }
  last_seen_at: string | null
  last_error: string | null
  service_count: number
  held_count: number
  calls_last_day: number
  failures_last_day: number
  median_ms: number | null
}
