import type { Call } from './routing.ts'
import { methodIds, openMethods } from './coins.ts'
import { parseDecimal, written } from './decimals.ts'
import { announce } from './deliveries.ts'
import { figuresOf, presentMethod } from './figures.ts'
import type { Invoice, SpeedPolicy, Status } from './records.ts'
import { invalid, notFound, problem } from './refusal.ts'
import { newId, nowSeconds, type Shop } from './shop.ts'

const speeds: SpeedPolicy[] = ['HighSpeed', 'MediumSpeed', 'LowMediumSpeed', 'LowSpeed']
const digitsOf: Record<string, number> = { JPY: 0, ISK: 0, KWD: 3 }

/** A new invoice with its rates fixed; nothing holds a second one for the same order back. */
export function createInvoice({ shop, body, baseUrl }: Call): Record<string, unknown> {
  const currency = String(body.currency ?? 'EUR').toUpperCase()
  const asked = objectOf(body.checkout)
  const checkout = readCheckout(asked)
  const methods = openMethods(
    shop,
    currency,
    checkout.paymentMethods.length > 0 ? checkout.paymentMethods : null
  )
  const amount = readAmount(body.amount, currency)
  if (methods.length === 0) throw problem(400, 'generic-error', 'No payment method available for this store')
  const id = newId()
  const now = nowSeconds(shop)
  const expiresAt = now + checkout.expirationMinutes * 60
  const invoice: Invoice = {
    id,
    status: 'New',
    additionalStatus: 'None',
    amount,
    currency,
    metadata: objectOf(body.metadata),
    checkout: { ...checkout, paymentMethods: methods.map((method) => method.id) },
    receipt: objectOf(body.receipt),
    createdAt: now,
    expiresAt,
    monitoringEndsAt: expiresAt + checkout.monitoringMinutes * 60,
    isMonitored: true,
    archived: false,
    checkoutLink: `${baseUrl}/btcpay/i/${id}`,
    methods,
    payments: [],
  }
  shop.records.invoices.insert(id, invoice)
  const { timers } = shop.kit
  timers.schedule('expire', { id }, { delayMs: (expiresAt - now) * 1000, key: id })
  timers.schedule('end_monitoring', { id }, { delayMs: (invoice.monitoringEndsAt - now) * 1000, key: id })
  announce(shop, invoice, 'InvoiceCreated')
  return present(shop, invoice)
}

function readAmount(given: unknown, currency: string): string | null {
  if (given === undefined || given === null) return null
  const value = parseDecimal(String(given))
  if (value === null || value < 0n) throw invalid('amount', 'The amount should be 0 or more')
  return written(value, digitsOf[currency] ?? 2)
}

function readCheckout(asked: Record<string, unknown>): Invoice['checkout'] {
  const minutes = (name: string, fallback: number) => {
    const value = asked[name] ?? fallback
    if (typeof value !== 'number' || value < 1)
      throw invalid(`checkout.${name}`, `${name} should be 1 or more`)
    return value
  }
  const speed = (asked.speedPolicy ?? 'MediumSpeed') as SpeedPolicy
  if (!speeds.includes(speed)) throw invalid('checkout.speedPolicy', 'Unknown speed policy')
  const wanted = Array.isArray(asked.paymentMethods) ? asked.paymentMethods.map(String) : []
  wanted.forEach((id, index) => {
    if (!methodIds.includes(id)) throw invalid(`checkout.paymentMethods[${index}]`, 'Invalid payment method')
  })
  const tolerance = asked.paymentTolerance ?? 0
  if (typeof tolerance !== 'number' || tolerance < 0 || tolerance > 100)
    throw invalid('checkout.paymentTolerance', 'PaymentTolerance can only be between 0 and 100 percent')
  return {
    speedPolicy: speed,
    paymentMethods: wanted,
    expirationMinutes: minutes('expirationMinutes', 15),
    monitoringMinutes: minutes('monitoringMinutes', 1440),
    paymentTolerance: tolerance,
    redirectURL: typeof asked.redirectURL === 'string' ? asked.redirectURL : null,
    redirectAutomatically: asked.redirectAutomatically === true,
    defaultLanguage: typeof asked.defaultLanguage === 'string' ? asked.defaultLanguage : null,
  }
}

