import { spawn } from 'node:child_process'
import { Agent } from 'node:http'
import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { ConnectGateway } from '#app/payments/index'
import { applicationProgram } from '../bin/lib/programs.mjs'
import { CustomerDesk } from '../tests/journeys/customer_desk.js'
import { Shopper } from '../tests/journeys/shopper.js'
import { World } from '../tests/journeys/world.js'
import { SandboxProcess } from '../tests/sandbox/sandbox_process.js'
import { Sandbox } from '../tests/support/sandbox.js'
import { as } from '../tests/support/tenants.js'
import type { FloodOutcome, FloodWish } from './flood_generator.js'
import { letterSecret, postLetter, writeLetter } from './support/letters.js'
import { findFreePort, Program } from './support/programs.js'
import type { Figures } from './support/report.js'

const perSecond = Number(process.env.BENCH_FLOOD_RATE ?? 1_000)
const seconds = Number(process.env.BENCH_FLOOD_SECONDS ?? 60)
const replayedCount = 20
const warmUpCheckouts = 20
const aimMs = 300

/**
 * A flood of messages that nobody should send, and people who check out meanwhile: the real web process and worker, the flood from a
 * process of its own. On a machine with few cores it takes away from those who answer, which the figures say.
 */
export async function measureFlood(): Promise<Figures> {
  const stand = new Sandbox(await SandboxProcess.start())
  const port = await findFreePort()
  process.env.PORT = String(port)
  const world = await World.begin(stand)
  const gatewayId = await connect(world)
  const desk = await CustomerDesk.of(world, await Shopper.signUp(world))
  const many = {
    API_REQUESTS_PER_MINUTE: '1000000',
    API_REQUESTS_PER_MINUTE_AND_ADDRESS: '1000000',
    API_REQUESTS_PER_MINUTE_AND_TENANT: '1000000',
  }
  const web = Program.start('bin/server.ts', { PORT: String(port), ...many })
  const worker = Program.start('bin/worker.ts', { SMTP_URL: `smtp://127.0.0.1:${stand.process.smtpPort}` })
  try {
    await web.answersAt(`http://127.0.0.1:${port}/health/live`)
    for (let time = 0; time < warmUpCheckouts; time += 1) await checkOut(desk)
    const calmly = await spent(web, () => checkOutFor(desk, 5_000))
    const calm = calmly.value
    const mailbox = { port, slug: world.tenant.slug, gatewayId }
    const replayed = Array.from({ length: replayedCount }, () => writeLetter())
    const agent = new Agent()
    for (const letter of replayed) await postLetter({ ...mailbox, agent }, letter)
    agent.destroy()
    const flooding = await spent(web, async () => {
      const outcome = flood({ ...mailbox, perSecond, seconds, replayed })
      const flooded = await checkOutFor(desk, seconds * 1_000)
      return { outcome: await outcome, flooded }
    })
    const { outcome, flooded } = flooding.value
    // What the checkouts of that time took would have been taken without the flood as well.
    const ofCheckouts = (calmly.usedMs / calm.length) * flooded.length
    const webUs = ((flooding.usedMs - ofCheckouts) * 1_000) / outcome.sent
    return toFigures({ outcome, calm, flooded, webUs, kept: await readInbox(world, gatewayId) })
  } finally {
    await Promise.all([web.stop(), worker.stop()])
    await world.end()
    await stand.process.stop()
  }
}

/** What the web process spends on it, in milliseconds of processor time; zero where the kernel does not say. */
async function spent<T>(web: Program, work: () => Promise<T>): Promise<{ value: T; usedMs: number }> {
  const before = (await web.processorMs()) ?? 0
  const value = await work()
  return { value, usedMs: ((await web.processorMs()) ?? 0) - before }
}

