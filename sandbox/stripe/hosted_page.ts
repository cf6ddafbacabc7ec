import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Account, Call } from './account.ts'
import { displayed } from './amounts.ts'
import { returnAddress } from './authentication_pages.ts'
import { StripeError } from './errors.ts'
import { publicUrl } from './http.ts'
import type { PaymentIntent, SetupIntent } from './objects.ts'
import { escaped, htmlPage } from './page.ts'
import { Params } from './params.ts'
import { confirmPayment } from './payment_confirmation.ts'
import { cardTexts, type CardTexts } from './card_texts.ts'
import { confirmSetup } from './setup_confirmation.ts'

type Intent = PaymentIntent | SetupIntent
type Question = { client_secret?: string; return_url?: string }

/** The card form as a page of its own, for people without script. */
export function serveHostedPage(app: FastifyInstance, account: Account): void {
  app.get<{ Querystring: Question }>('/stripe/hosted', async (request, reply) => {
    const asked = askedFor(account, request.query)
    return asked ? show(reply, 200, asked) : refuse(reply)
  })

  app.post<{ Querystring: Question }>('/stripe/hosted', async (request, reply) => {
    const asked = askedFor(account, request.query)
    return asked ? pay(account, request, reply, asked) : refuse(reply)
  })
}

type Asked = { intent: Intent; returnUrl: string }

function askedFor(account: Account, question: Question): Asked | null {
  const { client_secret: secret, return_url: returnUrl } = question
  if (!secret || !returnUrl || !URL.canParse(returnUrl)) return null
  if (!/^https?:$/.test(new URL(returnUrl).protocol)) return null
  const id = secret.split('_secret_')[0] ?? ''
  const intent = account.records.paymentIntents.get(id) ?? account.records.setupIntents.get(id)
  return intent?.client_secret === secret ? { intent, returnUrl } : null
}

/** Where the person goes next: to the bank, back to the shop, or to the form again with what was wrong. */
function pay(account: Account, request: FastifyRequest, reply: FastifyReply, asked: Asked): FastifyReply {
  const call = callFor(account, request, asked)
  try {
    const { intent, error } = account.kit.store.transaction(() => confirm(call, asked.intent))
    if (error) return show(reply, 402, { ...asked, intent }, error.message)
    const action = intent.next_action
    if (action?.type === 'redirect_to_url') return reply.redirect(action.redirect_to_url.url, 303)
    return reply.redirect(returnAddress(asked.returnUrl, intent), 303)
  } catch (error) {
    if (!(error instanceof StripeError)) throw error
    return show(reply, error.status, asked, error.message)
  }
}

function confirm(
  call: Call,
  intent: Intent
): ReturnType<typeof confirmPayment> | ReturnType<typeof confirmSetup> {
  return intent.object === 'payment_intent' ? confirmPayment(call, intent) : confirmSetup(call, intent)
}

function callFor(account: Account, request: FastifyRequest, asked: Asked): Call {
  const form = new URLSearchParams(String(request.body))
  const [month, year] = (form.get('expiry') ?? '').split('/').map((part) => Number(part.trim()))
  const card = {
    number: form.get('number') ?? '',
    exp_month: month || 0,
    exp_year: year || 0,
    cvc: form.get('cvc') ?? '',
  }
  return {
    account,
    records: account.records,
    params: new Params({ payment_method_data: { type: 'card', card }, return_url: asked.returnUrl }),
    path: {},
    publishable: true,
    request: { id: null, idempotency_key: null },
    baseUrl: publicUrl(account, request),
    now: Math.floor(account.kit.nowMs() / 1000),
  }
}

function show(reply: FastifyReply, status: number, asked: Asked, error?: string): FastifyReply {
  const { intent } = asked
  if (['succeeded', 'requires_capture', 'canceled'].includes(intent.status)) {
    return reply.redirect(returnAddress(asked.returnUrl, intent), 303)
  }
  const amount = intent.object === 'payment_intent' ? displayed(intent.amount, intent.currency) : null
  const body = `
    <h1>${amount ? `Pay ${escaped(amount)}` : 'Save a card'}</h1>
    <p class="hint">This is the sandbox's stand-in for Stripe's form. Use a test card such as 4242 4242 4242 4242.</p>
    <form method="post">
      <p class="error" role="alert">${escaped(error ?? '')}</p>
      ${cardFields(cardTexts.en)}
      <button class="primary">${amount ? 'Pay' : 'Save card'}</button>
    </form>`
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(htmlPage({ title: 'Card', body }))
}

/** The same three fields on the hosted page and in the Payment Element. */
export function cardFields(texts: CardTexts): string {
  return `
  <label for="number">${texts.number}</label>
  <input id="number" name="number" inputmode="numeric" autocomplete="cc-number" placeholder="1234 1234 1234 1234"
    aria-describedby="card-error" required>
  <div class="pair">
    <div><label for="expiry">${texts.expiry}</label>
    <input id="expiry" name="expiry" inputmode="numeric" autocomplete="cc-exp" placeholder="${texts.expiryHint}" maxlength="9"
      aria-describedby="card-error" required></div>
    <div><label for="cvc">${texts.cvc}</label>
    <input id="cvc" name="cvc" inputmode="numeric" autocomplete="cc-csc" placeholder="CVC" maxlength="4"
      aria-describedby="card-error" required></div>
  </div>`
}

function refuse(reply: FastifyReply): FastifyReply {
  const body = '<h1>Nothing to pay here</h1><p>The address of this page is incomplete or wrong.</p>'
  return reply
    .code(400)
    .type('text/html; charset=utf-8')
    .send(htmlPage({ title: 'Nothing to pay here', body }))
}
