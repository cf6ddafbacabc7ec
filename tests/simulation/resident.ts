import app from '@adonisjs/core/services/app'
import { SignUp, UpdateCustomer } from '#app/customers/index'
import { newId } from '#app/shared/ids'
import { type ApiClient, apiClientOf } from '#tests/support/api'
import type { Json } from '#tests/support/openapi'
import { as } from '#tests/support/tenants'
import { Caller, noAnswer } from '#tests/simulation/caller'
import type { Chance } from '#tests/simulation/chance'
import type { Company } from '#tests/simulation/company'
import type { Diary } from '#tests/simulation/diary'
import { type Home, homes, cards, wishFor, changeFor } from '#tests/simulation/wishes'
import type { Workers } from '#tests/simulation/workers'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const coinPausesMs = [hourMs / 6, 4 * hourMs, 20 * hourMs, 3 * dayMs]

/** A customer with a mind that follows from the seed. Everything is done over the API; cards are entered at the gateway. */
export class Resident {
  nextActAt: number
  private api: ApiClient | null = null
  private orderId: string | null = null
  private unanswered: Unanswered | null = null
  /** The payment server's invoice for which coins are missing. */
  private coinsWanted: string | null = null
  private number = 0
  private readonly home: Home
  private readonly payer: 'prompt' | 'late' | 'careless'

  constructor(
    readonly name: string,
    private company: Company,
    private workers: Workers,
    private chance: Chance,
    private diary: Diary,
    arrivesAt: number
  ) {
    this.nextActAt = arrivesAt
    this.home = chance.pick(homes)
    this.payer = chance.weighted([
      [6, 'prompt'],
      [2, 'late'],
      [2, 'careless'],
    ])
  }

  /** Does one thing, and decides when to come again. */
  async act(): Promise<void> {
    const pauseMs = await this.choose()
    // Who still has coins to send does that in time, late, or when nobody looks for them any more.
    const patienceMs = this.coinsWanted ? this.chance.pick(coinPausesMs) : pauseMs
    this.nextActAt = this.company.now.getTime() + Math.min(pauseMs, patienceMs)
  }

  private async choose(): Promise<number> {
    if (!this.api) {
      await this.signUp()
      return 2 * hourMs
    }
    if (this.unanswered) await this.askAgain(this.unanswered)
    if (this.orderId) return this.followOrder(this.orderId)
    const services = await this.list('/services')
    const living = services.filter(({ status }) => ['active', 'suspended', 'provisioning'].includes(status))
    if (this.coinsWanted) await this.goOnWithCoins(this.coinsWanted)
    await this.payWhatIsOwed()
    if (this.chance.happens(0.5) && (await this.answerOffer())) return hourMs / 2
    if (living.length === 0) {
      if (services.length > 0 && !this.chance.happens(0.3)) return this.daysFrom(10, 60)
      await this.order()
      return hourMs / 2
    }
    await this.liveWith(this.chance.pick(living))
    return this.orderId ? hourMs / 2 : this.daysFrom(6, 45)
  }

  private async liveWith(service: Json): Promise<void> {
    const deed = this.chance.weighted<() => Promise<unknown>>([
      [34, () => Promise.resolve()],
      [30, () => this.change(service)],
      [6, () => this.cancel(service, 'period_end')],
      [2, () => this.cancel(service, 'now')],
      [4, () => this.withdrawCancellation(service)],
      [3, () => this.withdrawChange(service)],
      [8, () => this.order()],
      [9, () => this.enterNewCard()],
      [4, () => this.pay('top up', '/balance/top-ups', { amount: String(this.chance.whole(1000, 9000)) })],
    ])
    await deed()
  }

