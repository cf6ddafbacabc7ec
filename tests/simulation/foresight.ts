import { readId, showId } from '#app/shared/ids'
import { addDays } from '#app/shared/time/calendar'
import type { Auditor, Finding } from '#tests/simulation/auditor/index'
import { type Foreseen, type Shown, sumUp } from '#tests/simulation/auditor/foresight'
import type { Chance } from '#tests/simulation/chance'
import type { Company } from '#tests/simulation/company'

const customersAtOnce = 5

/** Looks at what is to come for a few customers when a month begins, and has the auditor compare it with what came when it ended. */
export class Foresight {
  private foreseen: Foreseen[] = []
  private since = new Date(0)
  /** How many periods were compared. */
  count = 0

  constructor(
    private company: Company,
    private chance: Chance
  ) {}

  async look(): Promise<void> {
    const { staff, watch, now } = this.company
    const { rows } = await watch.query<{ id: string }>(
      `select distinct customer_id as id from subscriptions where status = 'active' order by 1`
    )
    const chosen = new Set(
      rows.length === 0 ? [] : Array.from({ length: customersAtOnce }, () => this.chance.pick(rows).id)
    )
    this.since = now
    this.foreseen = []
    for (const id of chosen) {
      const { status, body, text } = await staff.get(`/customers/${showId('customer', id)}/upcoming`)
      if (status !== 200) throw new Error(text)
      this.foreseen.push(...sumUp(id, body as Shown))
    }
  }

  /** What was to be issued until yesterday has been issued, by whoever was left alone. */
  async check(auditor: Auditor): Promise<Finding[]> {
    const until = addDays(this.company.today, -1)
    this.count += this.foreseen.filter(({ issuesOn }) => issuesOn <= until).length
    const idOf = (shown: string) => readId('subscription', shown)!
    return auditor.compareForesight(this.foreseen, { since: this.since, until, idOf })
  }
}
