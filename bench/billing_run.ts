import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { asTenant } from '#app/shared/database/unit'
import { findTenant } from '#app/shared/database/tenant_directory'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { copySameRows } from './support/copy_bound.js'
import { asOwner } from './support/owner.js'
import type { Aim, Figures } from './support/report.js'
import { planDueSubscriptions, seedTenant } from './support/seed_subscriptions.js'

const wanted = { perSecond: 3_000, share: 0.35, growth: 1.15, memoryMb: 500 }

interface Run {
  count: number
  tookMs: number
  /** Of this process and of the database's, where they run on this machine. */
  processorMs: number
}

/**
 * How many renewals a second become sealed, numbered, booked, announced invoices, beside loading the same rows with COPY; and whether
 * one costs more when there are many.
 */
export async function measureBillingRun(counts: { few: number; many: number }): Promise<Figures> {
  await warmUp()
  const few = await measureRun(counts.few)
  const due = planDueSubscriptions(counts.many)
  const [runTenant, copyTenant] = await asOwner(async (client) => {
    const tenants = [await seedTenant(client, due), await seedTenant(client, due)] as const
    await client.query('vacuum (analyze)')
    return tenants
  })
  const many = await raise(runTenant.id, counts.many)
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024)
  const copyMs = await asOwner((client) =>
    copySameRows(client, { fromTenant: runTenant.id, toTenant: copyTenant.id })
  )
  return {
    what: `${counts.many.toLocaleString('en')} due subscriptions of two taxed lines each, a tenth with a coupon, beside COPY of the same rows`,
    figures: [
      { label: 'bound by COPY', value: Math.round((counts.many * 1000) / copyMs), unit: 'a second' },
      { label: `of ${counts.few.toLocaleString('en')}`, value: perSecond(few), unit: 'a second' },
      { label: 'processor time', value: perInvoiceUs(many), unit: 'µs an invoice, database included' },
    ],
    aims: aimsOf({ few, many, copyMs, memoryMb }),
  }
}

function aimsOf(found: { few: Run; many: Run; copyMs: number; memoryMb: number }): Aim[] {
  const { few, many, copyMs, memoryMb } = found
  const share = copyMs / many.tookMs
  // By processor time: what else the machine does must not decide.
  const growth = perInvoiceUs(many) / perInvoiceUs(few)
  const rate = perSecond(many)
  const rounded = (value: number) => Number(value.toFixed(3))
  return [
    {
      label: 'renewals invoiced a second',
      value: rate,
      wanted: `at least ${wanted.perSecond}`,
      isReached: rate >= wanted.perSecond,
    },
    {
      label: 'share of the bound',
      value: rounded(share),
      wanted: `at least ${wanted.share}`,
      isReached: share >= wanted.share,
    },
    {
      label: 'processor time of one, many beside few',
      value: rounded(growth),
      wanted: `at most ${wanted.growth}`,
      isReached: growth <= wanted.growth,
    },
    {
      label: 'peak memory in MB',
      value: memoryMb,
      wanted: `under ${wanted.memoryMb}`,
      isReached: memoryMb < wanted.memoryMb,
    },
  ]
}

function perSecond({ count, tookMs }: Run): number {
  return Math.round((count * 1000) / tookMs)
}

function perInvoiceUs({ count, processorMs }: Run): number {
  return Math.round((processorMs * 1000) / count)
}

/** The first run of anything compiles it; a worker has done that long before its billing run. */
async function warmUp(): Promise<void> {
  await measureRun(2_000)
}

async function measureRun(count: number): Promise<Run> {
  const due = planDueSubscriptions(count)
  const tenant = await asOwner(async (client) => {
    const seeded = await seedTenant(client, due)
    await client.query('vacuum (analyze)')
    return seeded
  })
  return raise(tenant.id, count)
}

async function raise(tenantId: string, wantedCount: number): Promise<Run> {
  const tenant = await findTenant(tenantId)
  const action = await app.container.make(RaiseRenewalInvoices)
  const [startedAt, usedBefore] = [performance.now(), await processorMs()]
  const count = await asTenant({ tenant: tenant! }, () => action.execute())
  const [tookMs, usedAfter] = [performance.now() - startedAt, await processorMs()]
  if (count !== wantedCount) throw new Error(`${count} of ${wantedCount} were invoiced`)
  return { count, tookMs, processorMs: usedAfter - usedBefore }
}

/** What this process and all of the database server's have used so far. */
async function processorMs(): Promise<number> {
  const { user, system } = process.cpuUsage()
  const { rows } = await asOwner((client) =>
    client.query<{ pid: number }>('select pid from pg_stat_activity')
  )
  const used = await Promise.all(rows.map(({ pid }) => usedBy(pid)))
  return used.reduce((sum, ms) => sum + ms, (user + system) / 1000)
}

async function usedBy(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return user && system ? (Number(user) + Number(system)) * 10 : 0
}
