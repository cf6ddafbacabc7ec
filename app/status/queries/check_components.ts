import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { checkReadiness } from '#app/status/queries/check_readiness'
import type { ComponentState } from '#app/status/domain/uptime'

export interface ComponentCheck {
  component: string
  state: ComponentState
  detail: string | null
}

/** Calls of the last quarter of an hour decide about the outside world; fewer than this many prove nothing. */
const callsMin = 3

interface CallCount {
  system: string
  total: number
  failed: number
}

/** How each part that people notice is doing: website, orders and renewals, payments, mail, and the servers of each location. */
export async function checkComponents(): Promise<ComponentCheck[]> {
  const readiness = await checkReadiness()
  const background = readiness.checks.filter((check) => ['worker', 'queue'].includes(check.name))
  const isSlow = background.some((check) => !check.isOk)
  return [
    { component: 'website', state: 'operational', detail: null },
    {
      component: 'orders',
      state: isSlow ? 'degraded' : 'operational',
      detail: isSlow
        ? background
            .filter((check) => !check.isOk)
            .map((check) => check.detail)
            .join('; ')
        : null,
    },
    ...(await inReadTransaction(() => checkOutside())),
  ]
}

async function checkOutside(): Promise<ComponentCheck[]> {
  const clock = new Clock()
  const since = addDuration(clock.wall(), { minutes: -15 })
  const { rows: calls } = await sql<CallCount>`
    select system, count(*)::int as total, (count(*) filter (where outcome in ('failed', 'unknown')))::int as failed
      from remote_calls where called_at >= ${since} group by system`.execute(db)
  const { rows: gateways } = await sql<{ driver: string }>`
    select distinct driver from gateways where status = 'active'`.execute(db)
  const { rows: panels } = await sql<{ location: string; broken: number; total: number }>`
    select location, count(*)::int as total, (count(*) filter (where last_error is not null))::int as broken
      from panels where status <> 'disabled' group by location order by location`.execute(db)
  const { rows: mail } = await sql<{ late: number }>`
    select count(*)::int as late from messages where status = 'queued' and attempts >= 2`.execute(db)
  return [
    ...(gateways.length > 0
      ? [
          judgeCalls(
            'payments',
            calls.filter((call) => gateways.some((gateway) => gateway.driver === call.system))
          ),
        ]
      : []),
    { component: 'mail', state: (mail[0]?.late ?? 0) > 0 ? 'degraded' : 'operational', detail: null },
    ...panels.map(({ location, broken, total }) => ({
      component: `servers:${location}`,
      state: judge(broken, total, 1),
      detail: null,
    })),
  ]
}

function judgeCalls(component: string, calls: CallCount[]): ComponentCheck {
  const total = calls.reduce((sum, call) => sum + call.total, 0)
  const failed = calls.reduce((sum, call) => sum + call.failed, 0)
  return { component, state: judge(failed, total, callsMin), detail: null }
}

function judge(failed: number, total: number, totalMin: number): ComponentState {
  if (total < totalMin || failed === 0) return 'operational'
  if (failed === total) return 'down'
  return failed * 10 >= total ? 'degraded' : 'operational'
}
