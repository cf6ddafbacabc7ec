import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Html, html, page } from '../core/html.ts'
import { paymentLink } from './coins.ts'
import { written } from './decimals.ts'
import { dueIn, figuresOf } from './figures.ts'
import { claim, movePayout, payoutsOf } from './pull_payments.ts'
import type { Invoice } from './records.ts'
import { Refusal } from './refusal.ts'
import { findByDestination, send, type Share, shares } from './wallet.ts'
import type { Shop } from './shop.ts'

/** Pages that people see: the server's checkout, the sandbox's own wallet, and the page where a refund is claimed. */
export function registerPages(app: FastifyInstance, shop: Shop): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, text, done) => done(null, Object.fromEntries(new URLSearchParams(String(text))))
  )
  app.get<{ Params: { id: string } }>('/btcpay/i/:id', (request, reply) => {
    const invoice = shop.records.invoices.get(request.params.id)
    return invoice ? showCheckout(reply, invoice) : missing(reply, 'This invoice does not exist')
  })
  registerWallet(app, shop)
  registerClaims(app, shop)
}

const words: Record<Invoice['status'], string> = {
  New: 'Waiting for your payment',
  Processing: 'Your payment was seen and waits for confirmations',
  Settled: 'Paid',
  Expired: 'This invoice has expired',
  Invalid: 'This invoice is not to be paid any more',
}

function showCheckout(reply: FastifyReply, invoice: Invoice): FastifyReply {
  const { paid } = figuresOf(invoice)
  const { redirectURL } = invoice.checkout
  const isOpen = invoice.status === 'New'
  return page(
    reply,
    `Pay ${invoice.amount ?? ''} ${invoice.currency}`,
    html`<p class="eyebrow">BTCPay Server · test coins</p>
      <h1>${invoice.amount ?? 'Any amount'} ${invoice.currency}</h1>
      <p>
        ${words[invoice.status]}${invoice.additionalStatus === 'None' ? '' : ` (${invoice.additionalStatus})`}.
      </p>
      ${paid > 0n ? html`<p>Received so far: ${written(paid, 2)} ${invoice.currency}</p>` : ''}
      ${
        isOpen
          ? invoice.methods.map((method) => {
              const due = written(dueIn(invoice, method), method.digits)
              return html`<h2>${method.id}</h2>
                <p>${due} ${method.coin} to <code>${method.destination}</code></p>
                <p><a href="${paymentLink(method, due)}">Open in a wallet</a></p>`
            })
          : ''
      }
      <p>
        <a href="/btcpay/wallet?to=${encodeURIComponent(invoice.methods[0]!.destination)}"
          >Pay with the sandbox's wallet</a
        >
      </p>
      ${redirectURL ? html`<p><a href="${redirectURL}">Return to the shop</a></p>` : ''}`
  )
}

function registerWallet(app: FastifyInstance, shop: Shop): void {
  app.get<{ Querystring: { to?: string } }>('/btcpay/wallet', (request, reply) =>
    showWallet(reply, shop, request.query.to ?? '')
  )
  app.post<{ Body: Record<string, string> }>('/btcpay/wallet', (request, reply) => {
    const { to = '', share, amount = '', fee } = request.body
    const found = findByDestination(shop, to)
    if (!found) return showWallet(reply, shop, to)
    const outcome = shop.kit.store.transaction(() =>
      send(shop, found.invoice, {
        method: found.method.id,
        share: share !== undefined && share in shares ? (share as Share) : 'exact',
        amount: share === 'own' ? amount : null,
        isStuck: fee === 'tiny',
      })
    )
    return showWallet(reply, shop, to, typeof outcome === 'string' ? outcome : 'Sent.')
  })
}

function showWallet(reply: FastifyReply, shop: Shop, to: string, told = ''): FastifyReply {
  const found = to === '' ? null : findByDestination(shop, to)
  const complaint = to !== '' && !found ? 'Nobody here has that address.' : told
  return page(
    reply,
    'Sandbox wallet',
    html`<h1>Sandbox wallet</h1>
      <p>Sends coins that are worth nothing to an address of the BTCPay stand-in.</p>
      <p role="status"><strong>${complaint}</strong></p>
      <form method="get" action="/btcpay/wallet">
        <label for="to">Address, payment link or Lightning invoice</label>
        <input id="to" name="to" value="${to}" required />
        <button type="submit">Find</button>
      </form>
      ${found ? orderForm(found.invoice, found.method.id, to) : ''}`
  )
}

