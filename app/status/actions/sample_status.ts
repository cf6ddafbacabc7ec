import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { checkComponents } from '#app/status/queries/check_components'
import { insertSamples, latestSamples } from '#app/status/records/status_samples'

/** Looks at every component and writes down those whose state changed. Returns how many changed. */
export class SampleStatus {
  private clock = new Clock()

  async execute(): Promise<number> {
    const checks = await checkComponents()
    return inTransaction(async () => {
      const known = new Map((await latestSamples()).map((sample) => [sample.component, sample.state]))
      const changed = checks.filter((check) => known.get(check.component) !== check.state)
      // Uptime is about the real world: its instants are the wall clock's, whatever the demo's clock shows.
      if (changed.length > 0)
        await insertSamples(changed.map((check) => ({ ...check, checkedAt: this.clock.wall() })))
      return changed.length
    })
  }
}