  private async signUp(): Promise<void> {
    const { tenant } = this.company
    const { country, currency, ...address } = this.home
    const signed = await as(tenant, async () =>
      (await app.container.make(SignUp)).execute({
        email: `${this.name}@example.test`,
        password: 'a long enough password',
        name: `Resident ${this.name}`,
        currency,
        country,
        locale: this.chance.pick(['en', 'de']),
      })
    )
    if (!signed.ok) throw new Error(`${this.name} could not sign up: ${signed.error.type}`)
    const { customer, userId } = signed.value
    this.number = customer.number
    await as(tenant, async () =>
      (await app.container.make(UpdateCustomer)).execute(customer.id, {
        country,
        ...address,
        // Free days are given once for an address.
        street: `Main Street ${this.name.slice(1)}`,
      })
    )
    const client = await apiClientOf(tenant, { userId, customerId: customer.id })
    this.api = new Caller(client, (call) => this.workers.pass(call))
    await this.workers.followUp()
  }

  private async order(): Promise<void> {
    const quote = await this.does('order', '/quotes', await wishFor(this.company, this.chance, this.name))
    if (!quote) return
    const order = await this.does('order', '/orders', { quote_id: quote.id, accepts_terms: true })
    if (order) this.orderId = order.id
    await this.workers.followUp()
  }

  /** Looks at the page of the order: pays when asked to, and leaves it when it is over. */
  private async followOrder(orderId: string): Promise<number> {
    const { body: order } = await this.api!.get(`/orders/${orderId}`)
    if (order?.status === 'awaiting_payment') {
      if (order.quote.trial?.needs_payment_method) await this.beginTrial(orderId)
      else if (this.chance.happens(0.05))
        await this.does('cancel order', `/orders/${orderId}/cancellation`, {})
      else if (this.chance.happens(0.95)) await this.pay('pay order', `/orders/${orderId}/payments`)
      return 3 * hourMs
    }
    if (['reserving', 'provisioning'].includes(order?.status)) return 3 * hourMs
    this.orderId = null
    return this.daysFrom(1, 20)
  }

  /** With a card that is not charged; whoever has none that may be tried with lets it be. */
  private async beginTrial(orderId: string): Promise<void> {
    await this.enterNewCard()
    const [card] = await this.list('/payment-methods')
    const wish = { payment_method_id: card?.id ?? 'pm_none' }
    const begun = await this.does('begin trial', `/orders/${orderId}/trial-method`, wish)
    if (!begun) await this.does('cancel order', `/orders/${orderId}/cancellation`, {})
  }

  /** @returns whether an order came of it */
  private async answerOffer(): Promise<boolean> {
    const [offer] = (await this.list('/offers')).filter(({ status }) => status === 'sent')
    if (!offer) return false
    if (this.chance.happens(0.3)) {
      await this.does('decline offer', `/offers/${offer.id}/refusal`, { reason: 'Too dear' })
      return false
    }
    const form = { name: this.name, accepts_terms: true }
    const accepted = await this.does('accept offer', `/offers/${offer.id}/acceptance`, form)
    if (accepted?.order_id) this.orderId = accepted.order_id
    return this.orderId !== null
  }

  private async payWhatIsOwed(): Promise<void> {
    const willing = { prompt: 0.9, late: 0.5, careless: 0.15 }[this.payer]
    const open = await this.list('/invoices?status=open')
    if (open.length > 1 && this.chance.happens(willing * 0.5)) {
      const invoices = open.map(({ id, amount_due: due }) =>
        this.chance.happens(0.2) ? { id, amount: half(due.amount) } : { id }
      )
      return this.pay('pay several', '/payments', { invoices, uses_balance: this.chance.happens(0.5) })
    }
    for (const invoice of open) {
      if (!this.chance.happens(willing)) continue
      if (this.chance.happens(0.15) && (await this.transfer(invoice.id))) continue
      await this.pay('pay invoice', `/invoices/${invoice.id}/payments`)
    }
  }

  /** By bank, where the invoice says how. @returns whether it does */
  private async transfer(invoiceId: string): Promise<boolean> {
    const { status, body: invoice } = await this.api!.get(`/invoices/${invoiceId}`)
    if (status !== 200 || !invoice.transfer) return false
    const payer = { name: `Resident ${this.name}`, number: this.number }
    await this.company.bank.transfer(payer, invoice, this.chance)
    return true
  }

