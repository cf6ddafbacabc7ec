/** Where a sign-in link lands: a page that says who is signed in, and what that customer has. */
import type { FastifyInstance } from 'fastify'
import { html, page } from '../core/html.ts'
import type { Installation } from './installation.ts'

export function registerSignInPage(app: FastifyInstance, panel: Installation): void {
  app.get<{ Querystring: { token?: string } }>('/enhance/login/otp', (request, reply) => {
    const token = panel.signIns.get(String(request.query.token ?? ''))
    const isValid = token && token.usedAt === null && Date.parse(token.expiresAt) > panel.kit.nowMs()
    if (!token || !isValid) {
      return page(
        reply.code(403),
        'Sign-in link not valid',
        html`<h1>This sign-in link is not valid</h1>
          <p>It works once and for one minute. Ask for a new one.</p>`
      )
    }
    panel.signIns.put(token.id, { ...token, usedAt: panel.stamp() })
    const member = panel.members.get(token.memberId)
    const login = member && panel.logins.get(member.loginId)
    const sites = panel.websites.list({
      filter: (site) => site.orgId === token.orgId && site.status !== 'deleted',
    })
    const names = sites.map((site) => html`<li>${site.domains[0]?.domain ?? ''}</li>`)
    return page(
      reply,
      'Web hosting panel',
      html`<p class="eyebrow">Enhance</p>
        <h1>Signed in to the panel as ${login?.name ?? 'unknown'}</h1>
        <p>${login?.email ?? ''}</p>
        ${
          names.length > 0
            ? html`<ul>
                ${names}
              </ul>`
            : html`<p>No websites yet</p>`
        }`
    )
  })
}