function orderForm(invoice: Invoice, methodId: string, to: string): Html {
  const method = invoice.methods.find(({ id }) => id === methodId)!
  const due = written(dueIn(invoice, method), method.digits)
  return html`<h2>${invoice.amount ?? 'Any amount'} ${invoice.currency} by ${method.id}</h2>
    <p>${words[invoice.status]}. Still due: ${due} ${method.coin}.</p>
    <form method="post" action="/btcpay/wallet">
      <input type="hidden" name="to" value="${to}" />
      <label for="share">How much</label>
      <select id="share" name="share">
        ${Object.entries(shares).map(([value, label]) => html`<option value="${value}">${label}</option>`)}
        <option value="own">This many coins:</option>
      </select>
      <label for="amount">Coins</label>
      <input id="amount" name="amount" inputmode="decimal" placeholder="${due}" />
      <label for="fee">Fee</label>
      <select id="fee" name="fee">
        <option value="usual">Usual: the next block takes it</option>
        <option value="tiny">Tiny: it is never confirmed</option>
      </select>
      <button type="submit">Send</button>
    </form>
    <p><a href="/btcpay/i/${invoice.id}">To the invoice</a></p>`
}

function registerClaims(app: FastifyInstance, shop: Shop): void {
  app.get<{ Params: { id: string } }>('/btcpay/pull-payments/:id', (request, reply) =>
    showClaim(reply, shop, request.params.id)
  )
  app.post<{ Params: { id: string }; Body: Record<string, string> }>(
    '/btcpay/pull-payments/:id',
    (request, reply) => {
      const pullPayment = shop.records.pullPayments.get(request.params.id)
      if (!pullPayment) return missing(reply, 'This refund does not exist')
      const { destination = '', method = 'BTC-CHAIN' } = request.body
      try {
        shop.kit.store.transaction(() => {
          const order = { destination, amount: null, payoutMethodId: method }
          shop.kit.timers.schedule('pay_out', { id: claim(shop, pullPayment, order).id }, { delayMs: 5000 })
        })
        return showClaim(reply, shop, pullPayment.id, 'Asked for. The shop sends it soon.')
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return showClaim(reply, shop, pullPayment.id, 'That cannot be claimed.')
      }
    }
  )
  shop.kit.timers.on<{ id: string }>('pay_out', ({ payload }) => {
    const payout = shop.records.payouts.get(payload.id)
    if (payout?.state !== 'AwaitingApproval') return
    shop.kit.store.transaction(() => {
      movePayout(shop, payload.id, 'AwaitingPayment')
      movePayout(shop, payload.id, 'Completed')
    })
  })
}

function showClaim(reply: FastifyReply, shop: Shop, id: string, told = ''): FastifyReply {
  const pullPayment = shop.records.pullPayments.get(id)
  if (!pullPayment) return missing(reply, 'This refund does not exist')
  const claimed = payoutsOf(shop, id)
  return page(
    reply,
    'Your refund',
    html`<p class="eyebrow">BTCPay Server · test coins</p>
      <h1>${pullPayment.amount} ${pullPayment.currency}</h1>
      <p>${pullPayment.name}</p>
      <p role="status"><strong>${told}</strong></p>
      ${claimed.map(({ state, destination }) => html`<p>${state} to <code>${destination}</code></p>`)}
      ${
        pullPayment.archived
          ? html`<p>This refund was taken back.</p>`
          : html`<form method="post">
              <label for="destination">Where to</label>
              <input id="destination" name="destination" required />
              <label for="method">By</label>
              <select id="method" name="method">
                ${pullPayment.payoutMethods.map((method) => html`<option>${method}</option>`)}
              </select>
              <button type="submit">Claim</button>
            </form>`
      }`
  )
}

function missing(reply: FastifyReply, title: string): FastifyReply {
  return page(reply.code(404), title, html`<h1>${title}</h1>`)
}
