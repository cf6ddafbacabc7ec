/** What happens on a panel without the caller: somebody switches a server off, protects it, or removes it by hand. */
import type { FastifyInstance } from 'fastify'
import type { Panel } from './panel.ts'
import type { ServerRecord } from './records.ts'

const CHANGES: Record<string, (server: ServerRecord) => ServerRecord> = {
  power_off: (server) => ({ ...server, running: false }),
  power_on: (server) => ({ ...server, running: server.builtAt !== null && !server.suspended }),
  protect: (server) => ({ ...server, isProtected: true }),
  unprotect: (server) => ({ ...server, isProtected: false }),
}

export function registerDrift(app: FastifyInstance, panelOf: (slug: string) => Panel | undefined): void {
  app.post<{ Params: { panel: string; id: string; what: string } }>(
    '/_virtfusion/:panel/servers/:id/:what',
    async (request, reply) => {
      const { panel: slug, id, what } = request.params
      const panel = panelOf(slug)
      const server = panel?.servers.get(id)
      const change = CHANGES[what]
      if (!panel || !server || (!change && what !== 'vanish')) {
        return reply.code(404).send({ message: 'There is no such server or change.' })
      }
      if (change) return panel.saveServer(change(server))
      return { removed: panel.servers.remove(id) }
    }
  )
}
