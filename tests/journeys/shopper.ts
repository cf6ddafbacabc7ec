import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import { newId, showId } from '#app/shared/ids'
import { SignUp, UpdateCustomer } from '#app/customers/index'
import { type ApiClient, apiClientOf } from '#tests/support/api'
import type { Json } from '#tests/support/openapi'
import { as } from '#tests/support/tenants'
import type { World } from '#tests/journeys/world'

/** A customer of the story's hosting company, who does everything over the API; only cards are entered at the gateway. */
export class Shopper {
  private constructor(
    readonly world: World,
    readonly api: ApiClient,
    readonly email: string
  ) {}

  static async signUp(world: World, { country = 'DE', currency = 'EUR' } = {}): Promise<Shopper> {
    const email = `ada${Math.floor(performance.now() * 1000)}@example.test`
    const signed = await as(world.tenant, async () =>
      (await app.container.make(SignUp)).execute({
        email,
        password: 'a long enough password',
        name: 'Ada Lovelace',
        currency,
        country,
        locale: 'en',
      })
    )
    if (!signed.ok) throw new Error(signed.error.type)
    const { customer, userId } = signed.value
    await as(world.tenant, async () =>
      (await app.container.make(UpdateCustomer)).execute(customer.id, {
        country,
        city: 'Berlin',
        postal_code: '10115',
        street: 'Invalidenstraße 1',
      })
    )
    return new Shopper(world, await apiClientOf(world.tenant, { userId, customerId: customer.id }), email)
  }

  get customerId(): string {
    return this.api.customerId
  }

  get userId(): string {
    return this.api.userId
  }

  /** Accepts a quote for one VPS. @returns the order's id as the API shows it */
  async order({ plan = 0, location = 'fra', hostname = 'web1.example.test' } = {}): Promise<string> {
    const plans = await this.world.read(() =>
      db.selectFrom('plans').select('id').orderBy('position').execute()
    )
    const quote = await this.does('/quotes', {
      items: [
        {
          plan_id: showId('plan', plans[plan]!.id),
          interval: { unit: 'month', count: 1 },
          hostname,
          options: { location },
        },
      ],
    })
    const order = await this.does('/orders', { quote_id: quote.id, accepts_terms: true })
    return order.id
  }

  /** Enters a card in the form of the order page. */
  pay(orderId: string, card = 'pm_card_visa'): Promise<Record<string, unknown>> {
    return this.enterCard(`/orders/${orderId}/payments`, card)
  }

  /** Orders and pays; everything is done when it returns. */
  async buy({
    card = 'pm_card_visa',
    ...wish
  }: { plan?: number; location?: string; hostname?: string; card?: string } = {}): Promise<string> {
    const orderId = await this.order(wish)
    await this.world.settle()
    await this.pay(orderId, card)
    await this.world.settle()
    return orderId
  }

  /** The same while the outside is slow or broken: waits and tries again, as a person would. */
  async buyWithPatience(): Promise<void> {
    const { world } = this
    const statusIs =
      (...wanted: string[]) =>
      async () =>
        wanted.includes((await world.one('orders')).status)
    const orderId = await this.order()
    await world.until(statusIs('awaiting_payment', 'failed'))
    await world.until(async () => {
      const confirmed = await this.pay(orderId).catch((error: unknown) => {
        if (error instanceof Refusal) return null
        throw error
      })
      return confirmed !== null && !('error' in confirmed)
    })
    await world.until(statusIs('completed', 'failed'))
    await world.until(async () => (await world.invoices()).every((invoice) => invoice.status === 'paid'))
  }

  async cancel(when: 'now' | 'period_end'): Promise<void> {
    const [subscription] = await this.list('/subscriptions')
    await this.does(`/subscriptions/${subscription.id}/cancellation`, { when, reason: 'no longer needed' })
    await this.world.settle()
  }

  /** Comes back to pay an open invoice with a card. */
  payInvoice(invoiceId: string, card = 'pm_card_visa'): Promise<Record<string, unknown>> {
    return this.enterCard(`/invoices/${showId('invoice', invoiceId)}/payments`, card)
  }

  services(): Promise<Json[]> {
    return this.list('/services')
  }

  invoices(): Promise<Json[]> {
    return this.list('/invoices')
  }

  private async enterCard(path: string, card: string): Promise<Record<string, unknown>> {
    const begun = await this.does(path, { save_method: true })
    return this.world.sandbox.confirm(begun.form.client_secret, card)
  }

  private async list(path: string): Promise<Json[]> {
    const answer = await this.api.get(path)
    if (answer.status !== 200) throw new Refusal(answer.text)
    return answer.body.data
  }

  /** Each deed has a key of its own, so that a repeat on the way would be done once. */
  private async does(path: string, body: object): Promise<Json> {
    const answer = await this.api.post(path, body, { 'idempotency-key': newId() })
    if (answer.status >= 300) throw new Refusal(answer.text)
    return answer.body
  }
}

/** What the API does not do now; another try may be answered otherwise. */
class Refusal extends Error {}
