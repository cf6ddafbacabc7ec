import { setTimeout as pause } from 'node:timers/promises'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asOwner } from './support/owner.js'
import { fireFor } from './support/http_load.js'
import { Program } from './support/programs.js'
import type { Figures } from './support/report.js'
import { planDueSubscriptions, seedTenant } from './support/seed_subscriptions.js'
import { settleOthers } from './support/settle_others.js'
import { openStage } from './support/stage.js'

const wantedMb = 400
const eachSeconds = 2
/** A machine that is busy with other things needs minutes for what takes seconds. */
const invoicingMsMax = 900_000
const afterwardsMs = 10_000

/** The most memory that the web process held under all the load of this run, and some of each kind now. */
export async function measureWebMemory(): Promise<Figures> {
  const { web, scenes } = await openStage()
  for (const { product } of Object.values(scenes)) await fireFor({ ...product, program: web }, eachSeconds)
  return toFigures('bin/server under the load of the requests measured here', await web.peakMemoryMb())
}

/** The most memory that a worker held while it invoiced due subscriptions and did what follows from invoices. */
export async function measureWorkerMemory({
  subscriptionCount,
}: {
  subscriptionCount: number
}): Promise<Figures> {
  await settleOthers()
  const id = await asOwner(async (client) => {
    const tenant = await seedTenant(client, planDueSubscriptions(subscriptionCount))
    await client.query('analyze')
    return tenant.id
  })
  const tenant = await findTenant(id)
  const worker = Program.start('bin/worker.ts', {})
  try {
    await waitForInvoices({ worker, tenantId: tenant!.id, subscriptionCount })
    await pause(afterwardsMs)
    const what = `bin/worker while it invoices ${subscriptionCount.toLocaleString('en')} renewals and ${afterwardsMs / 1000} s of what follows`
    return toFigures(what, await worker.peakMemoryMb())
  } finally {
    await worker.stop()
  }
}

async function waitForInvoices(run: {
  worker: Program
  tenantId: string
  subscriptionCount: number
}): Promise<void> {
  const deadline = performance.now() + invoicingMsMax
  await asOwner(async (client) => {
    await client.query(`select set_config('app.tenant', $1, false)`, [run.tenantId])
    for (;;) {
      const { rows } = await client.query<{ count: number }>('select count(*)::int as count from invoices')
      if (rows[0]!.count >= run.subscriptionCount) return
      if (!run.worker.isRunning) throw new Error(`The worker ended: ${run.worker.lastWords}`)
      if (performance.now() > deadline) throw new Error(`The worker made ${rows[0]!.count} invoices only: ${run.worker.lastWords}`) // prettier-ignore
      await pause(500)
    }
  })
}

function toFigures(what: string, peakMb: number | null): Figures {
  if (peakMb === null) throw new Error('Peak memory is read from /proc, which this system does not have')
  return {
    what,
    figures: [],
    aims: [
      {
        label: 'peak memory in MB',
        value: peakMb,
        wanted: `under ${wantedMb}`,
        isReached: peakMb < wantedMb,
      },
    ],
  }
}
