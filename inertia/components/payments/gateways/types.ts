import type { RemoteCall } from '~/components/reporting/types'
import type { WireMoney } from '~/shared_props'

export interface Gateway {
  id: string
  driver: string
  name: string
  status: 'active' | 'disabled'
  health: string
  is_live: boolean
  capabilities: { payouts: boolean }
  host: 'unused' | 'reachable' | 'resting' | 'probing'
  last_message_at: string | null
  messages: { pending: number; dead: number }
  payments: { unknown: number; waiting: number; succeeded_last_day: number; failed_last_day: number }
  account: { name: string | null; currencies: string[]; checked_at: string } | null
  webhook: { url: string; set_at: string } | null
  settlement: {
    last_run_at: string | null
    next_run_at: string
    last_error: string | null
    unmatched: number
  } | null
}

export interface SettingsField {
  name: string
  kind: 'text' | 'secret' | 'choice' | 'switch'
  is_required: boolean
  choices: string[]
  example: string | null
  comes_with_webhook: boolean
  value: string | null
  set_at: string | null
}

export interface GatewayMessage {
  id: string
  message_id: string
  type: string
  status: string
  attempts: number
  repeats: number
  last_error: string | null
  received_at: string
}

export interface GatewayFile {
  gateway: Gateway
  fields: SettingsField[]
  webhook_url: string
  can_set_up_webhook: boolean
  messages: GatewayMessage[]
  calls: RemoteCall[]
}

export interface Movement {
  id: string
  reference: string
  kind: string
  object_reference: string | null
  gross: WireMoney
  fee: WireMoney
  net: WireMoney
  moved_at: string
  counts_on: string
  status: string
  problem: string | null
  proposal: 'look_up' | 'book_fee' | 'compare' | 'explain' | null
}

export interface Payout {
  id: string
  reference: string
  status: string
  money: WireMoney
  arrives_on: string | null
  counts_on: string
  movement_count: number
  movement_sum: WireMoney
  adds_up: boolean | null
}

export interface DayOfAccount {
  currency: string
  opening: WireMoney
  lines: { kind: string; count: number; gross: WireMoney; fee: WireMoney; net: WireMoney }[]
  closing: WireMoney
  booked: WireMoney | null
  difference: WireMoney | null
}

export interface Comparison {
  currency: string
  stated: WireMoney | null
  known: WireMoney
  booked: WireMoney
  unmatched: WireMoney
  awaited: WireMoney
  untold: WireMoney
  unexplained: WireMoney
  holds: boolean
}

export interface Settlement {
  day: string
  last_run_at: string | null
  next_run_at: string | null
  last_error: string | null
  days: DayOfAccount[]
  comparison: Comparison[]
  awaited: {
    id: string
    entry_kind: string
    payment_id: string | null
    money: WireMoney
    booked_on: string
  }[]
}
