/** Where a sign-in link lands: a page that says who is signed in, and to which server. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html, page } from '../core/html.ts'
import type { Panel } from './panel.ts'
import { isRecord } from './validation.ts'

/** Also served at the root, for callers that resolve the path against the host instead of appending it to the panel. */
const PATHS = ['/virtfusion/:panel/token_authenticate', '/token_authenticate']

export function registerSignInPage(app: FastifyInstance, panels: Panel[]): void {
  for (const path of PATHS) {
    app.get(path, (request, reply) => signIn(request, reply, panels))
    app.get(`${path}/`, (request, reply) => signIn(request, reply, panels))
  }
}

function signIn(request: FastifyRequest, reply: FastifyReply, panels: Panel[]): FastifyReply {
  const query = isRecord(request.query) ? request.query : {}
  const [id, secret] = [String(query['1'] ?? ''), String(query['2'] ?? '')]
  const { panel: slug } = request.params as { panel?: string }
  const panel = panels.find(
    (candidate) => (!slug || candidate.spec.slug === slug) && candidate.signInTokens.get(id)
  )
  const token = panel?.signInTokens.get(id)
  const isValid =
    token?.secret === secret && token.usedAt === null && Date.parse(token.expiresAt) > Date.now()
  if (!panel || !token || !isValid) {
    return page(
      reply.code(403),
      'Sign-in link not valid',
      html`<h1>This sign-in link is not valid</h1>
        <p>It works once and for one minute. Ask for a new one.</p>`
    )
  }
  panel.signInTokens.put(id, { ...token, usedAt: panel.now().toISOString() })
  const user = panel.findUser(token.userId)
  const server = token.serverId === null ? undefined : panel.servers.get(String(token.serverId))
  const landing = server
    ? html`<p>
        Server <strong>${server.name || server.hostname || `#${server.id}`}</strong> (${server.id}),
        ${server.ipv4[0]?.address ?? 'no address'}
      </p>`
    : html`<p>Overview of all servers</p>`
  return page(
    reply,
    `Panel ${panel.spec.city}`,
    html`<p class="eyebrow">VirtFusion · ${panel.spec.city}</p>
      <h1>Signed in to the panel as ${user?.name ?? 'unknown'}</h1>
      <p>${user?.email ?? ''}</p>
      ${landing}`
  )
}
