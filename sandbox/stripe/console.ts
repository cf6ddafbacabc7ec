import type { Counter, Table, TableAction, TableRow } from '../core/system.ts'
import type { Account } from './account.ts'
import { displayed } from './amounts.ts'
import type { Charge, Dispute } from './money_objects.ts'
import type { PaymentIntent, StripeEvent } from './objects.ts'

const rowsMax = 50

export function overview(account: Account): Counter[] {
  const { records } = account
  const charges = records.charges.list()
  const paid = charges.filter((charge) => charge.captured)
  const failed = records.deliveries.list({ filter: (item) => item.state === 'failed' }).length
  return [
    { label: 'Customers', value: records.customers.count() },
    {
      label: 'Saved cards',
      value: records.paymentMethods.list({ filter: (item) => item.customer !== null }).length,
    },
    { label: 'Charges taken', value: paid.length, tone: 'good' },
    { label: 'Held, not captured', value: records.paymentIntents.list({ filter: isHeld }).length },
    { label: 'Declined', value: charges.filter((charge) => charge.status === 'failed').length, tone: 'bad' },
    { label: 'Refunds', value: records.refunds.count() },
    ...sums(paid).map(([currency, amount]) => ({ label: 'Received', value: displayed(amount, currency) })),
    { label: 'Events', value: records.events.count() },
    { label: 'Deliveries given up', value: failed, tone: failed > 0 ? 'bad' : 'neutral' },
  ]
}

function isHeld(intent: { status: string }): boolean {
  return intent.status === 'requires_capture'
}

function sums(paid: Charge[]): Array<[string, number]> {
  const byCurrency = new Map<string, number>()
  for (const charge of paid) {
    const kept = charge.amount - charge.amount_refunded
    byCurrency.set(charge.currency, (byCurrency.get(charge.currency) ?? 0) + kept)
  }
  return [...byCurrency]
}

const latest = { newestFirst: true, limit: rowsMax }

export function tables(account: Account): Table[] {
  return [
    paymentTable(account),
    customerTable(account),
    cardTable(account),
    refundTable(account),
    disputeTable(account),
    eventTable(account),
    deliveryTable(account),
  ]
}

function paymentTable({ records }: Account): Table {
  return {
    name: 'payment_intents',
    title: 'Payments',
    columns: ['Id', 'Amount', 'Status', 'Customer', 'Description', 'Created'],
    rows: records.paymentIntents.list(latest).map((item) => ({
      cells: [
        item.id,
        displayed(item.amount, item.currency),
        item.status,
        item.customer,
        item.description,
        time(item.created),
      ],
      actions: actionsFor(item),
    })),
  }
}

/** What cardholders, their banks and Radar may still do about what was paid. */
const paidActions = { dispute: 'Dispute', report: 'Report fraud', review: 'Put under review' }

function actionsFor(intent: PaymentIntent): TableAction[] {
  const action = (label: string, lever: string): TableAction => ({
    label,
    method: 'POST',
    url: `/_stripe/intents/${intent.id}/${lever}`,
  })
  if (intent.status === 'succeeded')
    return Object.entries(paidActions).map(([lever, label]) => ({
      label,
      method: 'POST',
      url: `/_stripe/payments/${intent.id}/${lever}`,
    }))
  if (intent.status === 'requires_action') return [action('Authenticate', 'complete'), action('Fail', 'fail')]
  return intent.status === 'requires_capture' ? [action('Let it expire', 'expire')] : []
}

function customerTable({ records }: Account): Table {
  return {
    name: 'customers',
    title: 'Customers',
    columns: ['Id', 'Name', 'E-mail', 'Created'],
    rows: records.customers
      .list(latest)
      .map((item) => ({ cells: [item.id, item.name, item.email, time(item.created)] })),
  }
}

function cardTable({ records }: Account): Table {
  const saved = records.paymentMethods.list({ ...latest, filter: (item) => item.customer !== null })
  return {
    name: 'payment_methods',
    title: 'Saved cards',
    columns: ['Id', 'Card', 'Expires', 'Customer'],
    rows: saved.map(({ id, card, customer }) => ({
      cells: [id, `${card.brand} •••• ${card.last4}`, `${card.exp_month}/${card.exp_year}`, customer],
      actions: [
        { label: 'Bank renews it', method: 'POST', url: `/_stripe/payment_methods/${id}/renew` },
        { label: 'Owner ends the mandate', method: 'POST', url: `/_stripe/payment_methods/${id}/revoke` },
      ],
    })),
  }
}

function refundTable({ records }: Account): Table {
  return {
    name: 'refunds',
    title: 'Refunds',
    columns: ['Id', 'Amount', 'Status', 'Payment', 'Created'],
    rows: records.refunds.list(latest).map((item) => ({
      cells: [
        item.id,
        displayed(item.amount, item.currency),
        item.status,
        item.payment_intent,
        time(item.created),
      ],
    })),
  }
}

function disputeTable({ records }: Account): Table {
  return {
    name: 'disputes',
    title: 'Disputes',
    columns: ['Id', 'Amount', 'Reason', 'Status', 'Answer by', 'Payment'],
    rows: records.disputes.list(latest).map((item) => ({
      cells: [
        item.id,
        displayed(item.amount, item.currency),
        item.reason,
        item.status,
        time(item.evidence_details.due_by),
        item.payment_intent,
      ],
      actions: disputeActions(item),
    })),
  }
}

/** What the bank of the cardholder may still decide. */
function disputeActions({ id, status }: Dispute): TableAction[] {
  const action = (label: string, lever: string): TableAction => ({
    label,
    method: 'POST',
    url: `/_stripe/disputes/${id}/${lever}`,
  })
  if (status === 'lost') return [action('May be appealed', 'appeal')]
  if (['won', 'warning_closed', 'prevented'].includes(status)) return []
  const ends = [action('Shop wins', 'won'), action('Cardholder wins', 'lost')]
  return status.startsWith('warning') ? [action('Take the money', 'escalate'), ...ends] : ends
}

function eventTable({ records }: Account): Table {
  return {
    name: 'events',
    title: 'Events',
    columns: ['Id', 'Type', 'Object', 'Waiting', 'Created'],
    rows: records.events.list(latest).map((event) => eventRow(event)),
  }
}

function deliveryTable({ records }: Account): Table {
  return {
    name: 'deliveries',
    title: 'Webhook deliveries',
    columns: ['Event', 'Endpoint', 'State', 'Attempts', 'Last answer'],
    rows: records.deliveries.list(latest).map((item) => {
      const last = item.attempts.at(-1)
      const answer = last ? (last.error ?? last.status) : null
      return { cells: [item.event, item.endpoint, item.state, item.attempts.length, answer] }
    }),
  }
}

function eventRow(event: StripeEvent): TableRow {
  const { id } = event.data.object as { id?: string }
  return {
    cells: [event.id, event.type, id ?? null, event.pending_webhooks, time(event.created)],
    actions: [{ label: 'Send again', method: 'POST', url: `/_stripe/events/${event.id}/resend` }],
  }
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
}
