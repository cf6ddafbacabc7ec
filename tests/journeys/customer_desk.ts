import { db } from '#app/shared/database/db'
import { showId } from '#app/shared/ids'
import type { Shopper } from '#tests/journeys/shopper'
import type { World } from '#tests/journeys/world'
import { apiClientFor, type ApiClient } from '#tests/support/api'
import type { Json } from '#tests/support/openapi'

/** What a customer does over the API, in the words of a story. */
export class CustomerDesk {
  private constructor(
    readonly world: World,
    readonly api: ApiClient,
    readonly planId: string
  ) {}

  static async of(world: World, { customerId }: Pick<Shopper, 'customerId'>): Promise<CustomerDesk> {
    const api = await apiClientFor(world.tenant, { as: 'customer', customerId })
    const plan = await world.read(() =>
      db.selectFrom('plans').select('id').orderBy('position').executeTakeFirstOrThrow()
    )
    return new CustomerDesk(world, api, showId('plan', plan.id))
  }

  /** A configuration that is sold, with changes. */
  item(changes: object = {}): object {
    return {
      plan_id: this.planId,
      interval: { unit: 'month', count: 1 },
      hostname: 'web1.example.test',
      options: { location: 'fra' },
      ...changes,
    }
  }

  async quote(changes: object = {}): Promise<Json> {
    const quoted = await this.api.post('/quotes', { items: [this.item(changes)] })
    if (quoted.status !== 201) throw new Error(quoted.text)
    return quoted.body
  }

  placeOrder(quoteId: string) {
    return this.api.post('/orders', { quote_id: quoteId, accepts_terms: true })
  }

  /** Orders, waits for room, and gives the order's id. */
  async order(): Promise<string> {
    const placed = await this.placeOrder((await this.quote()).id)
    if (placed.status !== 201) throw new Error(placed.text)
    await this.world.settle()
    return placed.body.id
  }

  /** A server that runs and is paid. */
  async buy(): Promise<string> {
    const orderId = await this.order()
    const begun = await this.api.post(`/orders/${orderId}/payments`, { save_method: true })
    await this.world.sandbox.confirm(begun.body.form.client_secret)
    await this.world.settle()
    return orderId
  }
}
