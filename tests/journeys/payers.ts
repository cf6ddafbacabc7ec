import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { creditorReference } from '#app/billing/index'
import type { World } from '#tests/journeys/world'
import { type ApiClient, request } from '#tests/support/api'
import type { Json } from '#tests/support/openapi'
import { payCoins } from '#tests/support/btcpay'
import { addInvoice } from '#tests/support/payments'
import { pull } from '#tests/support/paypal_sandbox'
import { as } from '#tests/support/tenants'

/** An invoice that somebody is paying in one way, and what they have done for it outside. */
export interface Debt {
  invoiceId: string
  reference: string
  amount: bigint
  way: Way
  payer: ApiClient
  /** What was paid or approved outside: nobody does that twice for the same thing. */
  done: Set<string>
  /** Why the last try came to nothing: for the message of a story that fails. */
  lastError?: unknown
}

/** One way to pay: what customer and staff do from the beginning, again after whatever went wrong. Throws where we do not answer. */
export interface Way {
  name: 'stripe' | 'saved' | 'renewal' | 'paypal' | 'btcpay' | 'coinbase' | 'bank' | 'balance'
  /** Where the money ends, as `moneyOutside` names it; null where none comes in. */
  place: string | null
  pay(stage: Stage, debt: Debt): Promise<void>
}

export interface Stage {
  world: World
  gateways: Record<string, string>
  /** Of our account at the bank. */
  iban: string
  staff: ApiClient
  payers: ApiClient[]
  /** Has enough on the balance, which pays whatever falls due, and pays from nothing else. */
  saver: ApiClient
  /** The saved card of whoever pays by one. */
  methodOf: Map<string, string>
}

/** Invoices are of the day on which the story begins, so that transfers can be found in one statement. */
const day = '2026-01-31'
const payerIban = 'GB82WEST12345698765432'

export async function openDebt(
  { world }: Pick<Stage, 'world'>,
  { way, payer, amount }: Pick<Debt, 'way' | 'payer' | 'amount'>
): Promise<Debt> {
  const isRenewal = way.name === 'renewal'
  const invoiceId = await addInvoice(world.tenant, payer.customerId, {
    amount,
    dueOn: isRenewal ? day : '2099-01-01',
  })
  const { reference } = await world.read(() =>
    db.selectFrom('invoices').select('reference').where('id', '=', invoiceId).executeTakeFirstOrThrow()
  )
  if (isRenewal) await makeDue(world, invoiceId)
  return { invoiceId, reference, amount, way, payer, done: new Set() }
}

async function makeDue(world: World, invoiceId: string): Promise<void> {
  const next_attempt_at = await world.now()
  await as(world.tenant, () =>
    inTransaction(() =>
      db.updateTable('invoices').set({ next_attempt_at }).where('id', '=', invoiceId).execute()
    )
  )
}

export const ways: readonly Way[] = [
  {
    name: 'stripe',
    place: 'stripe EUR',
    async pay(stage, debt) {
      const { form, payment } = await begin(stage, debt, { gateway_id: stage.gateways.stripe })
      if (form) await once(debt, payment.id, () => stage.world.sandbox.confirm(form.client_secret))
    },
  },
  {
    name: 'saved',
    place: 'stripe EUR',
    async pay(stage, debt) {
      await begin(stage, debt, { payment_method_id: stage.methodOf.get(debt.payer.customerId) })
    },
  },
  // Charged by the worker on its day; nobody does anything.
  { name: 'renewal', place: 'stripe EUR', pay: async () => undefined },
  {
    name: 'paypal',
    place: 'paypal EUR',
    async pay(stage, debt) {
      const { page, payment } = await begin(stage, debt, { gateway_id: stage.gateways.paypal })
      const order = page && new URL(page.url).searchParams.get('token')
      if (order) await once(debt, order, () => pull(stage.world.sandbox, `orders/${order}/approve`))
      // They come back, as most do; those who do not are found by the message.
      if (debt.amount % 2n === 0n) await debt.payer.post(`/payments/${payment.id}/refreshes`)
    },
  },
  {
    name: 'btcpay',
    place: 'btcpay EUR',
    async pay(stage, debt) {
      const { page } = await begin(stage, debt, { gateway_id: stage.gateways.btcpay })
      const invoice = page && String(page.url).split('/').at(-1)!
      if (invoice) await once(debt, invoice, () => payCoins(stage.world.sandbox, invoice))
    },
  },
  {
    name: 'coinbase',
    place: 'coinbase EUR',
    async pay(stage, debt) {
      const { page } = await begin(stage, debt, { gateway_id: stage.gateways.coinbase })
      const checkout = page && String(page.url).split('/').at(-1)!
      const lever = `/_coinbase/checkouts/${checkout}/pay`
      if (checkout) await once(debt, checkout, () => stage.world.sandbox.control(lever))
    },
  },
  {
    name: 'bank',
    place: 'bank_transfer EUR',
    async pay(stage, debt) {
      await once(debt, 'transfer', () => sendTransfer(stage, debt))
      await importStatement(stage)
    },
  },
  {
    name: 'balance',
    place: null,
    async pay(_stage, debt) {
      const invoices = [{ id: showId('invoice', debt.invoiceId) }]
      const answer = await debt.payer.post('/payments', {
        invoices,
        uses_balance: true,
        request_key: keyOf(debt),
      })
      if (answer.status >= 500) throw new Error(answer.text)
    },
  },
]

/** @returns nothing to show where the payment is under way or over */
async function begin(
  _stage: Stage,
  debt: Debt,
  wish: Record<string, unknown>
): Promise<{ form: Json | null; page: Json | null; payment: Json }> {
  const path = `/invoices/${showId('invoice', debt.invoiceId)}/payments`
  const answer = await debt.payer.post(path, wish, { 'idempotency-key': newId() })
  if (answer.status >= 300) throw new Error(answer.text)
  return answer.body
}

/** People know what they have paid, also with two tabs open. */
async function once(debt: Debt, what: string, act: () => Promise<unknown>): Promise<void> {
  if (debt.done.has(what)) return
  debt.done.add(what)
  await act()
}

/** The same click, however often it is sent. */
function keyOf(debt: Debt): string {
  return debt.invoiceId
}

async function sendTransfer({ world, iban }: Stage, { amount, reference }: Debt): Promise<void> {
  const euros = `${amount / 100n}.${(amount % 100n).toString().padStart(2, '0')}`
  const text = creditorReference(reference)
  const transfer = { account: iban, iban: payerIban, day, amount: euros, name: 'Ada Lovelace', text }
  const sent = await world.sandbox.process.json<{ id?: string }>('POST', '/bank/transfers', transfer)
  if (!sent.id) throw new Error(JSON.stringify(sent))
}

/** Staff fetch the whole statement of the day each time: what is known in it changes nothing. */
async function importStatement({ world, staff, iban }: Stage): Promise<void> {
  const url = `${world.sandbox.url}/bank/accounts/${iban}/statements/${day}?format=camt.053.001.08`
  const statement = await (await fetch(url)).text()
  const answer = await request({
    host: staff.host,
    method: 'POST',
    path: '/api/v1/bank/statements?file_name=statement.xml',
    headers: { authorization: `Bearer ${staff.token}`, 'content-type': 'application/xml' },
    text: statement,
  })
  if (answer.status >= 300) throw new Error(answer.text)
}
