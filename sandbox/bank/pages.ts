import type { FastifyInstance, FastifyReply } from 'fastify'
import { html, page } from '../core/html.ts'
import type { Kit } from '../core/system.ts'
import { type Format, formats, writeStatement } from './statements.ts'
import { giveBack, isDay, send, transfersOf, type Wish } from './transfers.ts'

const fields = ['account', 'day', 'amount', 'name', 'iban', 'text'] as const

/** Where a person sends a transfer and a merchant downloads the statement of a day. */
export function registerBank(app: FastifyInstance, kit: Kit): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, text, done) => done(null, Object.fromEntries(new URLSearchParams(String(text))))
  )
  app.get<{ Querystring: Record<string, string> }>('/bank/transfer', (request, reply) =>
    showForm(reply, kit, wishOf(request.query), '')
  )
  app.post<{ Body: Record<string, string> }>('/bank/transfer', (request, reply) => {
    const wish = wishOf(request.body)
    const sent = kit.store.transaction(() => send(kit, wish))
    if (typeof sent === 'string') return showForm(reply.code(422), kit, wish, sent)
    return showForm(reply, kit, { ...wish, amount: '', text: '' }, `Sent: ${sent.amount} EUR as ${sent.id}.`)
  })
  /** The same for tests and programs. */
  app.post<{ Body: Record<string, string> }>('/bank/transfers', (request, reply) => {
    const sent = kit.store.transaction(() => send(kit, wishOf(request.body)))
    return typeof sent === 'string' ? reply.code(422).send({ message: sent }) : reply.code(201).send(sent)
  })
  app.post<{ Params: { id: string } }>('/bank/transfers/:id/return', (request, reply) => {
    const back = kit.store.transaction(() => giveBack(kit, request.params.id))
    return typeof back === 'string' ? reply.code(422).send({ message: back }) : reply.code(201).send(back)
  })
  app.get<{ Params: { account: string; day: string }; Querystring: { format?: string } }>(
    '/bank/accounts/:account/statements/:day',
    (request, reply) => {
      const { account, day } = request.params
      const format = (request.query.format ?? formats[0]) as Format
      if (!formats.includes(format) || !isDay(day)) {
        return reply.code(404).send({ message: 'There is no such statement.' })
      }
      const text = writeStatement(format, { account, day, transfers: transfersOf(kit).list() })
      const name = `${day}-${account}.${format === 'csv' ? 'csv' : 'xml'}`
      return reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/xml')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(text)
    }
  )
}

function wishOf(given: Record<string, string> | undefined): Wish {
  return Object.fromEntries(fields.map((field) => [field, String(given?.[field] ?? '')])) as Wish
}

function showForm(reply: FastifyReply, kit: Kit, wish: Wish, told: string): FastifyReply {
  const transfers = transfersOf(kit).list({ newestFirst: true, limit: 200 })
  const days = [...new Set(transfers.map(({ account, day }) => `${account} ${day}`))].slice(0, 14)
  const today = new Date(kit.nowMs()).toISOString().slice(0, 10)
  return page(
    reply,
    'Sandbox bank',
    html`<h1>Send a transfer</h1>
      <p>
        Money that is worth nothing, to the account of a merchant: short, over or for several invoices, as you
        like.
      </p>
      <p role="status"><strong>${told}</strong></p>
      <form method="post" action="/bank/transfer">
        <label for="account">To (IBAN on the invoice)</label>
        <input id="account" name="account" value="${wish.account || 'DE89370400440532013000'}" required />
        <label for="amount">Amount in euro</label>
        <input
          id="amount"
          name="amount"
          inputmode="decimal"
          value="${wish.amount}"
          placeholder="16.67"
          required
        />
        <label for="text">Reference</label>
        <input id="text" name="text" maxlength="140" value="${wish.text}" placeholder="RF… or INV-000012" />
        <label for="name">Your name</label>
        <input id="name" name="name" value="${wish.name || 'Ada Lovelace'}" />
        <label for="iban">From (your IBAN)</label>
        <input id="iban" name="iban" value="${wish.iban || 'GB82WEST12345698765432'}" required />
        <label for="day">Booked on</label>
        <input id="day" name="day" type="date" value="${wish.day || today}" required />
        <button type="submit">Send</button>
      </form>
      <h2>Statements</h2>
      ${days.length === 0 ? html`<p>Nothing has moved yet.</p>` : ''}
      <ul>
        ${days.map((each) => {
          const [account = '', day = ''] = each.split(' ')
          const url = `/bank/accounts/${account}/statements/${day}`
          return html`<li>
            ${day} · ${account}:
            ${formats.map((format) => html` <a href="${url}?format=${format}">${format === 'csv' ? 'CSV' : format.replace('.001', '')}</a>`)}
          </li>`
        })}
      </ul>
      <p><a href="/">To the console</a>, where a transfer can be given back on the next day.</p>`
  )
}
