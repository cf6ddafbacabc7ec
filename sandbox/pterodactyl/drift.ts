/** What happens on the panel without the caller: by hand of its operator, and to its nodes. */
import type { FastifyInstance } from 'fastify'
import { findNode } from './nodes.ts'
import type { Panel } from './panel.ts'
import { removeServer } from './server_routes.ts'
import { moved, startPower } from './tasks.ts'

export function registerDrift(app: FastifyInstance, panel: Panel): void {
  app.post<{ Params: { id: string; what: string } }>(
    '/_pterodactyl/servers/:id/:what',
    async (request, reply) => {
      const server = panel.servers.get(request.params.id)
      if (!server) return reply.code(404).send({ message: 'There is no such server.' })
      return panel.kit.store.transaction(() => {
        switch (request.params.what) {
          case 'start':
            return startPower(panel, server, 'start')
          case 'crash':
            return moved(panel, server, 'offline')
          case 'suspend':
            return panel.saveServer({ ...moved(panel, server, 'offline'), status: 'suspended' })
          case 'grow':
            return panel.saveServer({ ...server, limits: { ...server.limits, memory: server.limits.memory * 2 } })
          case 'vanish':
            removeServer(panel, server)
            return { removed: true }
          default:
            return reply.code(404).send({ message: 'There is no such change.' })
        }
      })
    }
  ) // prettier-ignore

  app.post<{ Params: { id: string } }>('/_pterodactyl/nodes/:id/maintenance', async (request, reply) => {
    const node = findNode(Number(request.params.id))
    if (!node) return reply.code(404).send({ message: 'There is no such node.' })
    const maintenance = !panel.isInMaintenance(node.id)
    return panel.nodeStates.put(String(node.id), { maintenance })
  })
}