  private async pay(deed: string, path: string, more: object = {}): Promise<void> {
    const { ways } = this.company
    const begun = await this.does(deed, path, { ...more, ...ways.choose(this.chance) })
    if (begun?.form?.client_secret) await this.enterCard(begun.form.client_secret)
    else if (begun?.page) this.coinsWanted = await ways.visit(begun.page, this.chance)
    else return
    await this.workers.followUp()
  }

  private async goOnWithCoins(reference: string): Promise<void> {
    this.coinsWanted = null
    await this.company.ways.goOnWithCoins(reference, this.chance)
    await this.workers.followUp()
  }

  private async enterNewCard(): Promise<void> {
    const setup = await this.does('new card', '/payment-method-setups', {})
    if (!setup?.form?.client_secret) return
    await this.enterCard(setup.form.client_secret)
    await this.does('new card', `/payment-method-setups/${setup.id}/completions`, {})
    await this.workers.followUp()
  }

  /** The browser at the gateway: it may fail there as everywhere, and the bank may ask who is there. */
  private async enterCard(clientSecret: string): Promise<void> {
    const { sandbox } = this.company
    const card = this.chance.weighted(cards)
    const confirmed = await sandbox.confirm(clientSecret, card).catch(() => null)
    if (confirmed?.status !== 'requires_action') return
    const outcome = this.chance.happens(0.8) ? 'complete' : 'fail'
    await sandbox.authenticate(String(confirmed.id), outcome)
  }

  private async change(service: Json): Promise<void> {
    const path = `/services/${service.id}`
    const wish = await changeFor(this.company, this.chance)
    const shown = await this.does('preview change', `${path}/change-previews`, wish)
    if (!shown) return
    const asked = await this.does('change', `${path}/changes`, {
      ...wish,
      expected_total: shown.total.amount,
    })
    await this.workers.followUp()
    if (asked?.status === 'awaiting_payment' && this.chance.happens(0.7)) await this.payWhatIsOwed()
  }

  private async cancel(service: Json, when: 'now' | 'period_end'): Promise<void> {
    const path = `/subscriptions/${service.subscription_id}/cancellation`
    await this.does(`cancel ${when}`, path, { when, reason: 'no longer needed' })
    await this.workers.followUp()
  }

  private async withdrawCancellation(service: Json): Promise<void> {
    const path = `/subscriptions/${service.subscription_id}/cancellation`
    this.diary.note('withdraw cancellation', (await this.api!.delete(path)).status)
    await this.workers.followUp()
  }

  private async withdrawChange(service: Json): Promise<void> {
    this.diary.note(
      'withdraw change',
      (await this.api!.delete(`/services/${service.id}/changes/open`)).status
    )
    await this.workers.followUp()
  }

  private async list(path: string): Promise<Json[]> {
    const answer = await this.api!.get(path)
    return answer.status === 200 ? answer.body.data : []
  }

  /** A deed with a key of its own. Null where it is refused, and where no answer came: that is asked again with the key, later. */
  private async does(deed: string, path: string, body: object, key = newId()): Promise<Json | null> {
    const answer = await this.api!.post(path, body, { 'idempotency-key': key })
    this.diary.note(deed, answer.status)
    if (answer.status === noAnswer) this.unanswered = { deed, path, body, key }
    return answer.status !== noAnswer && answer.status < 300 ? answer.body : null
  }

  /** Whoever got no answer asks again. What was placed meanwhile is found in the list. */
  private async askAgain({ deed, path, body, key }: Unanswered): Promise<void> {
    this.unanswered = null
    await this.does(`${deed} once more`, path, body, key)
    await this.workers.followUp()
    const [order] = await this.list('/orders')
    if (order) this.orderId = order.id
  }

  private daysFrom(from: number, to: number): number {
    return this.chance.whole(from * 24 * 60, to * 24 * 60) * (dayMs / 24 / 60)
  }
}

/** A request whose answer never came. */
interface Unanswered {
  deed: string
  path: string
  body: object
  key: string
}

/** A part of an amount, at least one. */
function half(amount: string): string {
  return String(BigInt(amount) / 2n || 1n)
}
