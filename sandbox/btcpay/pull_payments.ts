import { cutTo, decimal, dividedUp, parseDecimal, percent, written } from './decimals.ts'
import { methodIds, rateOf } from './coins.ts'
import { announcePayout } from './deliveries.ts'
import { figuresOf } from './figures.ts'
import { findInvoice } from './invoices.ts'
import type { Invoice, Payout, PayoutState, PullPayment } from './records.ts'
import { invalid, notFound, problem } from './refusal.ts'
import type { Call, Router } from './routing.ts'
import { newId, nowSeconds, type Shop } from './shop.ts'

const variants = ['RateThen', 'CurrentRate', 'Fiat', 'OverpaidAmount', 'Custom']

export function registerPullPaymentRoutes(router: Router): void {
  router.onBoth('POST', '/invoices/:invoiceId/refund', refund)
  router.onBoth('GET', '/invoices/:invoiceId/refund/:paymentMethodId', refundFigures)
  router.on('GET', '/stores/:storeId/pull-payments', ({ shop, query }) =>
    shop.records.pullPayments
      .list({ newestFirst: true, filter: ({ archived }) => query.includeArchived === 'true' || !archived })
      .map(presentPullPayment)
  )
  router.onOpen('GET', '/pull-payments/:pullPaymentId', (call) => presentPullPayment(findPullPayment(call)))
  router.on('DELETE', '/pull-payments/:pullPaymentId', (call) => archive(call.shop, findPullPayment(call)))
  router.onOpen('GET', '/pull-payments/:pullPaymentId/payouts', ({ shop, query, ...call }) => {
    const { id } = findPullPayment({ shop, query, ...call })
    return payoutsOf(shop, id).filter(
      ({ state }) => query.includeCancelled === 'true' || state !== 'Cancelled'
    )
  })
  router.onOpen('POST', '/pull-payments/:pullPaymentId/payouts', ({ shop, body, ...call }) =>
    claim(shop, findPullPayment({ shop, body, ...call }), {
      destination: String(body.destination ?? ''),
      amount: body.amount === undefined || body.amount === null ? null : String(body.amount),
      payoutMethodId: String(body.payoutMethodId ?? 'BTC-CHAIN'),
    })
  )
  router.on('GET', '/stores/:storeId/payouts', ({ shop }) => shop.records.payouts.list({ newestFirst: true }))
  router.on('GET', '/payouts/:payoutId', findPayout)
  router.on('POST', '/payouts/:payoutId', (call) =>
    movePayout(call.shop, findPayout(call).id, 'AwaitingPayment')
  )
  router.on('POST', '/payouts/:payoutId/mark-paid', (call) => void movePayout(call.shop, findPayout(call).id, 'Completed')) // prettier-ignore
  router.on(
    'DELETE',
    '/payouts/:payoutId',
    (call) => void movePayout(call.shop, findPayout(call).id, 'Cancelled')
  )
}

/** The customer gets a link under which they say where the coins go. */
function refund(call: Call): object {
  const { shop, body, baseUrl } = call
  const invoice = findInvoice(call)
  const variant = String(body.refundVariant ?? '')
  if (!variants.includes(variant)) throw invalid('refundVariant', '`refundVariant` is not valid')
  if (figuresOf(invoice).settled === 0n)
    throw problem(400, 'non-refundable', 'Cannot refund this invoice: it has no settled payment')
  const given = refundSum(shop, invoice, variant, body)
  const share = parseDecimal(String(body.subtractPercentage ?? '0'))
  if (share === null || share < 0n || share > decimal('100'))
    throw invalid('subtractPercentage', 'Percentage must be a numeric value between 0 and 100')
  const amount = given.amount - percent(given.amount, Number(body.subtractPercentage ?? 0))
  const id = newId(32)
  const pullPayment: PullPayment = {
    id,
    invoiceId: invoice.id,
    name: typeof body.name === 'string' && body.name !== '' ? body.name : `Refund ${invoice.id}`,
    description: typeof body.description === 'string' ? body.description : '',
    currency: given.currency,
    amount: written(amount),
    autoApproveClaims: false,
    archived: false,
    payoutMethods: Array.isArray(body.payoutMethods) ? body.payoutMethods.map(String) : methodIds,
    viewLink: `${baseUrl}/btcpay/pull-payments/${id}`,
  }
  return presentPullPayment(shop.records.pullPayments.insert(id, pullPayment))
}

function refundSum(
  shop: Shop,
  invoice: Invoice,
  variant: string,
  body: Record<string, unknown>
): { amount: bigint; currency: string } {
  const { amount, paid, settled } = figuresOf(invoice)
  const first = invoice.payments[0]!
  const method = invoice.methods.find(({ id }) => id === first.method)!
  const inCoin = (fiat: bigint, rate: string) => ({
    amount: cutTo(dividedUp(fiat, decimal(rate), method.digits), method.digits),
    currency: method.coin,
  })
  switch (variant) {
    case 'RateThen':
      return inCoin(settled, method.rate)
    case 'CurrentRate':
      return inCoin(settled, rateOf(shop, method.coin, invoice.currency) ?? method.rate)
    case 'OverpaidAmount':
      if (paid <= amount) throw invalid('RefundVariant', 'Invoice is not overpaid')
      return inCoin(paid - amount, method.rate)
    case 'Fiat':
      return { amount: settled, currency: invoice.currency }
    default: {
      const custom = parseDecimal(String(body.customAmount ?? ''))
      if (custom === null || custom <= 0n) throw invalid('CustomAmount', 'Amount must be greater than 0')
      if (typeof body.customCurrency !== 'string' || body.customCurrency === '')
        throw invalid('CustomCurrency', 'Invalid currency')
      return { amount: custom, currency: body.customCurrency }
    }
  }
}

