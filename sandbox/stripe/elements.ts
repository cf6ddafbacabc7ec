import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Account } from './account.ts'
import { cardLocale, cardTexts } from './card_texts.ts'
import { cardFields } from './hosted_page.ts'
import { htmlPage } from './page.ts'

const folder = new URL('./browser/', import.meta.url)

/** Serves the stand-in for Stripe.js and the frame that alone sees card numbers. */
export function serveElements(app: FastifyInstance, account: Account): void {
  const library = browserFile('elements.js') + browserFile('stripe.js')
  const frame = browserFile('card_frame.js')

  app.get('/stripe/stripe.js', async (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('Cross-Origin-Resource-Policy', 'cross-origin')
      .send(library)
  )

  app.get<{ Querystring: Look }>('/stripe/elements/card', async (request, reply) =>
    reply.type('text/html; charset=utf-8').send(framePage(account, request.query, frame))
  )
}

function browserFile(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8')
}

type Look = { theme?: string; key?: string; locale?: string; background?: string }

function framePage(account: Account, look: Look, frame: string): string {
  const locale = cardLocale(look.locale)
  const texts = cardTexts[locale]
  const page = htmlPage({
    title: texts.title,
    body: `<h1 class="unseen">${texts.title}</h1>
      <form novalidate>${cardFields(texts)}<p class="error" id="card-error" role="alert"></p></form>`,
    theme: look.theme === 'night' ? 'dark' : 'light',
    locale,
    script: `window.cardTexts = ${JSON.stringify(texts)};${frame}`,
  })
  const body = `<body class="bare" data-key="${publishableKey(account, look.key)}"${backgroundStyle(look.background)}>`
  return page.replace('<body>', () => body)
}

/** The colour of the page around the frame, when it is a plain colour. */
function backgroundStyle(colour: string | undefined): string {
  return colour && /^#[0-9a-f]{3,8}$/i.test(colour) ? ` style="--paper: ${colour}"` : ''
}

/** Only a key of this account is written into the page. */
function publishableKey(account: Account, given: string | undefined): string {
  return given === account.publishableKey ? account.publishableKey : ''
}
