import autocannon from 'autocannon'

/** Requests that are under way at once. The machine that asks is the machine that answers: more would only queue. */
const connections = 8
const rounds = 3
const warmUpSeconds = 2
const roundSeconds = 2

export interface Target {
  url: string
  headers: Record<string, string>
}

export interface Load {
  perSecond: number
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
  product: Target
  bound: Target
}): Promise<Comparison> {
  for (const target of [product, bound]) await fire(target, warmUpSeconds)
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

/** Load without a measurement. */
export async function fireFor(target: Target, seconds: number): Promise<void> {
  await fire(target, seconds)
}

interface Volley {
  perSecond: number
  latencies: number[]
}

async function fire({ url, headers }: Target, seconds: number): Promise<Volley> {
  const latencies: number[] = []
  const startedAt = performance.now()
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const settings = { url, headers, connections, duration: seconds }
    const shooting = autocannon(settings, (error, outcome) => (error ? reject(error) : resolve(outcome)))
    shooting.on('response', (_client, _status, _bytes, tookMs) => void latencies.push(tookMs))
  })
  const tookMs = performance.now() - startedAt
  if (result.errors > 0 || result.non2xx > 0 || latencies.length === 0) {
    throw new Error(
      `${url}: ${result.non2xx} refusals and ${result.errors} errors in ${latencies.length} answers`
    )
  }
  return { perSecond: (latencies.length * 1000) / tookMs, latencies }
}

function summarise(volleys: Volley[]): Load {
  const latencies = volleys.flatMap((volley) => volley.latencies).toSorted((a, b) => a - b)
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]!
  return {
    perSecond: median(volleys.map((volley) => volley.perSecond)),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  }
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}
