export interface RoundLimits {
  /** Rounds of different tenants that go on side by side. */
  atOnce: number
  /** A round that takes longer than this holds up nobody … */
  longAfterMs: number
  /** … as long as there are no more such rounds than this. */
  longMax: number
}

/**
 * Each round holds a connection beside the one that it works on: of the pool a third may be held, and at least two rounds go on, so that a
 * tenant with a hundred thousand invoices to write leaves room for all others.
 * @param connections of the pool of this process
 */
export function roundLimitsFor(connections: number): RoundLimits {
  const rounds = Math.min(6, Math.max(2, Math.floor(connections / 3)))
  const longMax = Math.floor(rounds / 2)
  return { atOnce: rounds - longMax, longAfterMs: 1_000, longMax }
}

/**
 * Runs rounds of sweeps: of one tenant one at a time, in the order of its list, of several tenants side by side. Whoever waits longest is
 * next. A round that takes long gives its place to the next one, so that one large tenant delays nobody else.
 */
export class SweepRounds {
  /** In the order in which they came. */
  private waiting = new Map<string, () => Promise<void>>()
  private running = new Map<string, Promise<void>>()
  private long = new Set<string>()

  constructor(private limits: RoundLimits) {}

  /**
   * Has a tenant's round run as soon as there is a place. Where one waits already the newer one takes its place in the line; while one is
   * running nothing is begun: what is due then is still due at the next look.
   * @param round never fails
   */
  offer(tenantId: string, round: () => Promise<void>): void {
    if (this.running.has(tenantId)) return
    this.waiting.set(tenantId, round)
    this.fill()
  }

  /** Begins nothing more, and waits for what is under way. */
  async stop(): Promise<void> {
    this.waiting.clear()
    await Promise.all(this.running.values())
  }

  private fill(): void {
    for (const [tenantId, round] of this.waiting) {
      const placesTaken = this.running.size - Math.min(this.long.size, this.limits.longMax)
      if (placesTaken >= this.limits.atOnce) return
      this.waiting.delete(tenantId)
      this.begin(tenantId, round)
    }
  }

  private begin(tenantId: string, round: () => Promise<void>): void {
    const patience = setTimeout(() => {
      this.long.add(tenantId)
      this.fill()
    }, this.limits.longAfterMs)
    const ended = round().finally(() => {
      clearTimeout(patience)
      this.long.delete(tenantId)
      this.running.delete(tenantId)
      this.fill()
    })
    this.running.set(tenantId, ended)
  }
}
