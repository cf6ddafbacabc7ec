import app from '@adonisjs/core/services/app'
import { SignUp, UpdateCustomer } from '#app/customers/index'
import { apiClientOf } from '#tests/support/api'
import type { Json } from '#tests/support/openapi'
import { as } from '#tests/support/tenants'
import type { Payer } from '#tests/simulation/bank'
import type { Chance } from '#tests/simulation/chance'
import type { Company } from '#tests/simulation/company'
import type { Diary } from '#tests/simulation/diary'
import { Errands } from '#tests/simulation/errands'
import { Purse } from '#tests/simulation/purse'
import { type Home, homes, wishFor, changeFor } from '#tests/simulation/wishes'
import type { Workers } from '#tests/simulation/workers'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** A customer with a mind that follows from the seed. Everything is done over the API; cards are entered at the gateway. */
export class Resident {
  nextActAt: number
  private orderId: string | null = null
  private readonly home: Home
  /** As a bank knows them; the number is that of the customer, from signing up on. */
  private readonly payer: Payer
  private readonly errands: Errands
  private readonly purse: Purse

  constructor(
    readonly name: string,
    private company: Company,
    private workers: Workers,
    private chance: Chance,
    diary: Diary,
    arrivesAt: number
  ) {
    this.nextActAt = arrivesAt
    this.home = chance.pick(homes)
    this.payer = { name: `Resident ${name}`, number: 0 }
    this.errands = new Errands(workers, diary)
    this.purse = new Purse(this.payer, this.errands, company, workers, chance)
  }

  /** Does one thing, and decides when to come again. */
  async act(): Promise<void> {
    const pauseMs = await this.choose()
    this.nextActAt = this.company.now.getTime() + Math.min(pauseMs, this.purse.patienceMs(pauseMs))
  }

  private async choose(): Promise<number> {
    if (!this.errands.haveBegun) {
      await this.signUp()
      return 2 * hourMs
    }
    if (await this.errands.askAgain()) await this.findPlacedOrder()
    if (this.orderId) return this.followOrder(this.orderId)
    const services = await this.errands.list('/services')
    const living = services.filter(({ status }) => ['active', 'suspended', 'provisioning'].includes(status))
    await this.purse.goOnWithCoins()
    await this.purse.payWhatIsOwed()
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
      [9, () => this.purse.enterNewCard()],
      [4, () => this.topUp()],
    ])
    await deed()
  }

  private topUp(): Promise<void> {
    const amount = String(this.chance.whole(1000, 9000))
    return this.purse.pay('top up', '/balance/top-ups', { amount })
  }

  private async signUp(): Promise<void> {
    const { tenant } = this.company
    const { country, currency, ...address } = this.home
    const signed = await as(tenant, async () =>
      (await app.container.make(SignUp)).execute({
        email: `${this.name}@example.test`,
        password: 'a long enough password',
        name: this.payer.name,
        currency,
        country,
        locale: this.chance.pick(['en', 'de']),
      })
    )
    if (!signed.ok) throw new Error(`${this.name} could not sign up: ${signed.error.type}`)
    const { customer, userId } = signed.value
    this.payer.number = customer.number
    await as(tenant, async () =>
      (await app.container.make(UpdateCustomer)).execute(customer.id, {
        country,
        ...address,
        // Free days are given once for an address.
        street: `Main Street ${this.name.slice(1)}`,
      })
    )
    this.errands.begin(await apiClientOf(tenant, { userId, customerId: customer.id }))
    await this.workers.followUp()
  }

  private async order(): Promise<void> {
    const wish = await wishFor(this.company, this.chance, this.name)
    const quote = await this.errands.does('order', '/quotes', wish)
    if (!quote) return
    const order = await this.errands.does('order', '/orders', { quote_id: quote.id, accepts_terms: true })
    if (order) this.orderId = order.id
    await this.workers.followUp()
  }

  /** Looks at the page of the order: pays when asked to, and leaves it when it is over. */
  private async followOrder(orderId: string): Promise<number> {
    const { body: order } = await this.errands.get(`/orders/${orderId}`)
    if (order?.status === 'awaiting_payment') {
      if (order.quote.trial?.needs_payment_method) await this.beginTrial(orderId)
      else if (this.chance.happens(0.05))
        await this.errands.does('cancel order', `/orders/${orderId}/cancellation`, {})
      else if (this.chance.happens(0.95)) await this.purse.pay('pay order', `/orders/${orderId}/payments`)
      return 3 * hourMs
    }
    if (['reserving', 'provisioning'].includes(order?.status)) return 3 * hourMs
    this.orderId = null
    return this.daysFrom(1, 20)
  }

  /** With a card that is not charged; whoever has none that may be tried with lets it be. */
  private async beginTrial(orderId: string): Promise<void> {
    await this.purse.enterNewCard()
    const [card] = await this.errands.list('/payment-methods')
    const wish = { payment_method_id: card?.id ?? 'pm_none' }
    const begun = await this.errands.does('begin trial', `/orders/${orderId}/trial-method`, wish)
    if (!begun) await this.errands.does('cancel order', `/orders/${orderId}/cancellation`, {})
  }

  /** @returns whether an order came of it */
  private async answerOffer(): Promise<boolean> {
    const [offer] = (await this.errands.list('/offers')).filter(({ status }) => status === 'sent')
    if (!offer) return false
    if (this.chance.happens(0.3)) {
      await this.errands.does('decline offer', `/offers/${offer.id}/refusal`, { reason: 'Too dear' })
      return false
    }
    const form = { name: this.name, accepts_terms: true }
    const accepted = await this.errands.does('accept offer', `/offers/${offer.id}/acceptance`, form)
    if (accepted?.order_id) this.orderId = accepted.order_id
    return this.orderId !== null
  }

  private async change(service: Json): Promise<void> {
    const path = `/services/${service.id}`
    const wish = await changeFor(this.company, this.chance)
    const shown = await this.errands.does('preview change', `${path}/change-previews`, wish)
    if (!shown) return
    const asked = await this.errands.does('change', `${path}/changes`, {
      ...wish,
      expected_total: shown.total.amount,
      expected_next: shown.next.total.amount,
    })
    await this.workers.followUp()
    if (asked?.status === 'awaiting_payment' && this.chance.happens(0.7)) await this.purse.payWhatIsOwed()
  }

  private async cancel(service: Json, when: 'now' | 'period_end'): Promise<void> {
    const path = `/subscriptions/${service.subscription_id}/cancellation`
    await this.errands.does(`cancel ${when}`, path, { when, reason: 'no longer needed' })
    await this.workers.followUp()
  }

  private async withdrawCancellation(service: Json): Promise<void> {
    const path = `/subscriptions/${service.subscription_id}/cancellation`
    await this.errands.withdraws('withdraw cancellation', path)
  }

  private async withdrawChange(service: Json): Promise<void> {
    await this.errands.withdraws('withdraw change', `/services/${service.id}/changes/open`)
  }

  /** What was placed without an answer is found in the list. */
  private async findPlacedOrder(): Promise<void> {
    const [order] = await this.errands.list('/orders')
    if (order) this.orderId = order.id
  }

  private daysFrom(from: number, to: number): number {
    return this.chance.whole(from * 24 * 60, to * 24 * 60) * (dayMs / 24 / 60)
  }
}