export function findInvoice({ shop, params }: Call): Invoice {
  const invoice = shop.records.invoices.get(params.invoiceId ?? '')
  if (!invoice) throw notFound.invoice()
  return invoice
}

/** Newest first, as the server lists them; archived ones are left out. */
export function listInvoices({ shop, query }: Call): unknown[] {
  const orders = listed(query.orderId)
  const statuses = listed(query.status)
  const [skip, take] = [Number(query.skip ?? 0), Number(query.take ?? 50)]
  return shop.records.invoices
    .list({
      newestFirst: true,
      filter: ({ archived, metadata, status }) =>
        !archived &&
        (orders.length === 0 || orders.includes(String(metadata.orderId))) &&
        (statuses.length === 0 || statuses.includes(status)),
    })
    .slice(skip, skip + take)
    .map((invoice) => present(shop, invoice))
}

function listed(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

export function listMethods(call: Call): unknown[] {
  return presentMethods(findInvoice(call))
}

export function presentMethods(invoice: Invoice): unknown[] {
  return invoice.methods.map((method) => presentMethod(invoice, method))
}

/** What a person marks by hand: paid, or not to be paid any more. */
export function markInvoice(call: Call): Record<string, unknown> {
  const { shop, body } = call
  const invoice = findInvoice(call)
  const status = body.status as Status
  if (!markable(invoice).includes(status))
    throw invalid('status', `Status can only be marked to ${markable(invoice).join(' or ') || 'nothing'}`)
  const marked = shop.records.invoices.put(invoice.id, { ...invoice, status, additionalStatus: 'Marked' })
  const extra = { manuallyMarked: true, ...(status === 'Settled' ? { overPaid: false } : {}) }
  announce(shop, marked, status === 'Settled' ? 'InvoiceSettled' : 'InvoiceInvalid', extra)
  return present(shop, marked)
}

function markable({ status, additionalStatus }: Invoice): Status[] {
  if (status === 'Settled') return additionalStatus === 'Marked' ? ['Invalid'] : []
  return status === 'Invalid' ? ['Settled'] : ['Settled', 'Invalid']
}

export function changeMetadata(call: Call): Record<string, unknown> {
  const invoice = findInvoice(call)
  return present(
    call.shop,
    call.shop.records.invoices.put(invoice.id, { ...invoice, metadata: objectOf(call.body.metadata) })
  )
}

export function archiveInvoice(call: Call): void {
  const invoice = findInvoice(call)
  call.shop.records.invoices.put(invoice.id, { ...invoice, archived: true })
}

export function unarchiveInvoice(call: Call): Record<string, unknown> {
  const invoice = findInvoice(call)
  return present(call.shop, call.shop.records.invoices.put(invoice.id, { ...invoice, archived: false }))
}

export function present(shop: Shop, invoice: Invoice): Record<string, unknown> {
  return {
    metadata: invoice.metadata,
    checkout: invoice.checkout,
    receipt: invoice.receipt,
    id: invoice.id,
    storeId: shop.storeId,
    amount: invoice.amount ?? '0',
    paidAmount: written(figuresOf(invoice).paid),
    currency: invoice.currency,
    type: invoice.amount === null ? 'TopUp' : 'Standard',
    checkoutLink: invoice.checkoutLink,
    createdTime: invoice.createdAt,
    expirationTime: invoice.expiresAt,
    monitoringExpiration: invoice.monitoringEndsAt,
    status: invoice.status,
    additionalStatus: invoice.additionalStatus,
    availableStatusesForManualMarking: markable(invoice),
    archived: invoice.archived,
  }
}

export function objectOf(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {}
}
