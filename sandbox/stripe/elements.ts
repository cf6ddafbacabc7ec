import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Account } from './account.ts'
import { cardFields } from './hosted_page.ts'
import { htmlPage } from './page.ts'

const folder = new URL('./browser/', import.meta.url)

/** Serves the stand-in for Stripe.js and the frame that alone sees card numbers. */
export function serveElements(app: FastifyInstance, account: Account): void {
  const library = readFileSync(new URL('stripe.js', folder), 'utf8')
  const frame = readFileSync(new URL('card_frame.js', folder), 'utf8')

  app.get('/stripe/stripe.js', async (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('Cross-Origin-Resource-Policy', 'cross-origin')
      .send(library)
  )

  app.get<{ Querystring: { theme?: string; key?: string } }>(
    '/stripe/elements/card',
    async (request, reply) => {
      const theme = request.query.theme === 'night' ? 'dark' : 'light'
      const body = `<form novalidate>${cardFields}<p class="error" id="card-error" role="alert"></p></form>`
      const page = htmlPage({ title: 'Card details', body, theme, script: frame })
      return reply
        .type('text/html; charset=utf-8')
        .send(
          page.replace(
            '<body>',
            `<body class="bare" data-key="${publishableKey(account, request.query.key)}">`
          )
        )
    }
  )
}

/** Only a key of this account is written into the page. */
function publishableKey(account: Account, given: string | undefined): string {
  return given === account.publishableKey ? account.publishableKey : ''
}
