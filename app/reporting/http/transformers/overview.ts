import type { Attention, AttentionKind } from '#app/reporting/queries/list_attention'
import type { MoneyCount, Overview } from '#app/reporting/queries/find_overview'
import { type IdKind, showId } from '#app/shared/ids'

/** Which record an example of each kind opens; null where a list is the place to go. */
const records: Record<AttentionKind, { kind: IdKind; path: string; below?: string } | null> = {
  operation_failed: { kind: 'operation', path: '/operations' },
  operation_stuck: { kind: 'operation', path: '/operations' },
  order_failed: { kind: 'order', path: '/orders' },
  payment_unknown: { kind: 'payment', path: '/payments' },
  refund_unknown: { kind: 'refund', path: '/refunds' },
  webhook_dead: null,
  dispute_waiting: { kind: 'dispute', path: '/disputes' },
  order_in_review: { kind: 'order', path: '/orders' },
  payment_in_review: { kind: 'payment', path: '/payments' },
  payment_warned: { kind: 'payment', path: '/payments' },
  refund_to_approve: { kind: 'refund', path: '/refunds' },
  gift_to_approve: null,
  reaction_dead: null,
  message_dead: null,
  server_missing: null,
  drift_open: null,
  service_to_approve: { kind: 'operation', path: '/operations' },
  bank_to_match: null,
  certificate_to_check: { kind: 'customer', path: '/customers' },
  panel_unreachable: null,
  period_not_invoiced: { kind: 'subscription', path: '/subscriptions' },
  invoice_not_attempted: { kind: 'invoice', path: '/invoices' },
  balance_differs: { kind: 'invoice', path: '/invoices' },
  sweep_failing: null,
  exchange_rates_stale: null,
  movement_unmatched: { kind: 'gateway', path: '/gateways', below: '/settlement' },
  account_differs: { kind: 'gateway', path: '/gateways', below: '/settlement' },
  settlement_failing: { kind: 'gateway', path: '/gateways', below: '/settlement' },
  balance_below_zero: { kind: 'customer', path: '/customers' },
  tax_rate_missing: null,
  tax_id_lapsing: { kind: 'customer', path: '/customers', below: '?tab=tax' },
  own_tax_id_refused: null,
  tax_register_blocks: null,
}

/** Where all of a kind are. */
export const attentionLists: Record<AttentionKind, string> = {
  operation_failed: '/operations?status=failed',
  operation_stuck: '/operations?status=waiting',
  order_failed: '/orders?status=failed',
  payment_unknown: '/payments?status=unknown',
  refund_unknown: '/refunds?status=unknown',
  webhook_dead: '/gateways',
  dispute_waiting: '/disputes',
  order_in_review: '/orders?status=in_review',
  payment_in_review: '/payments',
  payment_warned: '/payments?status=warned',
  refund_to_approve: '/refunds?status=awaiting_approval',
  gift_to_approve: '/refunds',
  reaction_dead: '/jobs',
  message_dead: '/messages?status=dead',
  server_missing: '/drift?kind=missing',
  drift_open: '/drift',
  service_to_approve: '/approvals',
  bank_to_match: '/bank',
  certificate_to_check: '/taxes/certificates',
  panel_unreachable: '/panels',
  period_not_invoiced: '/subscriptions',
  invoice_not_attempted: '/invoices?status=overdue',
  balance_differs: '/invoices',
  sweep_failing: '/jobs',
  exchange_rates_stale: '/exchange-rates',
  movement_unmatched: '/gateways',
  account_differs: '/gateways',
  settlement_failing: '/gateways',
  balance_below_zero: '/refunds',
  tax_rate_missing: '/taxes',
  tax_id_lapsing: '/customers',
  own_tax_id_refused: '/taxes',
  tax_register_blocks: '/taxes',
}

export function overviewToWire(overview: Overview) {
  return {
    as_of: overview.asOf.toISOString(),
    received_today: overview.receivedToday.map(moneyCountToWire),
    monthly_recurring: overview.monthlyRecurring.map(moneyCountToWire),
    open: overview.open.map(moneyCountToWire),
    overdue: overview.overdue.map(moneyCountToWire),
    orders_today: overview.ordersToday,
    services_by_status: Object.entries(overview.servicesByStatus).map(([status, count]) => ({
      status,
      count,
    })),
  }
}

function moneyCountToWire({ count, amount, currency }: MoneyCount) {
  return { count, money: { amount: String(amount), currency } }
}

export function attentionToWire({ kind, count, examples }: Attention) {
  const record = records[kind]
  return {
    kind,
    count,
    list: attentionLists[kind],
    examples: examples.map(({ id, label, at, reason }) => ({
      id: record ? showId(record.kind, id) : null,
      label: label === id && record ? showId(record.kind, id) : label,
      at: at?.toISOString() ?? null,
      reason,
      path: record ? `${record.path}/${showId(record.kind, id)}${record.below ?? ''}` : attentionLists[kind],
    })),
  }
}
