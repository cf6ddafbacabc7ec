import { newId, showId } from '#app/shared/ids'
import { addDays } from '#app/shared/time/calendar'
import type { Json } from '#tests/support/openapi'
import type { Chance } from '#tests/simulation/chance'
import type { Company } from '#tests/simulation/company'
import { dunnedGroups, type DunningTerms } from '#tests/simulation/terms'

/** Asks for one thing of the API as staff and notes what came of it. Null where it is refused. */
export type Does = (deed: string, path: string, body: object) => Promise<Json | null>

/** What staff decide seldom and what concerns many: free days, fees for lateness, offers, other prices, money back, answers to banks. */
export class Deals {
  private groups: string[] = []

  constructor(
    private company: Company,
    private chance: Chance,
    private does: Does,
    private puts: Does
  ) {}

  /** The smallest plan may be tried at once, the next one with a card; who is late for ten days pays for it. */
  async prepare(): Promise<void> {
    const { staff, watch } = this.company
    const { rows } = await watch.query<{ id: string }>('select id from plans order by position limit 2')
    for (const [index, { id }] of rows.entries()) {
      const trial = { days: 7 + 7 * index, needs_payment_method: index === 1 }
      mustBe(200, await staff.patch(`/plans/${showId('plan', id)}`, { trial }))
    }
    const late_fee = { kind: 'fixed', after_days: 10, is_taxed: false, amounts: { EUR: '500', USD: '550', GBP: '450' } }
    const { version } = (await staff.get('/billing_policies')).body
    const { grouping: invoice_grouping, summaryDay: summary_day } = this.company.habits
    mustBe(200, await staff.patch('/billing_policies', { version, late_fee, invoice_grouping, summary_day }))
    for (const terms of dunnedGroups) await this.makeGroup(terms)
    if (!this.company.habits.hasBankAccount) await this.closeBankAccounts()
  } // prettier-ignore

  /** The account of the demo's brand: without one no invoice says how to transfer. */
  private async closeBankAccounts(): Promise<void> {
    const { staff } = this.company
    for (const { id } of (await staff.get('/bank-accounts')).body.data)
      mustBe(200, await staff.delete(`/bank-accounts/${id}`))
  }

  private async makeGroup({ code, name, ...terms }: DunningTerms): Promise<void> {
    const { staff } = this.company
    const made = await staff.post('/customer_groups', { code, name })
    mustBe(201, made)
    const policy = {
      suspension_days: terms.suspensionDays,
      termination_days: terms.terminationDays,
      collection_days: terms.collectionDays,
      suspension_notice_days: [1],
    }
    mustBe(200, await staff.put(`/customer_groups/${made.body.id}/dunning`, { version: 0, policy }))
    this.groups.push(made.body.id)
  }

  /** Some customers are given more time than others, or less; or are treated like all again. */
  async moveToGroup(): Promise<void> {
    const customer = await this.any<{ id: string }>('select id from customers order by number')
    if (!customer) return
    const group_id = this.chance.happens(0.2) ? null : this.chance.pick(this.groups)
    await this.puts('move to group', `/customers/${showId('customer', customer.id)}/group`, { group_id })
  }

  /** Two servers and a service once, for somebody who is a customer already. */
  async makeOffer(): Promise<void> {
    const customer = await this.any<{ id: string }>('select id from customers order by number')
    const plan = await this.any<{ id: string }>('select id from plans order by position limit 3')
    if (!customer || !plan) return
    const item = {
      plan_id: showId('plan', plan.id),
      interval: { unit: 'month', count: 1 },
      options: { location: this.chance.pick(['fra', 'nyc']) },
      hostname: 'offered.example.test',
      quantity: this.chance.whole(1, 2),
    }
    const once = { description: 'Moving in', quantity: 1, unit_amount: String(this.chance.whole(500, 9000)) }
    const drafted = await this.does('draft offer', '/offers', {
      customer_id: showId('customer', customer.id),
      items: [item],
      one_offs: this.chance.happens(0.5) ? [once] : [],
      valid_until: addDays(this.company.now.toISOString().slice(0, 10), 20),
    })
    if (drafted)
      await this.does('send offer', `/offers/${drafted.id}/sending`, { revision: drafted.revision })
  }

