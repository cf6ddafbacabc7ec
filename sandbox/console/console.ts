/** The console at `/`: what the stand-ins hold, and switches for what shall go wrong. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html, sendHtml } from '../core/html.ts'
import type { Sandbox } from '../core/sandbox.ts'
import { faultsPage } from './faults_page.ts'
import { packageFile } from './icons.ts'
import { heading, layout, type Page } from './layout.ts'
import { mailPage } from './mail_page.ts'
import { overviewPage, systemPage } from './pages.ts'
import { requestsPage } from './requests_page.ts'

/** One sheet, in this order: what comes later adapts what came before. */
const STYLES = [
  'base',
  'frame',
  'parts',
  'tables',
  'requests',
  'faults',
  'overview',
  'mail',
  'dialogs',
  'narrow',
  'phone',
]

type Paged = { Params: { name?: string; id?: string }; Querystring: { view?: string; system?: string } }
type PageOf = (request: FastifyRequest<Paged>) => Page | null

export function registerConsole(app: FastifyInstance, sandbox: Sandbox): void {
  registerAssets(app)
  const page = (path: string, pageOf: PageOf) =>
    app.get<Paged>(path, async (request, reply) => answer({ sandbox, request, reply, page: pageOf(request) }))

  page('/', () => overviewPage(sandbox))
  page('/systems/:name', ({ params }) => {
    const member = sandbox.find(params.name ?? '')
    return member ? systemPage(member) : null
  })
  page('/requests', ({ query }) => requestsPage(sandbox, query.system))
  page('/faults', () => faultsPage(sandbox))
  const mail = sandbox.find('mail')
  if (!mail) return
  page('/mail', ({ query }) => mailPage(mail.kit, { view: query.view }))
  page('/mail/:id', ({ params, query }) => mailPage(mail.kit, { id: params.id, view: query.view }))
}

/** The whole page, or for the script that keeps it fresh only the parts that change. */
function answer(options: {
  sandbox: Sandbox
  request: FastifyRequest
  reply: FastifyReply
  page: Page | null
}): FastifyReply {
  const { sandbox, request, reply } = options
  const page = options.page ?? missingPage
  reply.code(options.page ? 200 : 404).header('vary', 'accept')
  if (!request.headers.accept?.startsWith('application/json')) {
    return sendHtml(reply, layout(sandbox, page, request.url.split('?')[0] ?? '/'))
  }
  const regions = Object.fromEntries(
    Object.entries(page.regions).map(([name, content]) => [name, content.text])
  )
  const faults = sandbox.faults.list().filter((fault) => fault.enabled).length
  return reply.header('cache-control', 'no-store').send({ regions, faults })
}

const missingPage: Page = {
  title: 'Not found',
  heading: heading('Not found', html`There is nothing here (any more). <a href="/">Back to the overview</a>`),
  regions: {},
}

/** Read once: everything the console needs comes from this machine. */
function registerAssets(app: FastifyInstance): void {
  const own = (name: string) => fileURLToPath(new URL(`./assets/${name}`, import.meta.url))
  const font = (name: string) => packageFile(`@fontsource-variable/inter/files/${name}`)
  const assets = [
    { name: 'console.js', type: 'text/javascript; charset=utf-8', file: own('console.js') },
    { name: 'match.js', type: 'text/javascript; charset=utf-8', file: own('match.js') },
    { name: 'theme.js', type: 'text/javascript; charset=utf-8', file: own('theme.js') },
    { name: 'inter.woff2', type: 'font/woff2', file: font('inter-latin-wght-normal.woff2') },
    { name: 'inter-ext.woff2', type: 'font/woff2', file: font('inter-latin-ext-wght-normal.woff2') },
  ]
  const served = assets.map(({ name, type, file }) => ({ name, type, content: readFileSync(file) }))
  const styles = STYLES.map((name) => readFileSync(own(`styles/${name}.css`), 'utf8')).join('\n')
  const sheet = { name: 'console.css', type: 'text/css; charset=utf-8', content: Buffer.from(styles) }
  for (const { name, type, content } of [...served, sheet]) {
    app.get(`/_console/${name}`, async (_request, reply) =>
      reply
        .type(type)
        .header('cache-control', 'no-cache')
        .header('x-content-type-options', 'nosniff')
        .send(content)
    )
  }
}
