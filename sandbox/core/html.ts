import type { FastifyReply } from 'fastify'

/** Text that is already HTML. Only `html` makes it, so that everything else is escaped on the way in. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | boolean | null | undefined | Part[]

/** Builds HTML from a template: values are escaped unless they are HTML themselves; lists are joined. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((text, piece, index) => text + rendered(parts[index - 1]) + piece))
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** Nothing from elsewhere, nothing inline: text that slipped through escaping still could not run. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** A small page of a stand-in (a landing page, an error) in the look of the console. */
export function page(reply: FastifyReply, title: string, body: Html): FastifyReply {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/_console/console.css" />
      </head>
      <body class="plain">
        <main class="card landing">${body}</main>
      </body>
    </html>`
  return sendHtml(reply, document)
}

export function sendHtml(reply: FastifyReply, document: Html): FastifyReply {
  return reply
    .header('content-security-policy', contentSecurityPolicy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(document.text)
}

function rendered(part: Part): string {
  if (part === null || part === undefined || part === false || part === true) return ''
  if (Array.isArray(part)) return part.map(rendered).join('')
  return part instanceof Html ? part.text : escapeHtml(String(part))
}
