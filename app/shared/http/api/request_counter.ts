import { RateLimiterMemory, type RateLimiterPostgres } from 'rate-limiter-flexible'
import { sharedLimiter } from '#app/shared/http/rate_limit_store'

const windowSeconds = 60
const flushEveryMs = 1_000

export interface RequestCount {
  isAllowed: boolean
  limit: number
  remaining: number
  resetSeconds: number
}

/**
 * Counts requests in this process at once and tells the other processes a second later, through PostgreSQL. A request never
 * waits for the database; the price is that several processes together may let through what they count within that second.
 */
export class RequestCounter {
  private local: RateLimiterMemory
  private shared: RateLimiterPostgres
  private unsent = new Map<string, number>()
  private timer: NodeJS.Timeout | null = null

  constructor(
    name: string,
    public limit: number
  ) {
    const options = { keyPrefix: name, points: limit, duration: windowSeconds }
    this.local = new RateLimiterMemory(options)
    this.shared = sharedLimiter(options)
  }

  async count(key: string): Promise<RequestCount> {
    const { consumedPoints, msBeforeNext } = await this.local.penalty(key, 1)
    this.unsent.set(key, (this.unsent.get(key) ?? 0) + 1)
    this.timer ??= setTimeout(() => void this.flush(), flushEveryMs).unref()
    return {
      isAllowed: consumedPoints <= this.limit,
      limit: this.limit,
      remaining: Math.max(0, this.limit - consumedPoints),
      resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
    }
  }

  /** Adds what was counted here to the common count, and takes over what others have counted. */
  async flush(): Promise<void> {
    this.timer = null
    const batch = [...this.unsent]
    this.unsent.clear()
    for (const [key, points] of batch) {
      try {
        const { consumedPoints, msBeforeNext } = await this.shared.penalty(key, points)
        const since = this.unsent.get(key) ?? 0
        await this.local.set(key, consumedPoints + since, Math.max(1, Math.ceil(msBeforeNext / 1000)))
      } catch {
        // The database is away: this process goes on counting by itself, which is what the limit needs most then.
        return
      }
    }
  }
}
