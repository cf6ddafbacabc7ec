import app from '@adonisjs/core/services/app'
import pg from 'pg'
import type { Tenant } from '#app/shared/database/context'
import { newId } from '#app/shared/ids'
import { asTenant } from '#app/shared/database/unit'
import { ConnectGateway } from '#app/payments/index'
import { LetterLines } from './support/letter_lines.js'
import { type Letter, letterSecret, writeLetter } from './support/letters.js'
import { createLiveTenant } from './support/live_tenant.js'
import { findFreePort, Program } from './support/programs.js'
import type { Figures } from './support/report.js'

const connections = 8
const rounds = 5
const roundMs = 2_000
const warmUpMs = 6_000

/**
 * How many messages of a gateway the web process takes in: each with its signature checked and kept for good before it is answered,
 * beside the insert alone, over as many connections, under the same role and row level security.
 */
export async function measureWebhooks(): Promise<Figures> {
  const tenant = await createLiveTenant()
  const gatewayId = await connect(tenant)
  const port = await findFreePort()
  const web = Program.start('bin/server.ts', { PORT: String(port) })
  const pool = bareInserts(tenant)
  const lines = new LetterLines({ port, slug: tenant.slug, gatewayId }, connections)
  try {
    await web.answersAt(`http://127.0.0.1:${port}/health/live`)
    const product = () => post(lines, writeLetter())
    const bound = () => insert(pool, gatewayId, writeLetter())
    await fire(product, warmUpMs)
    await fire(bound, warmUpMs / 3)
    const usedBefore = await web.processorMs()
    let taken = 0
    const pairs: Pair[] = []
    for (let round = 0; round < rounds; round += 1) {
      const isProductFirst = round % 2 === 0
      const first = await fire(isProductFirst ? product : bound, roundMs)
      const second = await fire(isProductFirst ? bound : product, roundMs)
      taken += ((isProductFirst ? first : second).perSecond * roundMs) / 1000
      pairs.push(isProductFirst ? { product: first, bound: second } : { product: second, bound: first })
    }
    const usedAfter = await web.processorMs()
    const usedUs =
      usedBefore === null || usedAfter === null ? null : ((usedAfter - usedBefore) * 1000) / taken
    return toFigures(pairs, usedUs)
  } finally {
    lines.close()
    await pool.end()
    await web.stop()
  }
}

async function connect(tenant: Tenant): Promise<string> {
  const action = await app.container.make(ConnectGateway)
  const connected = await asTenant({ tenant }, () =>
    action.execute({
      driver: 'stripe',
      name: 'Cards',
      config: { publishableKey: 'pk_test_bench', isLive: false },
      secrets: { secretKey: 'sk_test_bench', webhookSecret: letterSecret },
    })
  )
  if (!connected.ok) throw new Error(JSON.stringify(connected.error))
  return connected.value.id
}

async function post(lines: LetterLines, letter: Letter): Promise<void> {
  const status = await lines.post(letter)
  if (status !== 200) throw new Error(`Answered ${status}`)
}

function bareInserts(tenant: Tenant): pg.Pool {
  return new pg.Pool({
    connectionString: process.env.DATABASE_URL,
    max: connections,
    options: `-c role=platform_app -c app.tenant=${tenant.id}`,
  })
}

async function insert(pool: pg.Pool, gatewayId: string, { body }: Letter): Promise<void> {
  await pool.query({
    name: 'insert',
    text: `insert into webhook_inbox (id, gateway_id, message_id, type, object_reference, payload, status, next_attempt_at, received_at)
           values ($1, $2, $3, 'payment_intent.succeeded', $4, $5, 'pending', now(), now())`,
    values: [newId(), gatewayId, `evt_${newId()}`, `pi_${newId()}`, body],
  })
}

interface Fired {
  perSecond: number
  /** Processor time of whoever sends, which is on both sides: here, and not in what is measured. */
  senderUs: number
}

interface Pair {
  product: Fired
  bound: Fired
}

async function fire(once: () => Promise<void>, forMs: number): Promise<Fired> {
  const [startedAt, before] = [performance.now(), process.cpuUsage()]
  let done = 0
  const run = async () => {
    while (performance.now() - startedAt < forMs) {
      await once()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, run))
  const { user, system } = process.cpuUsage(before)
  return { perSecond: (done * 1000) / (performance.now() - startedAt), senderUs: (user + system) / done }
}

function toFigures(pairs: Pair[], usedUs: number | null): Figures {
  const share = Number(
    median(pairs.map(({ product, bound }) => product.perSecond / bound.perSecond)).toFixed(2)
  )
  const middle = (side: 'product' | 'bound', of: keyof Fired) =>
    Math.round(median(pairs.map((pair) => pair[side][of])))
  return {
    what: 'Messages of a gateway, signature checked, kept and queued before the answer, beside the insert alone',
    figures: [
      { label: 'taken in', value: middle('product', 'perSecond'), unit: 'a second' },
      { label: 'bare insert', value: middle('bound', 'perSecond'), unit: 'a second' },
      ...(usedUs === null
        ? []
        : [{ label: 'processor time', value: Math.round(usedUs), unit: 'µs a message' }]),
      { label: 'of the sender', value: middle('product', 'senderUs'), unit: 'µs a message' },
      { label: 'of the sender, bare', value: middle('bound', 'senderUs'), unit: 'µs a message' },
    ],
    aims: [{ label: 'share of bare', value: share, wanted: 'at least 0.4', isReached: share >= 0.4 }],
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
