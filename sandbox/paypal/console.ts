import type { Counter, Table, TableAction } from '../core/system.ts'
import type { Account } from './account.ts'
import { minorOf, moneyOf, shown } from './amounts.ts'
import { payers } from './payers.ts'
import type { Capture, Dispute, Order } from './records.ts'

const latest = { newestFirst: true, limit: 50 }

export function overview({ records }: Account): Counter[] {
  const captures = records.captures.list()
  const failed = records.deliveries.list({ filter: ({ state }) => state === 'failed' }).length
  const open = records.disputes.list({ filter: ({ status }) => status !== 'RESOLVED' }).length
  return [
    { label: 'Orders', value: records.orders.count() },
    { label: 'Captures', value: captures.filter(isTaken).length, tone: 'good' },
    { label: 'Pending', value: captures.filter(({ status }) => status === 'PENDING').length },
    { label: 'Saved accounts', value: records.paymentTokens.count() },
    { label: 'Refunds', value: records.refunds.count() },
    { label: 'Open disputes', value: open, tone: open > 0 ? 'bad' : 'neutral' },
    ...sums(captures.filter(isTaken)).map(([currency, minor]) => ({
      label: 'Received',
      value: shown(moneyOf(minor, currency)),
    })),
    { label: 'Deliveries given up', value: failed, tone: failed > 0 ? 'bad' : 'neutral' },
  ]
}

function isTaken({ status }: Capture): boolean {
  return status === 'COMPLETED' || status === 'PARTIALLY_REFUNDED' || status === 'REFUNDED'
}

function sums(captures: Capture[]): Array<[string, number]> {
  const byCurrency = new Map<string, number>()
  for (const { amount } of captures)
    byCurrency.set(amount.currency_code, (byCurrency.get(amount.currency_code) ?? 0) + minorOf(amount))
  return [...byCurrency]
}

export function tables(account: Account): Table[] {
  const made = [orderTable, captureTable, tokenTable, refundTable, disputeTable, movementTable, eventTable]
  return [...made.map((make) => make(account)), payerTable()]
}

/** Whom one can be on the approval page. */
function payerTable(): Table {
  return {
    name: 'payers',
    title: 'Accounts that approve',
    columns: ['Account', 'Name', 'Does'],
    rows: payers.map(({ email, given, surname, about }) => ({
      cells: [email, `${given} ${surname}`, about],
    })),
  }
}

function lever(label: string, path: string): TableAction {
  return { label, method: 'POST', url: `/_paypal/${path}` }
}

function orderTable({ records }: Account): Table {
  return {
    name: 'orders',
    title: 'Orders',
    columns: ['Id', 'Amount', 'Status', 'Intent', 'Payer', 'Description', 'Created'],
    rows: records.orders.list(latest).map((item) => ({
      cells: [
        item.id,
        shown(item.unit.amount),
        records.lapsedOrders.has(item.id) ? 'LAPSED' : item.status,
        item.intent,
        item.approval?.payer ?? null,
        item.unit.description ?? null,
        timeOf(item.create_time),
      ],
      actions: orderActions(item),
    })),
  }
}

function orderActions({ id, status }: Order): TableAction[] {
  if (status === 'COMPLETED' || status === 'VOIDED') return []
  const lapse = lever('Let it lapse', `orders/${id}/lapse`)
  return status === 'APPROVED' ? [lapse] : [lever('Approve', `orders/${id}/approve`), lapse]
}

function captureTable({ records }: Account): Table {
  return {
    name: 'captures',
    title: 'Captures',
    columns: ['Id', 'Amount', 'Fee', 'Status', 'Payer', 'Order', 'Created'],
    rows: records.captures.list(latest).map((item) => ({
      cells: [
        item.id,
        shown(item.amount),
        shown(item.fee),
        item.status,
        item.payer,
        item.order,
        timeOf(item.create_time),
      ],
      actions: captureActions(item),
    })),
  }
}

function captureActions({ id, status, disputed }: Capture): TableAction[] {
  if (status === 'PENDING')
    return [lever('Clear', `captures/${id}/clear`), lever('Bounce', `captures/${id}/bounce`)]
  return status === 'COMPLETED' && !disputed ? [lever('Dispute', `captures/${id}/dispute`)] : []
}

function tokenTable({ records }: Account): Table {
  return {
    name: 'payment_tokens',
    title: 'Saved accounts',
    columns: ['Id', 'Payer', 'Customer', 'Of the merchant'],
    rows: records.paymentTokens.list(latest).map((item) => ({
      cells: [item.id, item.payer, item.customer, item.merchantCustomerId],
      actions: [lever('Revoke in the wallet', `payment_tokens/${item.id}/revoke`)],
    })),
  }
}

function refundTable({ records }: Account): Table {
  return {
    name: 'refunds',
    title: 'Refunds',
    columns: ['Id', 'Amount', 'Status', 'Capture', 'Created'],
    rows: records.refunds.list(latest).map((item) => ({
      cells: [item.id, shown(item.amount), item.status, item.capture, timeOf(item.create_time)],
    })),
  }
}

function disputeTable({ records }: Account): Table {
  return {
    name: 'disputes',
    title: 'Disputes',
    columns: ['Id', 'Amount', 'Reason', 'Status', 'Outcome', 'Answer by'],
    rows: records.disputes.list(latest).map((item) => ({
      cells: [
        item.dispute_id,
        shown(item.amount),
        item.reason,
        item.status,
        item.outcome,
        item.seller_response_due_date && timeOf(item.seller_response_due_date),
      ],
      actions: disputeActions(item),
    })),
  }
}

function disputeActions({ dispute_id: id, status, outcome, appealable }: Dispute): TableAction[] {
  if (outcome === 'RESOLVED_BUYER_FAVOUR' && !appealable)
    return [lever('May be appealed', `disputes/${id}/appeal`)]
  if (status === 'RESOLVED') return []
  return [
    lever('Shop wins', `disputes/${id}/win`),
    lever('Payer wins', `disputes/${id}/lose`),
    lever('Payer withdraws', `disputes/${id}/withdraw`),
  ]
}

function movementTable({ records }: Account): Table {
  return {
    name: 'movements',
    title: 'Account movements',
    columns: ['Id', 'Code', 'Amount', 'Fee', 'Status', 'About', 'At'],
    rows: records.movements.list(latest).map((item) => ({
      cells: [
        item.id,
        item.event_code,
        shown(item.amount),
        shown(item.fee),
        item.status,
        item.reference,
        timeOf(item.at),
      ],
    })),
  }
}

function eventTable({ records }: Account): Table {
  return {
    name: 'events',
    title: 'Events',
    columns: ['Id', 'Type', 'Object', 'Created'],
    rows: records.events.list(latest).map((event) => {
      const { id, dispute_id: dispute } = event.resource as { id?: string; dispute_id?: string }
      return {
        cells: [event.id, event.event_type, id ?? dispute ?? null, timeOf(event.create_time)],
        actions: [lever('Send again', `events/${event.id}/resend`)],
      }
    }),
  }
}

function timeOf(text: string): string {
  return text.slice(0, 19).replace('T', ' ')
}
