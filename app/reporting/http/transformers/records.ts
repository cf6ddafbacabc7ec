import type { IdKind } from '#app/shared/ids'
import { toWire } from '#app/reporting/http/transformers/to_wire'

type Wire = Record<string, unknown>

const linked: Record<string, IdKind> = {
  customer_id: 'customer', service_id: 'service', subscription_id: 'subscription', order_id: 'order', invoice_id: 'invoice',
  panel_id: 'panel', plan_id: 'plan', operation_id: 'operation', quote_id: 'quote', entry_id: 'journalEntry', datacenter_id: 'datacenter',
} // prettier-ignore

/** Makes the transformer of one kind of row. */
function record(kind: IdKind | null, money: readonly string[] = []) {
  const shape = { ids: kind ? { ...linked, id: kind } : linked, money }
  return (row: object): Wire => toWire(row, shape)
}

export const customerToWire = record('customer', ['amount_due', 'monthly_recurring', 'overdue', 'paid'])
export const serviceToWire = record('service', ['recurring_amount'])
export const subscriptionToWire = record('subscription', ['recurring_amount'])
export const operationToWire = record('operation')
export const stepToWire = record(null)
export const remoteCallToWire = record('remoteCall')
export const orderToWire = record('order', ['total', 'subtotal', 'tax_total'])
export const orderLineToWire = record('orderLine', ['total'])
export const paymentToWire = record('payment', ['amount', 'captured_amount'])
export const webhookToWire = record('webhookMessage')
export const invoiceToWire = record('invoice', ['total', 'amount_due', 'subtotal', 'tax_total'])
export const invoiceLineToWire = record(null, ['unit_amount', 'amount', 'tax_amount', 'taken_back'])
export const postingToWire = record(null, ['amount'])
export const personToWire = record('user')
export const methodToWire = record('paymentMethod')
export const messageToWire = record('message')
export const signInToWire = record('signIn')
export const panelToWire = record('panel')
