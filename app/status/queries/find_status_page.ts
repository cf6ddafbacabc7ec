import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type ComponentState, type DayOfUptime, summariseDays, worstOf } from '#app/status/domain/uptime'
import { listSamplesSince, type StatusSample } from '#app/status/records/status_samples'

export interface StatusComponent {
  component: string
  state: ComponentState
  since: Date
  days: DayOfUptime[]
}

export interface StatusPage {
  overall: ComponentState
  asOf: Date
  components: StatusComponent[]
}

const dayCount = 60

/** What the status page shows: each component's state now, and its last sixty days. */
export async function findStatusPage(): Promise<StatusPage> {
  const now = new Clock().wall()
  const zone = currentTenant().timeZone
  const samples = await inReadTransaction(() => listSamplesSince(addDuration(now, { days: -dayCount })))
  const names = [...new Set(samples.map((sample) => sample.component))]
  const components = names.map((name) => describe(name, samples, { now, zone, dayCount }))
  return { overall: worstOf(components.map((component) => component.state)), asOf: now, components }
}

function describe(
  name: string,
  samples: StatusSample[],
  range: { now: Date; zone: string; dayCount: number }
): StatusComponent {
  const own = samples.filter((sample) => sample.component === name)
  const latest = own.at(-1)!
  const days = summariseDays(
    own.map(({ checkedAt, state }) => ({ at: checkedAt, state })),
    range
  )
  return { component: name, state: latest.state, since: latest.checkedAt, days }
}
