/** What went over a machine's port, and how much may. */
import type { Installation } from './installation.ts'
import { paged } from './pages.ts'
import { invalid, notFound } from './refusal.ts'
import { type Answer, type Call, type Router } from './routing.ts'
import { portOf } from './running_routes.ts'
import { graph, usageNow } from './traffic.ts'
import { readBody } from './validation.ts'

const PATH = '/server/:id/port/:port/bandwidth'
const DAY_SECONDS = 86_400

export function registerTrafficRoutes(router: Router): void {
  router.onAny('GET', PATH, (panel, call) => {
    const now = Math.floor(panel.kit.nowMs() / 1000)
    const end = seconds(call.query.end, now)
    const start = seconds(call.query.start, end - DAY_SECONDS)
    if (start >= end) throw invalid('The start must be before the end.')
    return { data: graph(panel, portOf(panel, call), { start, end }) }
  })
  router.onAny('GET', `${PATH}/usage`, (panel, call) => {
    const usage = usageNow(panel, portOf(panel, call))
    return paged(usage ? [usage] : [], call)
  })
  router.on('POST', `${PATH}/usage`, setLimit)
  router.on('PATCH', `${PATH}/usage/:usage`, setLimit)
  router.on('DELETE', `${PATH}/usage/:usage`, (panel, call) => {
    const server = portOf(panel, call)
    panel.saveServer({ ...server, bandwidth: server.bandwidth && { ...server.bandwidth, maxBits: null } })
    return { data: null, text: 'Bandwidth usage saved.' }
  })
}

/** In bits, like everything that is counted here. */
function setLimit(panel: Installation, call: Call): Answer {
  const server = portOf(panel, call)
  const body = readBody(call.body, { max: 'int?', started_at: 'string?' })
  const known = server.bandwidth
  if (call.params.usage !== undefined && String(known?.id) !== call.params.usage) throw notFound('Usage')
  const saved = panel.saveServer({
    ...server,
    bandwidth: {
      id: known?.id ?? panel.nextId('usage'),
      maxBits: typeof body.max === 'number' ? body.max : null,
      startedAt: typeof body.started_at === 'string' ? body.started_at : (known?.startedAt ?? panel.stamp()),
    },
  })
  return { data: usageNow(panel, saved), text: 'Bandwidth usage saved.' }
}

function seconds(value: unknown, fallback: number): number {
  if (value === undefined) return fallback
  const read = Number(value)
  if (!Number.isFinite(read) || read < 0) throw invalid('The time is not valid.')
  return Math.floor(read)
}
