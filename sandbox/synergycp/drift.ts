/** What happens on the installation without the caller: staff take machines back, set some aside, mark a client as important. */
import type { FastifyInstance } from 'fastify'
import type { Installation } from './installation.ts'
import { giveBack } from './server_routes.ts'

export function registerDrift(app: FastifyInstance, panel: Installation): void {
  app.post<{ Params: { id: string; what: string } }>(
    '/_synergycp/servers/:id/:what',
    async (request, reply) => {
      const { id, what } = request.params
      const server = panel.servers.get(id)
      if (!server) return reply.code(404).send({ message: 'There is no such server.' })
      const access = panel.primaryAccess(server.id)
      switch (what) {
        case 'vanish':
          giveBack(panel, server)
          return { wiped: true }
        case 'suspend':
        case 'unsuspend':
          if (access) panel.accesses.put(String(access.id), { ...access, isActive: what === 'unsuspend' })
          return { suspended: what === 'suspend' }
        case 'set_aside':
          panel.saveServer({ ...server, isPxeReady: !server.isPxeReady })
          return { available: !server.isPxeReady }
        default:
          return reply.code(404).send({ message: 'There is no such change.' })
      }
    }
  )
  app.post<{ Params: { id: string } }>('/_synergycp/clients/:id/vip', async (request, reply) => {
    const client = panel.clients.get(request.params.id)
    if (!client) return reply.code(404).send({ message: 'There is no such client.' })
    return panel.clients.put(request.params.id, { ...client, isVip: !client.isVip })
  })
}
