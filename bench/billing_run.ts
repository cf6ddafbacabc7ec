import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { asTenant } from '#app/shared/database/unit'
import { findTenant } from '#app/shared/database/tenant_directory'
import { type InvoiceDraft, IssueInvoices } from '#app/billing/index'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { changesAt, draftChanges } from './support/change_drafts.js'
import { copySameRows } from './support/copy_bound.js'
import { asOwner } from './support/owner.js'
import type { Aim, Figures } from './support/report.js'
import { type DueSubscriptions, planDueSubscriptions, seedTenant } from './support/seed_subscriptions.js'

const wanted = { perSecond: 3_000, share: 0.35, growth: 1.15, memoryMb: 500 }

const draftsPerChunk = 300
const changesAtOnce = 2_700
const lanes = 3

interface Run {
  /** Invoices: a tenth more than subscriptions. */
  count: number
  tookMs: number
  /** Of this process and of the database's, where they run on this machine. */
  ownMs: number
  databaseMs: number
  /** Bytes that the database wrote ahead. */
  logged: number
}

/**
 * How many renewals a second become sealed, numbered, booked, announced invoices, and a tenth as many changes with parts of periods,
 * beside loading the same rows with COPY; and whether one costs more when there are many.
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
  const many = await raise(runTenant.id, due)
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024)
  const copyMs = await asOwner((client) =>
    copySameRows(client, { fromTenant: runTenant.id, toTenant: copyTenant.id })
  )
  return {
    what: `${counts.many.toLocaleString('en')} due subscriptions of two taxed lines each, a tenth with a coupon, and prorated changes of a tenth, beside COPY of the same rows`,
    figures: [
      { label: 'bound by COPY', value: Math.round((many.count * 1000) / copyMs), unit: 'a second' },
      { label: `of ${counts.few.toLocaleString('en')}`, value: perSecond(few), unit: 'a second' },
      { label: 'processor time', value: perInvoiceUs(many), unit: 'µs an invoice, database included' },
      {
        label: 'of it this process',
        value: Math.round((many.ownMs * 1000) / many.count),
        unit: 'µs an invoice',
      },
      { label: 'written ahead', value: Math.round(many.logged / many.count), unit: 'bytes an invoice' },
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
      label: 'invoices a second',
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

function perInvoiceUs({ count, ownMs, databaseMs }: Run): number {
  return Math.round(((ownMs + databaseMs) * 1000) / count)
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
  return raise(tenant.id, due)
}

/** The renewals and then, in the middle of their period, the changes. Drafting those is not measured. */
async function raise(tenantId: string, due: DueSubscriptions): Promise<Run> {
  const wanted = due.subscriptionIds.length
  const tenant = (await findTenant(tenantId))!
  const renew = await app.container.make(RaiseRenewalInvoices)
  const renewals = await measure(() => asTenant({ tenant }, () => renew.execute()))
  if (renewals.count !== wanted) throw new Error(`${renewals.count} of ${wanted} were invoiced`)
  await asOwner((client) =>
    client.query('update platform.tenants set clock_frozen_at = $2 where id = $1', [tenantId, changesAt])
  )
  let all = renewals
  for (let after = 0n; ;) {
    // A worker never has the changes of ten thousand customers in memory at once.
    const { drafts, last } = await asTenant({ tenant }, () =>
      draftChanges(due, { after, limit: changesAtOnce })
    )
    if (drafts.length === 0) return all
    all = addUp(all, await measure(() => asTenant({ tenant }, () => issueAll(drafts))))
    after = last
  }
}

function addUp(a: Run, b: Run): Run {
  return {
    count: a.count + b.count,
    tookMs: a.tookMs + b.tookMs,
    ownMs: a.ownMs + b.ownMs,
    databaseMs: a.databaseMs + b.databaseMs,
    logged: a.logged + b.logged,
  }
}

async function issueAll(drafts: InvoiceDraft[]): Promise<number> {
  const issue = await app.container.make(IssueInvoices)
  const left = [...drafts]
  const runLane = async () => {
    while (left.length > 0) await issue.execute(left.splice(0, draftsPerChunk))
  }
  await Promise.all(Array.from({ length: lanes }, runLane))
  return drafts.length
}

async function measure(run: () => Promise<number>): Promise<Run> {
  const before = await usedSoFar()
  const startedAt = performance.now()
  const count = await run()
  const tookMs = performance.now() - startedAt
  const after = await usedSoFar()
  return {
    count,
    tookMs,
    ownMs: after.ownMs - before.ownMs,
    databaseMs: after.databaseMs - before.databaseMs,
    logged: after.logged - before.logged,
  }
}

/** What this process and all of the database server's have used so far, and what that wrote ahead. */
async function usedSoFar(): Promise<Pick<Run, 'ownMs' | 'databaseMs' | 'logged'>> {
  const { user, system } = process.cpuUsage()
  const { rows } = await asOwner((client) =>
    client.query<{ pid: number; logged: string }>(
      `select pid, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as logged from pg_stat_activity`
    )
  )
  const used = await Promise.all(rows.map(({ pid }) => usedBy(pid)))
  return {
    ownMs: (user + system) / 1000,
    databaseMs: used.reduce((sum, ms) => sum + ms, 0),
    logged: Number(rows[0]!.logged),
  }
}

async function usedBy(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return user && system ? (Number(user) + Number(system)) * 10 : 0
}
