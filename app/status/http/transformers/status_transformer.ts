import { headlineOf, uptimePercent, type Headline } from '#app/status/domain/overall'
import type { ComponentState } from '#app/status/domain/uptime'
import type { StatusComponent } from '#app/status/queries/find_status_page'
import type { StatusAnswer } from '#app/status/queries/read_status_page'

/** The status page as JSON. A component's name is a code: readers see it in their language. */
export function showStatus(answer: StatusAnswer | null) {
  const components = answer?.page.components.toSorted(inReadingOrder) ?? []
  return {
    headline: headlineOf(
      components.map((component) => component.state),
      answer?.isCurrent ?? false
    ) satisfies Headline,
    is_current: answer?.isCurrent ?? false,
    as_of: answer?.page.asOf.toISOString() ?? null,
    components: components.map(showComponent),
  }
}

function showComponent({ component, state, since, days }: StatusComponent) {
  const [kind = '', location = null] = component.split(/:(.*)/s)
  return {
    id: component,
    kind,
    location,
    state,
    since: since.toISOString(),
    uptime_percent: uptimePercent(days),
    days: days.map((day) => ({ date: day.date, worst: day.worst, down_seconds: day.downSeconds })),
  }
}

const order = ['website', 'orders', 'payments', 'mail', 'servers']

function inReadingOrder(one: { component: string }, other: { component: string }): number {
  return rank(one.component) - rank(other.component) || one.component.localeCompare(other.component)
}

function rank(component: string): number {
  const index = order.indexOf(component.split(':')[0] ?? '')
  return index < 0 ? order.length : index
}

/** Statuspage's words for our states. @see https://metastatuspage.com/api/v2 */
export const statuspageStates: Record<ComponentState, string> = {
  operational: 'operational',
  degraded: 'degraded_performance',
  down: 'major_outage',
}

export const statuspageIndicators: Record<Headline, string> = {
  operational: 'none',
  degraded: 'minor',
  mixed: 'major',
  down: 'critical',
  unsure: 'minor',
}
