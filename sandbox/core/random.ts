import type { Database } from './database.ts'

/** A seeded generator, so that a run with faults by rate can be repeated: same seed, same calls, same faults. */
export class SeededRandom {
  private readonly database: Database
  private state: number

  constructor(database: Database, seed: number) {
    this.database = database
    this.state =
      database.get<{ value: number }>("SELECT value FROM counters WHERE system = '' AND name = 'random'")
        ?.value ?? seed
  }

  reseed(seed: number): void {
    this.state = seed >>> 0
    this.save()
  }

  /** A number from 0 (included) to 1 (excluded), by the mulberry32 recurrence. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    this.save()
    let mixed = this.state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  private save(): void {
    this.database.run(
      `INSERT INTO counters (system, name, value) VALUES ('', 'random', ?)
       ON CONFLICT (system, name) DO UPDATE SET value = excluded.value`,
      this.state
    )
  }
}
