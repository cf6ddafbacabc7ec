import type { Chance } from '#tests/simulation/chance'
import { type Life, liveThrough } from '#tests/simulation/process_life'
import type { Tally } from '#tests/simulation/tally'

const statementsOfALife = 30

/** Decides by the seed which process dies, and when. */
export class Fate {
  /** How often things go wrong; zero before an audit. */
  rate = 0

  constructor(
    private chance: Chance,
    private tally: Tally
  ) {}

  /** Null for work that does not die. Drawn before anything is waited for, so that the seed decides whatever goes on beside. */
  drawLife(): Life | null {
    if (!this.chance.happens(this.rate)) return null
    return {
      statementsLeft: this.chance.whole(1, statementsOfALife),
      lastArrives: this.chance.happens(0.5),
      isOver: false,
    }
  }

  /** Runs a piece of work as a process that may die in it. @returns false when it did */
  async live(what: string, work: () => Promise<unknown>, life = this.drawLife()): Promise<boolean> {
    if (!life) {
      await work()
      return true
    }
    try {
      await liveThrough(life, work)
    } catch (error) {
      if (!life.isOver) throw error
    }
    if (life.isOver) this.tally.died(what)
    return !life.isOver
  }
}
