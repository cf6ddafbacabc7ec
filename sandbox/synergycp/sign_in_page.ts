/** Where a client's key leads a browser: a page that says who is signed in, and to which machine. */
import type { FastifyInstance } from 'fastify'
import { html, page } from '../core/html.ts'
import type { Installation } from './installation.ts'

export function registerSignInPage(app: FastifyInstance, panel: Installation): void {
  app.get<{ Querystring: { key?: string; view_type?: string; view_id?: string } }>(
    '/synergycp/auth/sso',
    (request, reply) => {
      const { key = '', view_type: type, view_id: id } = request.query
      const [found] = panel.keys.list({ filter: (item) => item.key === key, limit: 1 })
      const client = found && panel.clients.get(String(found.clientId))
      if (!client) {
        return page(
          reply.code(403),
          'Sign-in link not valid',
          html`<h1>This sign-in link is not valid</h1>
            <p>Ask for a new one.</p>`
        )
      }
      const server = type === 'server' && id ? panel.servers.get(id) : undefined
      const isTheirs = server && panel.accessesOf(server.id).some((access) => access.clientId === client.id)
      const landing = isTheirs
        ? html`<p>Server <strong>${server.nickname}</strong> (${server.srvId})</p>`
        : html`<p>Overview of all servers</p>`
      return page(
        reply,
        'SynergyCP',
        html`<p class="eyebrow">SynergyCP</p>
          <h1>Signed in to the panel as ${client.first} ${client.last}</h1>
          <p>${client.email}</p>
          ${landing}`
      )
    }
  )
}