async function connect({ tenant, sandbox }: World): Promise<string> {
  const action = await app.container.make(ConnectGateway)
  const config = { baseUrl: sandbox.url, publishableKey: 'pk_test_bench', isLive: false }
  const secrets = { secretKey: 'sk_test_sandbox', webhookSecret: letterSecret }
  const connected = await as(tenant, () =>
    action.execute({ driver: 'stripe', name: 'Cards', config, secrets })
  )
  if (!connected.ok) throw new Error(JSON.stringify(connected.error))
  return connected.value.id
}

/** A quote and the order that accepts it. @returns milliseconds */
async function checkOut(desk: CustomerDesk): Promise<number> {
  const startedAt = performance.now()
  const quote = await desk.quote()
  const placed = await desk.placeOrder(quote.id)
  if (placed.status !== 201) throw new Error(placed.text)
  return performance.now() - startedAt
}

async function checkOutFor(desk: CustomerDesk, forMs: number): Promise<number[]> {
  const took: number[] = []
  const endsAt = performance.now() + forMs
  while (performance.now() < endsAt) took.push(await checkOut(desk))
  return took
}

function flood(wish: FloodWish): Promise<FloodOutcome> {
  return new Promise((resolve, reject) => {
    const args = applicationProgram('bench/flood_generator.ts', [JSON.stringify(wish)])
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0
        ? resolve(JSON.parse(output) as FloodOutcome)
        : reject(new Error(`The flood ended with ${code}`))
    )
  })
}

/** How many messages are in the inbox, and how often they came in all. */
async function readInbox(world: World, gatewayId: string): Promise<{ messages: number; times: number }> {
  const { rows } = await world.read(() =>
    sql<{ messages: number; times: number }>`
      select count(*)::int as messages, coalesce(sum(repeats + 1), 0)::int as times from webhook_inbox where gateway_id = ${gatewayId}`.execute(
      db
    )
  )
  return rows[0]!
}

interface Found {
  outcome: FloodOutcome
  calm: number[]
  flooded: number[]
  /** Of the web process for one message, in microseconds. */
  webUs: number
  kept: { messages: number; times: number }
}

function toFigures({ outcome, calm, flooded, webUs, kept }: Found): Figures {
  const { answers, sent, heldBack } = outcome
  const only = (kind: keyof typeof answers, status: number) =>
    Object.keys(answers[kind]).every((each) => Number(each) === status)
  const isRight =
    only('forged', 400) &&
    only('stale', 400) &&
    only('oversized', 413) &&
    only('replayed', 200) &&
    kept.messages === replayedCount &&
    kept.times === replayedCount + (answers.replayed[200] ?? 0)
  const p95 = at(flooded, 0.95)
  return {
    what: `${perSecond} forged, replayed, stale and oversized messages a second for ${seconds} s, and people who check out meanwhile: ${JSON.stringify(answers)}`,
    figures: [
      { label: 'messages', value: sent, unit: `sent, ${heldBack} held back` },
      {
        label: 'reached',
        value: Math.round(outcome.perSecond),
        unit: `a second of ${perSecond} wanted (${(outcome.perSecond / perSecond).toFixed(2)})`,
      },
      {
        label: 'processor time',
        value: Math.round(webUs),
        unit: `µs of the web process a message (sending one: ${Math.round((outcome.processorMs * 1_000) / sent)})`,
      },
      { label: 'checkouts', value: flooded.length, unit: `meanwhile, ${calm.length} in 5 s before` },
      {
        label: 'checkout p50',
        value: at(flooded, 0.5),
        unit: `ms (without the flood ${at(calm, 0.5)}, p95 ${at(calm, 0.95)})`,
      },
    ],
    aims: [
      { label: 'checkout p95 in ms', value: p95, wanted: `under ${aimMs}`, isReached: p95 < aimMs },
      {
        label: 'all answered as they should be, and each kept once',
        value: isRight ? 1 : 0,
        wanted: '1',
        isReached: isRight,
      },
    ],
  }
}

function at(values: number[], share: number): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0)
}