function refundFigures(call: Call): object {
  const invoice = findInvoice(call)
  const method = invoice.methods.find(({ id }) => id === call.params.paymentMethodId)
  if (!method) throw invalid('paymentMethodId', 'This invoice was not paid with this payment method')
  const { amount, paid } = figuresOf(invoice)
  const coins = (rate: string) => written(dividedUp(paid, decimal(rate), method.digits), method.digits)
  const surplus =
    paid > amount ? written(dividedUp(paid - amount, decimal(method.rate), method.digits), 8) : null
  return {
    paymentAmountThen: coins(method.rate),
    paymentAmountNow: coins(rateOf(call.shop, method.coin, invoice.currency) ?? method.rate),
    invoiceAmount: written(paid),
    paymentCurrency: method.coin,
    paymentCurrencyDivisibility: method.digits,
    invoiceCurrencyDivisibility: 2,
    invoiceCurrency: invoice.currency,
    overpaidPaymentAmount: surplus,
  }
}

type Claim = { destination: string; amount: string | null; payoutMethodId: string }

/** What its customer asks for: an address, and all of it or a part. */
export function claim(
  shop: Shop,
  pullPayment: PullPayment,
  { destination, amount, payoutMethodId }: Claim
): Payout {
  if (pullPayment.archived) throw problem(400, 'archived', 'This pull payment has been archived')
  if (!pullPayment.payoutMethods.includes(payoutMethodId))
    throw invalid('payoutMethodId', 'Invalid payment method')
  if (destination.trim() === '')
    throw invalid('destination', 'The destination must be an address or a BIP21 URI')
  const taken = payoutsOf(shop, pullPayment.id)
    .filter(({ state }) => state !== 'Cancelled')
    .reduce((sum, { originalAmount }) => sum + decimal(originalAmount), 0n)
  const left = decimal(pullPayment.amount) - taken
  const asked = amount === null ? left : parseDecimal(amount)
  if (asked === null || asked <= 0n) throw invalid('amount', 'Amount must be above 0')
  if (asked > left)
    throw problem(400, 'overdraft', 'The amount claimed is more than what is left of the pull payment')
  const payout: Payout = {
    id: newId(32),
    pullPaymentId: pullPayment.id,
    date: `${nowSeconds(shop)}`,
    destination,
    originalCurrency: pullPayment.currency,
    originalAmount: written(asked),
    payoutCurrency: payoutMethodId.split('-')[0]!,
    payoutAmount: null,
    payoutMethodId,
    state: pullPayment.autoApproveClaims ? 'AwaitingPayment' : 'AwaitingApproval',
  }
  shop.records.payouts.insert(payout.id, payout)
  announcePayout(shop, 'PayoutCreated', payout)
  return payout
}

/** The way of a payout: approved by a person of the store, sent, or cancelled. */
export function movePayout(shop: Shop, id: string, state: PayoutState): Payout {
  const payout = shop.records.payouts.get(id)!
  if (payout.state === 'Completed' || payout.state === 'Cancelled')
    throw problem(422, 'invalid-state', 'The payout is not in a state that can be changed')
  const rate = rateOf(shop, payout.payoutCurrency, payout.originalCurrency)
  const isCoin = payout.payoutCurrency === payout.originalCurrency || rate === null
  const payoutAmount = isCoin
    ? payout.originalAmount
    : written(dividedUp(decimal(payout.originalAmount), decimal(rate), 8), 8)
  const isPaid = state === 'Completed'
  const proof = isPaid ? { paymentProof: { proofType: 'PayoutTransactionOnChainBlob', id: newId(64) } } : {}
  const moved = shop.records.payouts.put(id, { ...payout, state, payoutAmount, ...proof })
  announcePayout(shop, state === 'AwaitingPayment' ? 'PayoutApproved' : 'PayoutUpdated', moved)
  return moved
}

function archive(shop: Shop, pullPayment: PullPayment): void {
  shop.records.pullPayments.put(pullPayment.id, { ...pullPayment, archived: true })
  for (const { id, state } of payoutsOf(shop, pullPayment.id)) {
    if (state === 'AwaitingApproval' || state === 'AwaitingPayment') movePayout(shop, id, 'Cancelled')
  }
}

export function payoutsOf({ records }: Shop, pullPaymentId: string): Payout[] {
  return records.payouts.list({ filter: (payout) => payout.pullPaymentId === pullPaymentId })
}

export function findPullPayment({ shop, params }: Call): PullPayment {
  const pullPayment = shop.records.pullPayments.get(params.pullPaymentId ?? '')
  if (!pullPayment) throw notFound.pullPayment()
  return pullPayment
}

function findPayout({ shop, params }: Call): Payout {
  const payout = shop.records.payouts.get(params.payoutId ?? '')
  if (!payout) throw notFound.payout()
  return payout
}

function presentPullPayment({
  id,
  name,
  description,
  currency,
  amount,
  autoApproveClaims,
  archived,
  viewLink,
}: PullPayment) {
  return {
    id,
    name,
    description,
    currency,
    amount,
    BOLT11Expiration: '30',
    autoApproveClaims,
    archived,
    viewLink,
  }
}
