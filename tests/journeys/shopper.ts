import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { SignUp, UpdateCustomer } from '#app/customers/index'
import { MakeQuote, PlaceOrder } from '#app/checkout/index'
import { BeginOrderPayment } from '#app/payments/index'
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
      const quote = await (await app.container.make(MakeQuote)).execute(wish as never)
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
        consent: { text: 'Save for renewals', ip: '203.0.113.9', userAgent: 'Story' },
      } as never)
    )
    if (!begun.ok) throw new Error(JSON.stringify(begun.error))
    return this.world.sandbox.confirm(begun.value.form!.clientSecret, card)
  }
}
