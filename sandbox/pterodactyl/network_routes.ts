/** Ports of a server, on the client interface. */
import { presentOwn, usableServer } from './client_routes.ts'
import { listOf } from './pages.ts'
import type { Panel } from './panel.ts'
import type { AllocationRecord, ServerRecord } from './records.ts'
import { displayed, notFound } from './refusal.ts'
import { type Call, noContent, ok, type Router } from './routing.ts'

export function registerNetworkRoutes(router: Router): void {
  router.client('GET', '/servers/:server/network/allocations', (panel, call) => {
    const server = usableServer(panel, call)
    return ok(listOf(panel.allocationsOf(server.id).map((row) => presentOwn(server, row))))
  })
  router.client('POST', '/servers/:server/network/allocations', (panel, call) => {
    const server = usableServer(panel, call)
    const limit = server.featureLimits.allocations
    if (limit !== null && panel.allocationsOf(server.id).length >= limit)
      throw displayed('DisplayException', 'Cannot assign additional allocations to this server: limit has been reached.') // prettier-ignore
    const { ip } = panel.allocation(server.allocationId)!
    const [free] = panel.allocations.list({
      filter: (row) => row.nodeId === server.nodeId && row.ip === ip && row.serverId === null,
      limit: 1,
    })
    if (!free) throw displayed('AutoAllocationNotEnabledException', 'Server auto-allocation is not enabled for this instance.') // prettier-ignore
    return ok(presentOwn(server, panel.saveAllocation({ ...free, serverId: server.id })))
  })
  router.client('POST', '/servers/:server/network/allocations/:id/primary', (panel, call) => {
    const server = usableServer(panel, call)
    const row = ownAllocation(panel, server, call)
    return ok(presentOwn(panel.saveServer({ ...server, allocationId: row.id }), row))
  })
  router.client('DELETE', '/servers/:server/network/allocations/:id', (panel, call) => {
    const server = usableServer(panel, call)
    const row = ownAllocation(panel, server, call)
    if (row.id === server.allocationId)
      throw displayed('DisplayException', 'You cannot delete the primary allocation for this server.')
    panel.saveAllocation({ ...row, serverId: null, notes: null })
    return noContent
  })
}

function ownAllocation(panel: Panel, server: ServerRecord, call: Call): AllocationRecord {
  const row = panel.allocation(Number(call.params.id))
  if (!row || row.serverId !== server.id) throw notFound()
  return row
}
