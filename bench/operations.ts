import { setTimeout as pause } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import pg from 'pg'
import { ChangeStaffHold } from '#app/provisioning/actions/change_staff_hold'
import type { Tenant } from '#app/shared/database/context'
import { addAda } from '../tests/support/customers.js'
import { addPlan, addService, connectPanel } from '../tests/support/provisioning.js'
import { Sandbox } from '../tests/support/sandbox.js'
import { as } from '../tests/support/tenants.js'
import { SandboxProcess } from '../tests/sandbox/sandbox_process.js'
import { createLiveTenant } from './support/live_tenant.js'
import { Program } from './support/programs.js'
import type { Figures } from './support/report.js'
import { settleOthers } from './support/settle_others.js'

const services = 200
const rounds = 3
/** As many as a worker has for one panel. */
const atOnce = 8
const lookEveryMs = 50
const waitMsMax = 300_000
const aimShare = 0.15

interface Run {
  operations: number
  seconds: number
}

/**
 * How many operations one worker gets through in a second, with a panel that answers at once and is finished at once: servers are locked and opened
 * again, all of them queued before the worker starts. The bound is what cannot be left out of it in any way: the same number of calls over HTTP, as
 * many at once, and one row written and committed for each intent and each answer.
 */
export async function measureOperations(): Promise<Figures> {
  await settleOthers()
  const stand = new Sandbox(await SandboxProcess.start({ SANDBOX_BUILD_MS: '0', SANDBOX_TASK_MS: '0' }))
  const tenant = await createLiveTenant()
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, options: `-c app.tenant=${tenant.id}` }) // prettier-ignore
  await client.connect()
  try {
    const panelId = await connectPanel(tenant, stand.url, { callTimeoutMs: 20_000 })
    const ids = await makeServers(tenant, { client, stand })
    const runs: Run[] = []
    for (let round = 0; round < rounds; round += 1) {
      runs.push(await measure(tenant, { client, stand, ids, deed: 'place' }))
      runs.push(await measure(tenant, { client, stand, ids, deed: 'lift' }))
    }
    const perOperation = await countParts(client)
    const bound = await measureBound({ url: await pathOf(client, panelId), perOperation })
    return toFigures(runs, { bound, perOperation })
  } finally {
    await client.end()
    await stand.process.stop()
  }
}

interface Surroundings {
  client: pg.Client
  stand: Sandbox
}

async function makeServers(tenant: Tenant, { client, stand }: Surroundings): Promise<string[]> {
  const [customerId, planId] = [await addAda(tenant), await addPlan(tenant)]
  const ids: string[] = []
  for (let made = 0; made < services; made += 1)
    ids.push((await addService(tenant, { customerId, planId })).id)
  await work({ client, stand })
  return ids
}

async function measure(
  tenant: Tenant,
  { client, stand, ids, deed }: Surroundings & { ids: string[]; deed: 'place' | 'lift' }
): Promise<Run> {
  const change = await app.container.make(ChangeStaffHold)
  for (const serviceId of ids)
    await as(tenant, () => change[deed]({ serviceId, hold: 'manual', note: 'Measured' }))
  const begunAt = new Date()
  await work({ client, stand })
  const { rows } = await client.query<{ operations: string; seconds: number }>(
    `select count(distinct operation_id) as operations, extract(epoch from max(finished_at) - min(started_at))::float8 as seconds
       from operation_steps where started_at >= $1 and finished_at is not null`,
    [begunAt]
  )
  return { operations: Number(rows[0]!.operations), seconds: rows[0]!.seconds }
}

/** A worker of its own, from its start until nothing is open any more. */
async function work({ client, stand }: Surroundings): Promise<void> {
  const worker = Program.start('bin/worker.ts', { SMTP_URL: `smtp://127.0.0.1:${stand.process.smtpPort}` })
  try {
    const deadline = performance.now() + waitMsMax
    const open = `select from operations where status in ('queued', 'running', 'waiting') limit 1`
    while ((await client.query(open)).rowCount !== 0) {
      if (performance.now() > deadline)
        throw new Error(`Still at work after ${waitMsMax} ms: ${worker.lastWords}`)
      await pause(lookEveryMs)
    }
  } finally {
    await worker.stop()
  }
}

interface Parts {
  calls: number
  writes: number
}

/** What an operation of the measured kinds is made of: calls to the panel, and an intent and an answer for each try of a step. */
async function countParts(client: pg.Client): Promise<Parts> {
  const { rows } = await client.query<{ calls: string; tries: string; operations: string }>(
    `with measured as (select id from operations where kind in ('suspend', 'resume'))
     select (select count(*) from measured) as operations,
            (select count(*) from remote_calls where subject_kind = 'operation' and subject_id in (select id from measured)) as calls,
            (select coalesce(sum(attempts), 0) from operation_steps where operation_id in (select id from measured)) as tries`
  )
  const { calls, tries, operations } = rows[0]!
  return { calls: Number(calls) / Number(operations), writes: (2 * Number(tries)) / Number(operations) }
}

async function pathOf(client: pg.Client, panelId: string): Promise<string> {
  const { rows } = await client.query<{ base_url: string }>('select base_url from panels where id = $1', [
    panelId,
  ])
  return `${rows[0]!.base_url}/connect`
}

/** @returns operations a second, were there nothing but their calls and writes */
async function measureBound({ url, perOperation }: { url: string; perOperation: Parts }): Promise<number> {
  const calls = await timeEach(Math.round(services * perOperation.calls), async () => {
    const answer = await fetch(url)
    await answer.arrayBuffer()
  })
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: atOnce })
  try {
    await pool.query('create temporary table if not exists warm (id int)')
    await pool.query('create table bench_writes (id int primary key, written_at timestamptz)')
    await pool.query('insert into bench_writes select n, null from generate_series(1, $1) n', [services])
    const writes = await timeEach(Math.round(services * perOperation.writes), async (index) => {
      await pool.query('update bench_writes set written_at = now() where id = $1', [1 + (index % services)])
    })
    await pool.query('drop table bench_writes')
    return services / (calls + writes)
  } finally {
    await pool.end()
  }
}

/** Seconds for so many, a few at once. */
async function timeEach(count: number, run: (index: number) => Promise<void>): Promise<number> {
  let next = 0
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await run(next++)
    })
  )
  return (performance.now() - startedAt) / 1000
}

function toFigures(runs: Run[], { bound, perOperation }: { bound: number; perOperation: Parts }): Figures {
  const rates = runs.map(({ operations, seconds }) => operations / seconds).toSorted((a, b) => a - b)
  const median = rates[Math.floor(rates.length / 2)]!
  const share = median / bound
  return {
    what: `${services} servers locked and opened again ${rounds} times by one worker, with a panel that is ready at once`,
    figures: [
      { label: 'operations', value: median, unit: 'a second (median)' },
      { label: 'slowest run', value: rates[0]!, unit: 'a second' },
      { label: 'calls of an operation', value: perOperation.calls, unit: '' },
      { label: 'writes of an operation', value: perOperation.writes, unit: 'in the bound' },
      { label: 'bound', value: bound, unit: 'a second: the bare calls and writes' },
    ],
    aims: [
      {
        label: 'share of the bound',
        value: Number(share.toFixed(3)),
        wanted: `at least ${aimShare}`,
        isReached: share >= aimShare,
      },
    ],
  }
}
