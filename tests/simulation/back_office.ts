import { newId, showId } from '#app/shared/ids'
import type { Json } from '#tests/support/openapi'
import { Caller, noAnswer } from '#tests/simulation/caller'
import type { Chance } from '#tests/simulation/chance'
import type { Company } from '#tests/simulation/company'
import { Deals } from '#tests/simulation/deals'
import type { Diary } from '#tests/simulation/diary'
import type { Workers } from '#tests/simulation/workers'
import { coupons } from '#tests/simulation/wishes'

const dayMs = 24 * 3_600_000
/** What may be refused although it was asked for rightly. */
const refusedForReason = new Set([
  'more_than_left',
  'more_than_payment',
  'more_than_balance',
  'nobody_affected',
  'price_not_found',
  'starts_on_too_early',
  'configuration_refused',
])

/** Staff of the company: they prepare coupons, and every few days take something back, add something or believe a promise. */
export class BackOffice {
  nextActAt: number
  private deals: Deals
  private caller: Caller

  constructor(
    private company: Company,
    private workers: Workers,
    private chance: Chance,
    private diary: Diary,
    private everyDays: number
  ) {
    this.nextActAt = company.now.getTime() + everyDays * dayMs
    this.caller = new Caller(company.staff, (call) => workers.pass(call))
    this.deals = new Deals(
      company,
      chance.branch(),
      (deed, path, body) => this.does(deed, path, body),
      (deed, path, body) => this.does(deed, path, body, 'PUT')
    )
  }

  async prepare(): Promise<void> {
    const { staff } = this.company
    for (const coupon of coupons) {
      const made = await staff.post('/coupons', coupon)
      if (made.status !== 201) throw new Error(made.text)
      await staff.patch(`/coupons/${made.body.id}`, { status: 'active' })
    }
    const loyalty = {
      is_on: true,
      name: 'Loyalty',
      gap_days: 30,
      tiers: [
        { after_months: 2, percent: '5' },
        { after_months: 12, percent: '10' },
      ],
    }
    const saved = await staff.patch('/loyalty', loyalty)
    if (saved.status !== 200) throw new Error(saved.text)
    await this.deals.prepare()
  }

  /** Work on servers that waits for a person is tried again; what fails then too, and builds nothing, is called off. */
  async lookAfterServers(): Promise<void> {
    const { rows } = await this.company.watch.query<{ id: string; attempts: number; kind: string }>(
      `select id, attempts, kind from operations where status = 'waiting' order by id`
    )
    for (const { id, attempts, kind } of rows) {
      const path = `/operations/${showId('operation', id)}`
      const isHopeless = attempts > 60 && ['create', 'resize'].includes(kind)
      if (isHopeless) await this.does('call off', `${path}/cancellations`, { reason: 'It cannot be made' })
      else await this.does('try again', `${path}/retries`, {})
    }
    if (rows.length > 0) await this.workers.followUp()
  }

  /** Money that came by bank, and PayPal's cheques: they arrive or bounce. */
  async lookAfterMoney(): Promise<void> {
    const { company, chance, diary, caller: staff } = this
    await company.bank.lookAt({ staff, chance, diary })
    const { rows } = await company.watch.query<{ reference: string }>(
      `select p.gateway_reference as reference from payments p join gateways g on g.id = p.gateway_id
        where p.status = 'processing' and g.driver = 'paypal' and p.gateway_reference is not null order by p.id`
    )
    await company.ways.clearCheques(
      rows.map(({ reference }) => reference),
      chance
    )
  }

  async act(): Promise<void> {
    await this.lookAfterServers()
    await this.lookAfterMoney()
    this.nextActAt = this.company.now.getTime() + this.chance.whole(1, this.everyDays * 2) * dayMs
    const deed = this.chance.weighted<() => Promise<void>>([
      [3, () => this.deals.makeOffer()],
      [1, () => this.deals.reprice()],
      [3, () => this.deals.refund()],
      [2, () => this.deals.dispute()],
      [4, () => this.giveBack()],
      [2, () => this.believe()],
      [2, () => this.deals.moveToGroup()],
      [2, () => this.addItem()],
      [1, () => this.voidOne()],
    ])
    await deed()
    await this.workers.followUp()
  }

  private async giveBack(): Promise<void> {
    const invoice = await this.anyInvoice(`status in ('paid', 'open') and total > 0`)
    if (!invoice) return
    const amount = String((BigInt(invoice.total) * BigInt(this.chance.whole(1, 120))) / 100n || 1n)
    const wish = this.chance.happens(0.3) ? { of: 'whole' } : { of: 'amount', amount }
    await this.does('credit note', `/invoices/${invoice.id}/credit_notes`, { ...wish, reason: 'Goodwill' })
  }

  private async believe(): Promise<void> {
    const invoice = await this.anyInvoice(`status = 'open'`)
    if (!invoice) return
    const day = new Date(this.company.now.getTime() + this.chance.whole(1, 20) * dayMs)
    const promise = { until: day.toISOString().slice(0, 10), reason: 'Asked on the telephone' }
    await this.does('promise', `/invoices/${invoice.id}/promise`, promise, 'PUT')
  }

  private async addItem(): Promise<void> {
    const { rows } = await this.company.watch.query<{ id: string }>(
      'select id from customers order by number'
    )
    if (rows.length === 0) return
    await this.does('billable item', '/billable_items', {
      customer_id: showId('customer', this.chance.pick(rows).id),
      kind: 'item',
      description: 'Migration of a site',
      quantity: this.chance.whole(1, 3),
      unit_amount: String(this.chance.whole(100, 5000)),
    })
  }

  private async voidOne(): Promise<void> {
    const invoice = await this.anyInvoice(`status = 'open' and kind = 'manual'`)
    if (invoice) await this.does('void', `/invoices/${invoice.id}/voiding`, { reason: 'A mistake' })
  }

  private async anyInvoice(condition: string): Promise<{ id: string; total: string } | null> {
    const { rows } = await this.company.watch.query<{ id: string; total: string }>(
      `select id, total::text as total from invoices where ${condition} order by number desc limit 50`
    )
    if (rows.length === 0) return null
    const { id, total } = this.chance.pick(rows)
    return { id: showId('invoice', id), total }
  }

  private async does(
    deed: string,
    path: string,
    body: object,
    method: 'POST' | 'PUT' = 'POST'
  ): Promise<Json | null> {
    const answer = await this.caller.send(method, path, { body, headers: { 'idempotency-key': newId() } })
    this.diary.note(deed, answer.status)
    const isMalformed = answer.status === 422 && !refusedForReason.has(answer.body.code)
    if (isMalformed) throw new Error(`${deed} is malformed: ${answer.text}`)
    return answer.status !== noAnswer && answer.status < 300 ? answer.body : null
  }
}
