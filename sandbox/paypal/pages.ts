import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { escaped, htmlPage } from '../stripe/page.ts'
import { callWithin, type Account, type Call } from './account.ts'
import { shown } from './amounts.ts'
import { addressWith, approveOrder, approveSetup } from './approvals.ts'
import { prefix, publicUrl } from './http.ts'
import { payerNamed, payers } from './payers.ts'
import type { Approval } from './records.ts'

/** What a payer is asked, whether for an order or for keeping the account. */
type Question = {
  title: string
  lead: string
  description: string | null
  /** With an order, a funding source can be chosen. */
  hasFunding: boolean
  button: string
  isAnswered: boolean
  approve: (call: Call, answer: Approval) => void
  returnTo: (payer: string) => string | null
  cancelTo: string | null
}

/** Where payers may say that they live when they approve. */
const countries = [['AT', 'Austria'], ['DE', 'Germany'], ['FR', 'France'], ['US', 'United States']] as const // prettier-ignore

type Query = { token?: string; approval_session_id?: string }

/** The pages on which people approve, with accounts that behave as they say. */
export function servePages(app: FastifyInstance, account: Account): void {
  for (const path of [`${prefix}/checkoutnow`, `${prefix}/agreements/approve`]) {
    app.get<{ Querystring: Query }>(path, async (request, reply) => {
      const question = questionFor(account, request.query)
      return question ? ask(reply, question) : nothing(reply)
    })
    app.post<{ Querystring: Query }>(path, async (request, reply) => {
      const question = questionFor(account, request.query)
      return question ? take({ account, request, reply }, question) : nothing(reply)
    })
  }
}

function questionFor({ records }: Account, { token, approval_session_id: session }: Query): Question | null {
  if (session) return setupQuestion(records.setupTokens.get(session))
  const order = token && !records.lapsedOrders.has(token) ? records.orders.get(token) : undefined
  if (!order) return null
  const amount = shown(order.unit.amount)
  const shop = order.brandName ?? 'Sandbox shop'
  return {
    title: `Pay ${amount}`,
    lead: `Pay ${amount} to ${shop}`,
    description: order.unit.description ?? null,
    hasFunding: true,
    button: order.vault ? 'Agree and pay' : 'Pay now',
    isAnswered: order.status === 'COMPLETED',
    approve: (call, answer) => void approveOrder(call, order.id, answer),
    returnTo: (payer) =>
      order.returnUrl &&
      addressWith(order.returnUrl, { token: order.id, PayerID: payerNamed(payer)?.accountId ?? '' }),
    cancelTo: order.cancelUrl && addressWith(order.cancelUrl, { token: order.id }),
  }
}

function setupQuestion(setup: ReturnType<Account['records']['setupTokens']['get']>): Question | null {
  if (!setup) return null
  return {
    title: 'Save PayPal',
    lead: 'Let this shop charge your PayPal account later',
    description: setup.description,
    hasFunding: false,
    button: 'Agree and continue',
    isAnswered: setup.status === 'VAULTED',
    approve: (call, { payer }) => void approveSetup(call, setup.id, payer),
    returnTo: () =>
      addressWith(setup.returnUrl, { approval_token_id: setup.id, approval_session_id: setup.id }),
    cancelTo: addressWith(setup.cancelUrl, { approval_session_id: setup.id }),
  }
}

function take(
  { account, request, reply }: { account: Account; request: FastifyRequest; reply: FastifyReply },
  question: Question
): FastifyReply {
  const form = new URLSearchParams(String(request.body))
  const payer = form.get('payer') ?? ''
  if (form.get('action') === 'cancel') return goTo(reply, question.cancelTo)
  if (question.isAnswered) return nothing(reply)
  const known = payerNamed(payer)
  if (!known) return ask(reply, question)
  const funding = form.get('funding') === 'declined' ? 'declined' : 'balance'
  const call = callWithin(account, publicUrl(account, request))
  const country = countries.find(([code]) => code === form.get('country'))?.[0]
  account.kit.store.transaction(() =>
    question.approve(call, { payer, funding, ...(country ? { country } : {}) })
  )
  if (known.staysAway) return say(reply, 200, 'Approved', 'You approved, and closed this window before it sent you back.') // prettier-ignore
  return goTo(reply, question.returnTo(payer))
}

function goTo(reply: FastifyReply, address: string | null): FastifyReply {
  return address ? reply.redirect(address, 303) : say(reply, 200, 'Done', 'You may close this window.')
}

function ask(reply: FastifyReply, question: Question): FastifyReply {
  if (question.isAnswered) return nothing(reply)
  const options = payers.map(
    ({ email, given, surname, about }, index) => `
      <label class="choice"><input type="radio" name="payer" value="${escaped(email)}" ${index === 0 ? 'checked' : ''}>
        <span><strong>${escaped(`${given} ${surname}`)}</strong> <span class="hint">${escaped(email)}<br>${escaped(about)}</span></span></label>`
  )
  const funding = `
      <fieldset><legend>Pay with</legend>
        <label class="choice"><input type="radio" name="funding" value="balance" checked><span>Balance or bank account</span></label>
        <label class="choice"><input type="radio" name="funding" value="declined"><span>A card that will be declined</span></label>
      </fieldset>
      <label>Address <select name="country"><option value="">As the account has it</option>${countries
        .map(([code, name]) => `<option value="${code}">${name}</option>`)
        .join('')}</select></label>`
  const body = `
    <style>fieldset{border:0;padding:0;margin:1rem 0}legend{font-weight:600;padding:0}
      .choice{display:flex;gap:.75rem;align-items:flex-start;margin:.5rem 0;font-size:1rem}
      .choice input{width:auto;min-height:1.5rem;margin:0}</style>
    <h1>${escaped(question.lead)}</h1>
    ${question.description ? `<p>${escaped(question.description)}</p>` : ''}
    <p class="hint">This is the sandbox's stand-in for PayPal. Choose whose account approves.</p>
    <form method="post">
      <fieldset><legend>Account</legend>${options.join('')}</fieldset>
      ${question.hasFunding ? funding : ''}
      <button class="primary" name="action" value="approve">${question.button}</button>
      <button name="action" value="cancel" formnovalidate>Cancel and return</button>
    </form>`
  return reply
    .code(200)
    .type('text/html; charset=utf-8')
    .send(htmlPage({ title: question.title, body }))
}

function nothing(reply: FastifyReply): FastifyReply {
  return say(reply, 404, 'Nothing to approve', 'This approval is over, or its address is wrong.')
}

function say(reply: FastifyReply, status: number, title: string, sentence: string): FastifyReply {
  const body = `<h1>${escaped(title)}</h1><p>${escaped(sentence)}</p>`
  return reply.code(status).type('text/html; charset=utf-8').send(htmlPage({ title, body }))
}
