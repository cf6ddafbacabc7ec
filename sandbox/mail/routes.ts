/** How tests and the console read the inbox. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { escapeHtml } from '../core/html.ts'
import type { Inbox } from './inbox.ts'

const LIMIT_DEFAULT = 100

/**
 * Mail is somebody else's HTML: it gets no script, no request of its own and a foreign origin, whether it is shown
 * in the console's frame or opened by itself. Links open in a new window, as in a mail program.
 */
const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ')

type ListQuery = { to?: string; subject?: string; since?: string; limit?: string }

export function registerMailRoutes(app: FastifyInstance, inbox: Inbox): void {
  app.get<{ Querystring: ListQuery }>('/_mail/messages', async (request, reply) => {
    const { to, subject, since, limit } = request.query
    const instant = since === undefined ? undefined : new Date(since)
    if (instant && Number.isNaN(instant.getTime())) {
      return reply.code(422).send({ message: 'since must be an instant such as 2026-01-31T10:00:00Z.' })
    }
    const count = Number(limit ?? LIMIT_DEFAULT)
    if (!Number.isSafeInteger(count) || count < 1) {
      return reply.code(422).send({ message: 'limit must be a whole number of 1 or more.' })
    }
    return inbox.list({ to, subject, since: instant, limit: count })
  })

  app.delete('/_mail/messages', async () => {
    inbox.clear()
    return []
  })

  app.get<{ Params: { id: string } }>('/_mail/messages/:id', async (request, reply) => {
    return inbox.find(request.params.id) ?? missing(reply)
  })

  app.get<{ Params: { id: string } }>('/_mail/messages/:id/html', async (request, reply) => {
    const message = inbox.find(request.params.id)
    if (!message) return missing(reply)
    const body = message.html ?? `<pre>${escapeHtml(message.text)}</pre>`
    return reply
      .header('content-security-policy', mailPolicy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(withNewWindows(body))
  })

  app.get<{ Params: { id: string; index: string } }>(
    '/_mail/messages/:id/attachments/:index',
    async (request, reply) => {
      const attachment = inbox.findAttachment(request.params.id, request.params.index)
      if (!attachment) return missing(reply)
      return reply
        .header(
          'content-disposition',
          `attachment; filename*=UTF-8''${encodeURIComponent(attachment.filename)}`
        )
        .header('x-content-type-options', 'nosniff')
        .type('application/octet-stream')
        .send(Buffer.from(attachment.base64, 'base64'))
    }
  )
}

/** Placed inside the head, so that a doctype stays first and the mail is laid out as its author meant. */
function withNewWindows(body: string): string {
  const base = '<base target="_blank" />'
  return /<head[^>]*>/i.test(body) ? body.replace(/<head[^>]*>/i, (head) => head + base) : base + body
}

function missing(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ message: 'There is no such message.' })
}
