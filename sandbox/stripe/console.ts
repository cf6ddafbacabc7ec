import type { Counter, Table, TableRow } from '../core/system.ts'
import type { Account } from './account.ts'
import { displayed } from './amounts.ts'
import type { Charge } from './money_objects.ts'
import type { StripeEvent } from './objects.ts'

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

export function tables(account: Account): Table[] {
  const { records } = account
  const latest = { newestFirst: true, limit: rowsMax }
  return [
    {
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
        actions:
          item.status === 'requires_action'
            ? [
                { label: 'Authenticate', method: 'POST', url: `/_stripe/intents/${item.id}/complete` },
                { label: 'Fail', method: 'POST', url: `/_stripe/intents/${item.id}/fail` },
              ]
            : item.status === 'requires_capture'
              ? [{ label: 'Let it expire', method: 'POST', url: `/_stripe/intents/${item.id}/expire` }]
              : [],
      })),
    },
    {
      name: 'customers',
      title: 'Customers',
      columns: ['Id', 'Name', 'E-mail', 'Created'],
      rows: records.customers
        .list(latest)
        .map((item) => ({ cells: [item.id, item.name, item.email, time(item.created)] })),
    },
    {
      name: 'payment_methods',
      title: 'Saved cards',
      columns: ['Id', 'Card', 'Expires', 'Customer'],
      rows: records.paymentMethods
        .list({ ...latest, filter: (item) => item.customer !== null })
        .map((item) => ({
          cells: [
            item.id,
            `${item.card.brand} •••• ${item.card.last4}`,
            `${item.card.exp_month}/${item.card.exp_year}`,
            item.customer,
          ],
        })),
    },
    {
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
    },
    {
      name: 'events',
      title: 'Events',
      columns: ['Id', 'Type', 'Object', 'Waiting', 'Created'],
      rows: records.events.list(latest).map((event) => eventRow(event)),
    },
    {
      name: 'deliveries',
      title: 'Webhook deliveries',
      columns: ['Event', 'Endpoint', 'State', 'Attempts', 'Last answer'],
      rows: records.deliveries.list(latest).map((item) => {
        const last = item.attempts.at(-1)
        return {
          cells: [
            item.event,
            item.endpoint,
            item.state,
            item.attempts.length,
            last ? (last.error ?? last.status) : null,
          ],
        }
      }),
    },
  ]
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
