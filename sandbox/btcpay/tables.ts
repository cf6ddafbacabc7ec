import type { Counter, Table, TableAction } from '../core/system.ts'
import { written } from './decimals.ts'
import { figuresOf } from './figures.ts'
import { payoutsOf } from './pull_payments.ts'
import type { Invoice } from './records.ts'
import type { Shop } from './shop.ts'
import { totals } from './wallet.ts'

const latest = { newestFirst: true, limit: 50 }

export function overview(shop: Shop): Counter[] {
  const { records } = shop
  const invoices = records.invoices.list()
  const count = (status: Invoice['status']) => invoices.filter((invoice) => invoice.status === status).length
  const failed = records.deliveries.list({
    filter: ({ state, status }) => state === 'done' && status !== 'HttpSuccess',
  })
  return [
    { label: 'Invoices', value: invoices.length },
    { label: 'Waiting for coins', value: count('New') },
    { label: 'Waiting for blocks', value: count('Processing') },
    { label: 'Settled', value: count('Settled'), tone: 'good' },
    { label: 'Expired', value: count('Expired') },
    { label: 'Refunds', value: records.pullPayments.count() },
    ...Object.entries(totals(shop)).map(([currency, { settled }]) => ({
      label: 'Received',
      value: `${written(settled, 2)} ${currency}`,
    })),
    { label: 'Deliveries given up', value: failed.length, tone: failed.length > 0 ? 'bad' : 'neutral' },
  ]
}

export function tables(shop: Shop): Table[] {
  return [invoiceTable(shop), paymentTable(shop), refundTable(shop), deliveryTable(shop)]
}

function invoiceTable({ records }: Shop): Table {
  return {
    name: 'invoices',
    title: 'Invoices',
    columns: ['Id', 'Amount', 'Received', 'Status', 'Order', 'Created'],
    rows: records.invoices.list(latest).map((invoice) => ({
      href: invoice.checkoutLink,
      cells: [
        invoice.id,
        `${invoice.amount ?? 'any'} ${invoice.currency}`,
        written(figuresOf(invoice).paid, 2),
        `${invoice.status}/${invoice.additionalStatus}`,
        String(invoice.metadata.orderId ?? ''),
        time(invoice.createdAt),
      ],
      actions: leversOf(invoice),
    })),
  }
}

function leversOf({ id, status, isMonitored }: Invoice): TableAction[] {
  const lever = (label: string, path: string): TableAction => ({
    label,
    method: 'POST',
    url: `/_btcpay/invoices/${id}/${path}`,
  })
  return [
    lever('Pay', 'pay'),
    lever('Pay by Lightning', 'pay?method=BTC-LN'),
    lever('Pay half', 'pay?share=half'),
    ...(status === 'New' ? [lever('Expire', 'expire')] : []),
    ...(isMonitored ? [lever('Stop watching', 'end-monitoring')] : []),
  ]
}

function paymentTable({ records }: Shop): Table {
  const payments = records.invoices
    .list({ newestFirst: true, filter: ({ payments: sent }) => sent.length > 0, limit: 50 })
    .flatMap((invoice) => invoice.payments.map((payment) => ({ invoice, payment })))
  return {
    name: 'payments',
    title: 'Coins',
    columns: ['Invoice', 'Way', 'Coins', 'Status', 'Confirmations', 'After expiry', 'Received'],
    rows: payments.map(({ invoice, payment }) => ({
      cells: [
        invoice.id,
        payment.method,
        payment.value,
        payment.isStuck ? `${payment.status}, fee too small` : payment.status,
        payment.confirmations,
        payment.afterExpiration,
        time(payment.receivedAt),
      ],
      actions:
        payment.status === 'Processing'
          ? [
              { label: 'Find a block', method: 'POST', url: '/_btcpay/blocks' },
              {
                label: 'Take back',
                method: 'POST',
                url: `/_btcpay/invoices/${invoice.id}/payments/${payment.id}/replace`,
              },
            ]
          : [],
    })),
  }
}

function refundTable(shop: Shop): Table {
  return {
    name: 'refunds',
    title: 'Refunds (pull payments)',
    columns: ['Id', 'Amount', 'Name', 'Claims', 'Archived'],
    rows: shop.records.pullPayments
      .list(latest)
      .map(({ id, amount, currency, name, archived, viewLink }) => ({
        href: viewLink,
        cells: [id, `${amount} ${currency}`, name, payoutsOf(shop, id).map(({ state }) => state).join(', '), archived], // prettier-ignore
        actions: ['approve', 'pay', 'cancel'].map((what) => ({
          label: what[0]!.toUpperCase() + what.slice(1),
          method: 'POST' as const,
          url: `/_btcpay/pull-payments/${id}/${what}`,
        })),
      })),
  }
}

function deliveryTable({ records }: Shop): Table {
  return {
    name: 'deliveries',
    title: 'Webhook deliveries',
    columns: ['Id', 'Event', 'Invoice', 'Tries', 'Last answer'],
    rows: records.deliveries.list(latest).map(({ id, body, tries, httpCode, errorMessage }) => ({
      cells: [id, String(body.type), String(body.invoiceId ?? body.pullPaymentId ?? ''), tries, errorMessage ?? httpCode], // prettier-ignore
      actions: [{ label: 'Send again', method: 'POST', url: `/_btcpay/deliveries/${id}/redeliver` }],
    })),
  }
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
}
