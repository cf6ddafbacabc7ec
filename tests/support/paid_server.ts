import app from '@adonisjs/core/services/app'
import { AddStaffMember, type StaffRole } from '#app/identity/index'
import { checkLedger, listBalances, readCustomerBalance } from '#app/ledger/index'
import { ChargeSavedMethod } from '#app/payments/index'
import { FollowDispute } from '#app/payments/actions/follow_dispute'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { buy, openShop } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { saveCard } from '#tests/support/method'
import { connectStripe } from '#tests/support/payments'
import type { Sandbox } from '#tests/support/sandbox'
import { runQueuedJobs } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

/** One server of €14.01 and 19 % tax, €16.67, paid by card; `others` more of the same in the same charge. */
export async function paid(
  sandbox: Sandbox,
  { card = 'pm_card_visa', role = 'owner' as StaffRole, others = 0 } = {}
) {
  const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
  const { planId } = await openShop(tenant)
  const { id } = await as(tenant, () =>
    inReadTransaction(() => db.selectFrom('gateways').select('id').executeTakeFirstOrThrow())
  )
  await connectStripe(tenant, sandbox, { id })
  const customerId = await addAda(tenant)
  const bought = await buy(tenant, planId, { customerId })
  const paymentMethodId = await saveCard({ tenant, customerId }, sandbox, card)
  const charge = await app.container.make(ChargeSavedMethod)
  const { invoiceId } = bought
  const otherIds: string[] = []
  for (let other = 0; other < others; other += 1)
    otherIds.push((await buy(tenant, planId, { customerId })).invoiceId)
  const parts = [invoiceId, ...otherIds].map((id) => ({ invoiceId: id, amount: 1667n }))
  const debt =
    others > 0 ? ({ kind: 'bundle', parts } as const) : ({ kind: 'invoice', id: invoiceId } as const)
  const charged = await as(tenant, () => charge.execute({ debt, paymentMethodId }))
  if (!charged.ok) throw new Error(charged.error.type)
  await runQueuedJobs()
  const requestedBy = await addStaff(tenant, role)
  return {
    tenant,
    customerId,
    ...bought,
    otherIds,
    paymentId: charged.value.payment.id,
    requestedBy,
    sandbox,
  }
}

export type PaidServer = Awaited<ReturnType<typeof paid>>

export async function addStaff(tenant: Tenant, role: StaffRole): Promise<string> {
  const add = await app.container.make(AddStaffMember)
  const email = `${newId()}@example.test`
  const added = await as(tenant, () => add.execute({ name: 'Sam', email, password: 'a long password', locale: 'en', roles: [role] })) // prettier-ignore
  if (!added.ok) throw new Error(JSON.stringify(added.error))
  return added.value.userId
}

/** What is on the ledger accounts that money going back moves, and whether the books are whole. */
export async function books({ tenant, customerId }: PaidServer) {
  const cash = (await as(tenant, listBalances)).find(({ code }) => code === 'cash:stripe')
  const owed = await as(tenant, () => readCustomerBalance({ customerId, currency: 'EUR' }))
  const { differences } = await as(tenant, checkLedger)
  return { cash: cash?.balance.amount ?? 0n, owed: owed.amount, differences }
}

/** A bank takes a payment back. @returns what it or the network decides next, or that its message comes */
export async function dispute({ tenant, sandbox }: PaidServer) {
  const payment = await as(tenant, () =>
    inReadTransaction(() =>
      db.selectFrom('payments').select(['gateway_id', 'gateway_reference']).executeTakeFirstOrThrow()
    )
  )
  const path = `/_stripe/payments/${payment.gateway_reference}/dispute`
  const { id: reference } = await sandbox.process.json<{ id: string }>('POST', path, {})
  const follow = await app.container.make(FollowDispute)
  return async (outcome: 'told' | 'won' | 'lost' | 'appeal') => {
    if (outcome !== 'told')
      await sandbox.process.json('POST', `/_stripe/disputes/${reference}/${outcome}`, {})
    await as(tenant, () => follow.execute({ gatewayId: payment.gateway_id, reference }))
    await runQueuedJobs()
  }
}
