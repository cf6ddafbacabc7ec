import autocannon from 'autocannon'
import type { Program } from './programs.js'

/** Requests that are under way at once. The machine that asks is the machine that answers: more would only queue. */
const connections = 8
const rounds = 5
const warmUpSeconds = 2
/** As many answers as the engine needs to have compiled what it runs; a busy machine takes longer over them. */
const warmUpAnswers = 6_000
const warmUpMsMax = 60_000
const roundSeconds = 2

export interface Target {
  url: string
  headers: Record<string, string>
}

/** An address and the process behind it. */
export interface Contender extends Target {
  program: Program
}

export interface Load {
  perSecond: number
  /** Processor time of the process that answers, without the database's; null where it is not told. */
  processorUs: number | null
  p50: number
  p95: number
  p99: number
}

export interface Comparison {
  product: Load
  bound: Load
  /** The middle of the rounds' shares: what else the machine does in a round hits both sides of it. */
  share: number
}

/** Asks both in turns, so that what the machine does besides falls on both, and compares round by round. */
export async function compareLoads({
  product,
  bound,
}: {
  product: Contender
  bound: Contender
}): Promise<Comparison> {
  for (const contender of [product, bound]) await warmUp(contender)
  const pairs: { product: Volley; bound: Volley }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const isProductFirst = round % 2 === 0
    const first = await fire(isProductFirst ? product : bound, roundSeconds)
    const second = await fire(isProductFirst ? bound : product, roundSeconds)
    pairs.push(isProductFirst ? { product: first, bound: second } : { product: second, bound: first })
  }
  return {
    product: summarise(pairs.map((pair) => pair.product)),
    bound: summarise(pairs.map((pair) => pair.bound)),
    share: median(pairs.map((pair) => pair.product.perSecond / pair.bound.perSecond)),
  }
}

async function warmUp(contender: Contender): Promise<void> {
  const startedAt = performance.now()
  let answers = 0
  while (answers < warmUpAnswers && performance.now() - startedAt < warmUpMsMax) {
    answers += (await fire(contender, warmUpSeconds)).latencies.length
  }
}

/** Load without a measurement. */
export async function fireFor(contender: Contender, seconds: number): Promise<void> {
  await fire(contender, seconds)
}

interface Volley {
  perSecond: number
  processorMs: number | null
  latencies: number[]
}

async function fire({ url, headers, program }: Contender, seconds: number): Promise<Volley> {
  const latencies: number[] = []
  const [startedAt, usedBefore] = [performance.now(), await program.processorMs()]
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const settings = { url, headers, connections, duration: seconds }
    const shooting = autocannon(settings, (error, outcome) => (error ? reject(error) : resolve(outcome)))
    shooting.on('response', (_client, _status, _bytes, tookMs) => void latencies.push(tookMs))
  })
  const [tookMs, usedAfter] = [performance.now() - startedAt, await program.processorMs()]
  if (result.errors > 0 || result.non2xx > 0 || latencies.length === 0) {
    throw new Error(
      `${url}: ${result.non2xx} refusals and ${result.errors} errors in ${latencies.length} answers`
    )
  }
  const processorMs = usedBefore === null || usedAfter === null ? null : usedAfter - usedBefore
  return { perSecond: (latencies.length * 1000) / tookMs, processorMs, latencies }
}

function summarise(volleys: Volley[]): Load {
  const latencies = volleys.flatMap((volley) => volley.latencies).toSorted((a, b) => a - b)
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]!
  return {
    perSecond: median(volleys.map((volley) => volley.perSecond)),
    processorUs: processorUsOf(volleys),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  }
}

function processorUsOf(volleys: Volley[]): number | null {
  if (volleys.some(({ processorMs }) => processorMs === null)) return null
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  const usedMs = sum(volleys.map(({ processorMs }) => processorMs ?? 0))
  return (usedMs * 1000) / sum(volleys.map(({ latencies }) => latencies.length))
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}
