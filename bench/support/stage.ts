import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { showId } from '#app/shared/ids'
import { requireContext } from '#app/shared/database/context'
import { asTenant, inReadTransaction } from '#app/shared/database/unit'
import { findListedService, listServices, type ServiceFilter } from '#app/provisioning/queries/list_services'
import { findFreePort, Program } from './programs.js'
import { type GrownTenant, seedGrownTenant } from './seed_services.js'
import type { Target } from './http_load.js'

export const serviceCount = 100_000
/** Never reached: what is measured is the work, not the refusal. */
const manyRequests = '100000000'

export type BareAnswer = { html: string } | { sql: string; values: unknown[]; isList: boolean }
export type ScenePath = 'home' | 'service' | 'list' | 'list_by_status' | 'list_by_hostname'

/** The same question to the product and to the bare server. */
export interface Scene {
  product: Target
  bound: Target
}

/** A grown tenant, the real web process on it, and the bare server beside: made once, for all that measures HTTP. */
export interface Stage {
  web: Program
  bare: Program
  scenes: Record<ScenePath, Scene>
  close(): Promise<void>
}

let opened: Promise<Stage> | null = null

export function openStage(): Promise<Stage> {
  opened ??= build()
  return opened
}

export async function closeStage(): Promise<void> {
  const stage = await opened?.catch(() => null)
  opened = null
  await stage?.close()
}

async function build(): Promise<Stage> {
  const grown = await seedGrownTenant(serviceCount)
  const [webPort, barePort] = [await findFreePort(), await findFreePort()]
  const web = Program.start('bin/server.ts', {
    PORT: String(webPort),
    API_REQUESTS_PER_MINUTE: manyRequests,
    API_REQUESTS_PER_MINUTE_AND_ADDRESS: manyRequests,
    API_REQUESTS_PER_MINUTE_AND_TENANT: manyRequests,
    DEAR_REQUESTS_PER_MINUTE: manyRequests,
  })
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const programs = [web]
  const close = async () => {
    await Promise.all(programs.map((program) => program.stop()))
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await web.answersAt(`http://127.0.0.1:${webPort}/health/live`)
    const asked = productTargets(grown, `http://127.0.0.1:${webPort}`)
    const answersFile = join(folder, 'answers.json')
    await writeFile(answersFile, JSON.stringify(await bareAnswers(grown, asked.home)))
    const bare = Program.start('bench/bare_server.ts', {
      BARE_PORT: String(barePort),
      BARE_TENANT: grown.tenant.id,
      BARE_ANSWERS: answersFile,
    })
    programs.push(bare)
    const bareBase = `http://127.0.0.1:${barePort}`
    await bare.answersAt(`${bareBase}/service`)
    const scenes = Object.fromEntries(
      Object.entries(asked).map(([name, product]) => [
        name,
        { product, bound: { url: `${bareBase}/${name}`, headers: {} } },
      ])
    ) as Record<ScenePath, Scene>
    return { web, bare, scenes, close }
  } catch (error) {
    await close()
    throw error
  }
}

function productTargets({ hosts, customer, staff }: GrownTenant, base: string): Record<ScenePath, Target> {
  const asCustomer = { host: hosts.account, authorization: `Bearer ${customer.token}` }
  const asStaff = { host: hosts.admin, authorization: `Bearer ${staff.token}` }
  const list = `${base}/api/v1/services?limit=25`
  return {
    home: { url: `${base}/`, headers: { host: hosts.storefront } },
    service: { url: `${base}/api/v1/services/${showId('service', customer.serviceId)}`, headers: asCustomer },
    list: { url: list, headers: asStaff },
    list_by_status: { url: `${list}&status=suspended`, headers: asStaff },
    list_by_hostname: { url: `${list}&search=web777`, headers: asStaff },
  }
}

/** The very statements that the product runs for the same questions, and the very page that it sends. */
async function bareAnswers(
  { tenant, customer }: GrownTenant,
  home: Target
): Promise<Record<string, BareAnswer>> {
  const list = (filter: Partial<ServiceFilter>) =>
    listenTo(() => listServices({ customerId: null, before: null, size: 25, ...filter }))
  return asTenant({ tenant }, async () => ({
    '/home': { html: await readPage(home) },
    '/service': {
      ...(await listenTo(() => findListedService(customer.serviceId, customer.id))),
      isList: false,
    },
    '/list': { ...(await list({})), isList: true },
    '/list_by_status': { ...(await list({ status: 'suspended' })), isList: true },
    '/list_by_hostname': { ...(await list({ search: 'web777' })), isList: true },
  }))
}

/** Takes down the one statement that a question of ours asks. */
function listenTo(ask: () => Promise<unknown>): Promise<{ sql: string; values: unknown[] }> {
  return inReadTransaction(async () => {
    const unit = requireContext().unit!
    const heard: { sql: string; values: unknown[] }[] = []
    const answer = unit.ask
    unit.ask = (question) => {
      heard.push({ sql: question.text, values: question.values ?? [] })
      return answer(question)
    }
    await ask()
    if (heard.length !== 1) throw new Error(`One statement was expected, ${heard.length} were asked`)
    return heard[0]!
  })
}

async function readPage({ url, headers }: Target): Promise<string> {
  // fetch does not let the host be chosen, which decides whose page this is.
  const { request } = await import('node:http')
  return new Promise((resolve, reject) => {
    request(url, { headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (answer.statusCode === 200) resolve(text)
        else reject(new Error(`${url} answered ${answer.statusCode}: ${text.slice(0, 300)}`))
      })
    })
      .on('error', reject)
      .end()
  })
}
