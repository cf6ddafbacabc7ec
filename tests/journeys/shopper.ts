import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { SignUp, UpdateCustomer } from '#app/customers/index'
import { MakeQuote, PlaceOrder } from '#app/checkout/index'
import { BeginInvoicePayment, BeginOrderPayment } from '#app/payments/index'
import { CancelSubscription } from '#app/subscriptions/index'
import { as } from '#tests/support/tenants'
import type { World } from '#tests/journeys/world'

/** A customer of the story's hosting company. */
export class Shopper {
  constructor(
    readonly world: World,
    readonly customerId: string,
    readonly userId: string
  ) {}

  static async signUp(world: World, { country = 'DE', currency = 'EUR' } = {}): Promise<Shopper> {
    return as(world.tenant, async () => {
      const signUp = await app.container.make(SignUp)
      const signed = await signUp.execute({
        email: `ada${Math.floor(performance.now() * 1000)}@example.test`,
        password: 'a long enough password',
        name: 'Ada Lovelace',
        currency,
        country,
        locale: 'en',
      })
      if (!signed.ok) throw new Error(signed.error.type)
      const { customer, userId } = signed.value
      await (
        await app.container.make(UpdateCustomer)
      ).execute(customer.id, {
        country,
        city: 'Berlin',
        postal_code: '10115',
        street: 'Invalidenstraße 1',
      })
      return new Shopper(world, customer.id, userId)
    })
  }

  /** Accepts a quote for one VPS. */
  async order({ plan = 0, location = 'fra' } = {}): Promise<string> {
    return as(this.world.tenant, async () => {
      const planId = await inTransaction(async () => {
        const plans = await db.selectFrom('plans').select('id').orderBy('position').execute()
        return plans[plan]!.id
      })
      const wish = {
        items: [
          {
            planId,
            interval: { unit: 'month' as const, count: 1 },
            hostname: 'web1.example.test',
            options: { location },
          },
        ],
        currency: 'EUR',
        country: 'DE',
        customerId: this.customerId,
      }
      const quote = await (await app.container.make(MakeQuote)).execute(wish)
      if (!quote.ok) throw new Error(JSON.stringify(quote.error))
      const placed = await (
        await app.container.make(PlaceOrder)
      ).execute({
        quoteId: quote.value.id,
        customerId: this.customerId,
        userId: this.userId,
        hasAcceptedTerms: true,
        ip: '203.0.113.9',
        userAgent: 'Story',
      })
      if (!placed.ok) throw new Error(placed.error.type)
      return placed.value.id
    })
  }

  /** Enters a card in the form of the order page. */
  async pay(orderId: string, card = 'pm_card_visa'): Promise<Record<string, unknown>> {
    const begun = await as(this.world.tenant, async () =>
      (await app.container.make(BeginOrderPayment)).execute({
        orderId,
        customerId: this.customerId,
        consent,
      })
    )
    if (!begun.ok) throw new Error(JSON.stringify(begun.error))
    return this.world.sandbox.confirm(begun.value.form!.clientSecret, card)
  }

  /** Orders and pays; everything is done when it returns. */
  async buy({
    card = 'pm_card_visa',
    ...wish
  }: { plan?: number; location?: string; card?: string } = {}): Promise<string> {
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
      const confirmed = await this.pay(orderId).catch(() => null)
      return confirmed !== null && !('error' in confirmed)
    })
    await world.until(statusIs('completed', 'failed'))
    await world.until(async () => (await world.invoices()).every((invoice) => invoice.status === 'paid'))
  }

  async cancel(when: 'now' | 'period_end'): Promise<void> {
    const { id } = await this.world.one('subscriptions')
    const cancelled = await as(this.world.tenant, async () =>
      (await app.container.make(CancelSubscription)).execute({
        subscriptionId: id,
        when,
        reason: 'no longer needed',
      })
    )
    if (!cancelled.ok) throw new Error(cancelled.error.type)
    await this.world.settle()
  }

  /** Comes back to pay an open invoice with a card. */
  async payInvoice(invoiceId: string, card = 'pm_card_visa'): Promise<Record<string, unknown>> {
    const begun = await as(this.world.tenant, async () =>
      (await app.container.make(BeginInvoicePayment)).execute({
        invoiceId,
        customerId: this.customerId,
        consent,
      })
    )
    if (!begun.ok) throw new Error(JSON.stringify(begun.error))
    return this.world.sandbox.confirm(begun.value.form!.clientSecret, card)
  }
}

const consent = { text: 'Save for renewals', ip: '203.0.113.9', userAgent: 'Story' }
