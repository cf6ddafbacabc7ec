/** Where links of the installation land: a page that says who is signed in, and one that stands for the desktop. */
import type { FastifyInstance } from 'fastify'
import { html, page } from '../core/html.ts'
import type { Installation } from './installation.ts'

export function registerPages(app: FastifyInstance, kasm: Installation): void {
  app.get('/kasm', (_request, reply) => reply.redirect('/kasm/'))
  app.get('/kasm/', (_request, reply) =>
    page(
      reply,
      'Kasm Workspaces',
      html`<p class="eyebrow">Kasm Workspaces</p>
        <h1>Your desktop</h1>
        <p>
          With a real installation the desktop appears here. The session and its token are in the address.
        </p>`
    )
  )
  app.get<{ Querystring: { token?: string } }>('/kasm/sign-in', (request, reply) => {
    const link = kasm.signIns.get(request.query.token ?? '')
    if (!link || link.usedAt !== null || Date.parse(link.expiresAt) < kasm.kit.nowMs()) {
      return page(
        reply.code(403),
        'Sign-in link not valid',
        html`<h1>This sign-in link is not valid</h1>
          <p>It works once and for one minute. Ask for a new one.</p>`
      )
    }
    kasm.signIns.put(link.token, { ...link, usedAt: kasm.now().toISOString() })
    return page(
      reply,
      'Kasm Workspaces',
      html`<p class="eyebrow">Kasm Workspaces</p>
        <h1>Signed in as ${kasm.users.get(link.userId)?.username ?? 'unknown'}</h1>`
    )
  })
}
