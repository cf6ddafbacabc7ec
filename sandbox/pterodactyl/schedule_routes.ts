/** Schedules of a server, on the client interface. What they would do is not played. */
import { usableServer } from './client_routes.ts'
import { type Item, listOf } from './pages.ts'
import type { ScheduleRecord } from './records.ts'
import { notFound } from './refusal.ts'
import { noContent, ok, type Router } from './routing.ts'
import { validateBody, valueAt } from './rules.ts'

export function registerSchedules(router: Router): void {
  const base = '/servers/:server/schedules'
  router.client('GET', base, (panel, call) => {
    const { id } = usableServer(panel, call)
    return ok(
      listOf(panel.schedules.list({ filter: ({ serverId }) => serverId === id }).map(presentSchedule))
    )
  })
  router.client('POST', base, (panel, call) => {
    const server = usableServer(panel, call)
    const cronField = 'required|string'
    const body = validateBody(call.body, { name: 'required|string|min:1', is_active: 'nullable|boolean', only_when_online: 'nullable|boolean', minute: cronField, hour: cronField, day_of_month: cronField, month: cronField, day_of_week: cronField }) // prettier-ignore
    const id = panel.nextId('schedule')
    const part = (name: string) => String(valueAt(body, name))
    const cron = { minute: part('minute'), hour: part('hour'), day_of_month: part('day_of_month'), month: part('month'), day_of_week: part('day_of_week') } // prettier-ignore
    const flags = { isActive: body.is_active !== false, onlyWhenOnline: body.only_when_online === true }
    const row: ScheduleRecord = { id, serverId: server.id, name: String(body.name), cron, ...flags, createdAt: panel.stamp() } // prettier-ignore
    return ok(presentSchedule(panel.schedules.insert(String(id), row)))
  })
  router.client('DELETE', `${base}/:schedule`, (panel, call) => {
    const server = usableServer(panel, call)
    const row = panel.schedules.get(call.params.schedule ?? '')
    if (!row || row.serverId !== server.id) throw notFound()
    panel.schedules.remove(String(row.id))
    return noContent
  })
}

function presentSchedule(row: ScheduleRecord): Item {
  return {
    object: 'server_schedule',
    attributes: {
      id: row.id,
      name: row.name,
      cron: row.cron,
      is_active: row.isActive,
      is_processing: false,
      only_when_online: row.onlyWhenOnline,
      last_run_at: null,
      next_run_at: null,
      created_at: row.createdAt,
      updated_at: row.createdAt,
      relationships: { tasks: listOf([]) },
    },
  }
}
