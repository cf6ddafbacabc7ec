import type { FastifyInstance, FastifyReply } from 'fastify'
import { callWithin, type Account, type Call } from './account.ts'
import { displayed } from './amounts.ts'
import { resourceMissing } from './errors.ts'
import { publicUrl } from './http.ts'
import type { PaymentIntent, SetupIntent } from './objects.ts'
import { escaped, htmlPage } from './page.ts'
import { Params } from './params.ts'
import { finishPaymentAuthentication } from './payment_confirmation.ts'
import type { Authentication } from './records.ts'
import { finishSetupAuthentication } from './setup_confirmation.ts'

/** The bank's page: it shows what is to be approved and lets the cardholder complete or fail. */
export function serveAuthenticationPages(app: FastifyInstance, account: Account): void {
  const { records, kit } = account

  app.get<{ Params: { id: string } }>('/stripe/3ds/:id', async (request, reply) => {
    const authentication = records.authentications.get(request.params.id)
    if (!authentication)
      return sendPage(reply, 404, 'Unknown authentication', notice('This page has no payment.'))
    if (authentication.state !== 'open') {
      return sendPage(reply, 200, 'Done', notice('This authentication is over. You can close this page.'))
    }
    return sendPage(reply, 200, '3D Secure authentication', question(account, authentication))
  })

  app.post<{ Params: { id: string } }>('/stripe/3ds/:id', async (request, reply) => {
    const authentication = records.authentications.get(request.params.id)
    if (!authentication)
      return sendPage(reply, 404, 'Unknown authentication', notice('This page has no payment.'))
    const given = new URLSearchParams(String(request.body)).get('outcome')
    const outcome = given === 'complete' ? 'complete' : 'fail'
    const call = callWithin(account, new Params({}), publicUrl(account, request))
    const intent = kit.store.transaction(() =>
      authentication.state === 'open'
        ? finishAuthentication(call, authentication.intent, outcome)
        : intentBy(call, authentication.intent)
    )
    if (authentication.returnUrl) return reply.redirect(returnAddress(authentication.returnUrl, intent), 303)
    return sendPage(reply, 200, 'Done', notice('You can close this page.'))
  })
}

/** Carries the cardholder's answer to the intent and tells in which state it left it. */
export function finishAuthentication(
  call: Call,
  intentId: string,
  outcome: 'complete' | 'fail'
): PaymentIntent | SetupIntent {
  const intent = intentBy(call, intentId)
  return intent.object === 'payment_intent'
    ? finishPaymentAuthentication(call, intent, outcome).intent
    : finishSetupAuthentication(call, intent, outcome).intent
}

export function intentBy(call: Call, id: string): PaymentIntent | SetupIntent {
  const intent = call.records.paymentIntents.get(id) ?? call.records.setupIntents.get(id)
  if (!intent) throw resourceMissing('intent', id)
  return intent
}

/** The address a customer is sent back to, with the parameters Stripe adds. */
export function returnAddress(returnUrl: string, intent: PaymentIntent | SetupIntent): string {
  const address = new URL(returnUrl)
  const good = ['succeeded', 'requires_capture', 'processing'].includes(intent.status)
  address.searchParams.set(intent.object, intent.id)
  address.searchParams.set(`${intent.object}_client_secret`, intent.client_secret)
  address.searchParams.set('redirect_status', good ? 'succeeded' : 'failed')
  return address.toString()
}

function question(account: Account, authentication: Authentication): string {
  const intent =
    account.records.paymentIntents.get(authentication.intent) ??
    account.records.setupIntents.get(authentication.intent)
  const last4 = account.records.paymentMethods.get(authentication.paymentMethod)?.card.last4 ?? '????'
  const what =
    intent?.object === 'payment_intent'
      ? `a payment of <strong>${escaped(displayed(intent.amount, intent.currency))}</strong>`
      : 'saving this card for later payments'
  return `
    <h1>3D Secure authentication</h1>
    <p>Your bank asks you to approve ${what} with the card ending in <strong>${escaped(last4)}</strong>.</p>
    <p class="hint">This is the sandbox's stand-in for a bank's page. No money moves.</p>
    <form method="post">
      <button name="outcome" value="complete" class="primary">Complete</button>
      <button name="outcome" value="fail">Fail</button>
    </form>`
}

function notice(sentence: string): string {
  return `<p>${escaped(sentence)}</p>`
}

function sendPage(reply: FastifyReply, status: number, title: string, body: string): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(htmlPage({ title, body }))
}