  /** A plan costs more or less from now on, and whoever pays by the old price moves, with the notice that is due. */
  async reprice(): Promise<void> {
    const price = await this.any<{
      id: string
      plan: string
      product: string
      currency: string
      amount: string
    }>(
      `select r.id, r.plan_id as plan, p.product_id as product, r.currency, r.amount::text as amount
         from prices r join plans p on p.id = r.plan_id
        where r.interval_unit = 'month' and r.interval_count = 1 and r.replaced_at is null order by r.id`
    )
    if (!price) return
    const amount = String((BigInt(price.amount) * BigInt(this.chance.whole(85, 125))) / 100n)
    const month = { unit: 'month', count: 1 }
    const changed = await this.does('other price', `/plans/${showId('plan', price.plan)}/prices`, {
      currency: price.currency,
      interval: month,
      amount,
    })
    if (!changed) return
    const versions = await this.company.staff.get(`/products/${showId('product', price.product)}/prices`)
    const current = versions.body.data.find(
      (each: Json) =>
        each.state === 'current' &&
        each.plan_id === showId('plan', price.plan) &&
        each.currency === price.currency &&
        each.interval.unit === 'month' &&
        each.interval.count === 1
    )
    const wish = { price_ids: [current?.id ?? 'none'] }
    const seen = await this.does('preview price move', '/price-moves/preview', wish)
    if (!seen) return
    const expected = { count: seen.count, new_amount: seen.new_amount.amount }
    await this.does('price move', '/price-moves', { ...wish, expected })
  }

  /** Money goes back to the card: of an invoice, or of what lies on the balance. */
  async refund(): Promise<void> {
    const payment = await this.any<{ id: string; invoice_id: string | null; amount: string }>(
      `select p.id, p.invoice_id, p.captured_amount::text as amount from payments p join gateways g on g.id = p.gateway_id
        where p.status = 'succeeded' and p.captured_amount > 0 and g.driver <> 'btcpay' order by p.id desc limit 50`
    )
    if (!payment) return
    const amount = String((BigInt(payment.amount) * BigInt(this.chance.whole(1, 110))) / 100n || 1n)
    await this.does('refund', '/refunds', {
      way: 'source',
      payment_id: showId('payment', payment.id),
      ...(payment.invoice_id && this.chance.happens(0.8)
        ? { invoice_id: showId('invoice', payment.invoice_id) }
        : {}),
      of: 'amount',
      amount,
      reason: 'Not content',
      request_key: newId(),
    })
  }

  /** The bank of a customer wants a payment back, and decides in the end. */
  async dispute(): Promise<void> {
    const { sandbox, watch } = this.company
    const { rows: open } = await watch.query<{ reference: string }>(
      `select gateway_reference as reference from disputes where closed_at is null order by id limit 1`
    )
    if (open[0]) {
      const outcome = this.chance.happens(0.5) ? 'won' : 'lost'
      await sandbox.process.json('POST', `/_stripe/disputes/${open[0].reference}/${outcome}`, {})
      return
    }
    const payment = await this.any<{ reference: string }>(
      `select gateway_reference as reference from payments p
        where status = 'succeeded' and captured_amount > 0 and gateway_reference like 'pi\\_%'
          and not exists (select from refunds r where r.payment_id = p.id) order by id desc limit 30`
    )
    if (payment) await sandbox.process.json('POST', `/_stripe/payments/${payment.reference}/dispute`, {})
  }

  private async any<T extends object>(sql: string): Promise<T | null> {
    const { rows } = await this.company.watch.query<T>(sql)
    return rows.length === 0 ? null : this.chance.pick(rows)
  }
}

function mustBe(status: number, answer: { status: number; text: string }): void {
  if (answer.status !== status) throw new Error(answer.text)
}
