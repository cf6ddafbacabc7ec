import app from '@adonisjs/core/services/app'
import { asTenant } from '#app/shared/database/unit'
import { findTenant } from '#app/shared/database/tenant_directory'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { copySameRows } from './support/copy_bound.js'
import { asOwner } from './support/owner.js'
import type { Figures } from './support/report.js'
import { planDueSubscriptions, seedTenant } from './support/seed_subscriptions.js'

const shareWanted = 0.3

/** How many renewals a second become sealed, numbered, booked invoices, beside loading the same rows with COPY. */
export async function measureBillingRun({
  subscriptionCount,
}: {
  subscriptionCount: number
}): Promise<Figures> {
  await warmUp()
  const due = planDueSubscriptions(subscriptionCount)
  const [runTenant, copyTenant] = await asOwner(async (client) => {
    const tenants = [await seedTenant(client, due), await seedTenant(client, due)] as const
    await client.query('analyze')
    return tenants
  })
  const { tookMs, count } = await raise(runTenant.id)
  if (count !== subscriptionCount) throw new Error(`${count} of ${subscriptionCount} were invoiced`)
  const memoryMb = Math.round(process.memoryUsage.rss() / 2 ** 20)
  const copyMs = await asOwner((client) =>
    copySameRows(client, { fromTenant: runTenant.id, toTenant: copyTenant.id })
  )
  const share = copyMs / tookMs
  const perSecond = (ms: number) => Math.round((count * 1000) / ms)
  return {
    what: `${count.toLocaleString('en')} due subscriptions of two lines each, beside COPY of the same rows`,
    figures: [
      { label: 'renewals invoiced', value: perSecond(tookMs), unit: 'a second' },
      { label: 'bound by COPY', value: perSecond(copyMs), unit: 'a second' },
      { label: 'memory of the process', value: memoryMb, unit: 'MB' },
    ],
    aim: {
      label: 'share of the bound',
      value: Number(share.toFixed(3)),
      wanted: `at least ${shareWanted}`,
      isReached: share >= shareWanted,
    },
  }
}

/** The first run of anything compiles it; a worker has done that long before its billing run. */
async function warmUp(): Promise<void> {
  const tenant = await asOwner((client) => seedTenant(client, planDueSubscriptions(200)))
  await raise(tenant.id)
}

async function raise(tenantId: string): Promise<{ tookMs: number; count: number }> {
  const tenant = await findTenant(tenantId)
  const action = await app.container.make(RaiseRenewalInvoices)
  const startedAt = performance.now()
  const count = await asTenant({ tenant: tenant! }, () => action.execute())
  return { tookMs: performance.now() - startedAt, count }
}
