import { execFileSync } from 'node:child_process'
import app from '@adonisjs/core/services/app'
import { strFromU8, unzipSync } from 'fflate'
import { allEndpoints } from '#start/api'
import { answersFor } from '#app/shared/http/api/audience'
import { db } from '#app/shared/database/db'
import { AddStaffMember } from '#app/identity/index'
import { type Finds, findIn } from '#tests/journeys/secrets'
import type { Shopper } from '#tests/journeys/shopper'
import type { World } from '#tests/journeys/world'
import { readRoutes } from '#tests/browser/pages/page_list'
import type { ApiClient } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { as } from '#tests/support/tenants'

/** Of each list one is opened; of those to which secrets are nearest, more. */
const perList: Record<string, number> = { '/payments': 9, '/gateways': 4 }
const password = 'a long enough password'

export interface Shown {
  finds: Finds
  /** What was read, for a test to see that something was. */
  read: string[]
}

/** In all that can be read of a company after a story: each list, record, page and file, as its staff and as a customer. */
export async function findSecretsShown(world: World, staff: ApiClient, ada: Shopper): Promise<Shown> {
  const shown: Shown = { finds: {}, read: [] }
  const look = (place: string, text: string) => {
    shown.read.push(place)
    Object.assign(shown.finds, findIn(place, text))
  }
  const own = new Map<string, string[]>()
  await readApi(ada.api, { look, ids: own })
  await readPages(await signIn(new BrowserSession(world.tenant), ada.email), { look, ids: own })
  // Invoices that a story only wrote down have no paper.
  const ids = new Map([['/invoices', own.get('/invoices')!]])
  await readApi(staff, { look, ids })
  await readPages(await signInStaff(world), { look, ids })
  await readCopy(world, ada, look)
  return shown
}

interface Reader {
  look: (place: string, text: string) => void
  /** What there is, by the path of its list. */
  ids: Map<string, string[]>
}

async function readApi(client: ApiClient, { look, ids }: Reader): Promise<void> {
  const rows = (await allEndpoints()).filter((row) => row.method === 'GET' && answersFor(row, client.audience))
  for (const { path } of rows.toSorted((a, b) => a.path.length - b.path.length)) {
    for (const filled of fill(path, ids)) {
      const { text, body } = await client.get(filled)
      look(`${client.audience} API ${filled}`, text)
      const found = (body?.data as { id?: unknown }[] | undefined) ?? []
      if (Array.isArray(found) && !ids.has(path)) ids.set(path, found.map(({ id }) => id).filter((id) => typeof id === 'string'))
    }
  }
} // prettier-ignore

async function readPages(browser: BrowserSession, { look, ids }: Reader): Promise<void> {
  const own = readRoutes().filter(({ surface }) => surface === browser.surface)
  // A live link stays open for as long as its page does.
  for (const { pattern } of own.filter(({ name }) => !name.includes('live'))) {
    for (const filled of fill(pattern, ids)) {
      const { text } = await browser.get(filled)
      look(`${browser.surface} ${filled}`, text)
    }
  }
} // prettier-ignore

/** @returns a path for each of some records, and none where nothing is known to open */
function fill(path: string, ids: Reader['ids']): string[] {
  const [, list, rest = ''] = /^(.*?)\/:id(\/.*)?$/.exec(path) ?? []
  if (list === undefined) return path.includes(':') ? [] : [path]
  if (rest.includes(':')) return []
  return (ids.get(list) ?? []).slice(0, perList[list] ?? 1).map((id) => `${list}/${id}${rest}`)
}

async function signInStaff(world: World): Promise<BrowserSession> {
  const email = 'owner@example.test'
  const add = await app.container.make(AddStaffMember)
  const person = { email, name: 'Sam', password, locale: 'en', roles: ['owner' as const] }
  const added = await as(world.tenant, () => add.execute(person))
  if (!added.ok) throw new Error(added.error.type)
  return signIn(new BrowserSession(world.tenant, 'admin'), email)
}

async function signIn(browser: BrowserSession, email: string): Promise<BrowserSession> {
  const entered = await browser.submit('POST', '/session', { email, password })
  if (entered.location !== '/') throw new Error(`Not signed in: ${entered.status} ${entered.text}`)
  return browser
}

/** The copy that a customer may ask for: tables, and papers as a reader of them sees them. */
async function readCopy(world: World, ada: Shopper, look: Reader['look']): Promise<void> {
  const asked = await ada.api.post('/data-exports')
  if (asked.status !== 201) throw new Error(asked.text)
  await world.settle()
  const { content } = await world.read(() =>
    db.selectFrom('data_exports').select('content').orderBy('id', 'desc').executeTakeFirstOrThrow()
  )
  for (const [name, bytes] of Object.entries(unzipSync(new Uint8Array(content!))))
    look(`copy ${name}`, name.endsWith('.pdf') ? readPaper(bytes) : strFromU8(bytes))
}

/** A machine without the reader of papers leaves them out; the one that decides has it. */
function readPaper(pdf: Uint8Array): string {
  try {
    return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !process.env.CI) return ''
    throw error
  }
}
