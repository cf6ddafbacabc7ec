import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { KeepMethod } from '#app/payments/actions/keep_method'
import { OrderMethods } from '#app/payments/actions/order_methods'
import { RemoveMethod } from '#app/payments/actions/remove_method'
import { SetDefaultMethod } from '#app/payments/actions/set_default_method'
import { listActiveMethods } from '#app/payments/records/methods'
import { addAda } from '#tests/support/customers'
import { as, createTenant } from '#tests/support/tenants'

const card = (n: number) => ({
  ...{ reference: `pm_${n}`, kind: 'card' as const, brand: 'visa', last4: `000${n}`, expMonth: 3, expYear: 2030 },
  ...{ fingerprint: `print_${n}`, country: 'DE', label: null },
}) // prettier-ignore

test.group('Saved methods of one customer, several at once', () => {
  test('are kept, chosen, ordered and forgotten one after the other: there is always one default', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const customerId = await addAda(tenant)
    const gatewayId = newId()
    const alone = <T>(run: () => Promise<T>) => as(tenant, () => inTransaction(run))
    await alone(() =>
      sql`insert into gateways (id, driver, name, status, config, secrets, position, created_at)
          values (${gatewayId}, 'stripe', 'Cards', 'active', '{}', '{}', 0, now())`.execute(db)
    )
    const { container } = app
    const consent = { text: 'Keep it', ip: null, userAgent: null, at: '2026-01-01T00:00:00Z' }
    const keep = await container.make(KeepMethod)
    const ids = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) => alone(() => keep.execute({ customerId, gatewayId, method: card(n), consent })))
    ) // prettier-ignore
    const defaults = async () =>
      (await alone(() => listActiveMethods(customerId))).filter(({ isDefault }) => isDefault).length
    assert.equal(await defaults(), 1)

    const [choose, order] = [new SetDefaultMethod(), new OrderMethods()]
    const chosen = await Promise.all([
      ...ids.map((paymentMethodId) => as(tenant, () => choose.execute({ customerId, paymentMethodId }))),
      ...[ids, ids.toReversed()].map((paymentMethodIds) =>
        as(tenant, () => order.execute({ customerId, paymentMethodIds }))
      ),
    ])
    assert.isTrue(chosen.every(({ ok }) => ok))
    assert.equal(await defaults(), 1)

    const remove = await container.make(RemoveMethod)
    await Promise.all(ids.slice(1).flatMap((paymentMethodId) => [
      as(tenant, () => remove.execute({ customerId, paymentMethodId })),
      as(tenant, () => choose.execute({ customerId, paymentMethodId })),
    ])) // prettier-ignore
    assert.deepEqual((await alone(() => listActiveMethods(customerId))).map(({ id, isDefault }) => [id, isDefault]), [[ids[0], true]]) // prettier-ignore
  })
})
