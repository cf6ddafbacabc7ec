import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { RequestOperation } from '#app/provisioning/actions/request_operation'
import { ResizeService } from '#app/provisioning/actions/resize_service'
import { listOperations } from '#app/provisioning/queries/list_operations'
import type { ServiceRow } from '#app/provisioning/records/services'
import { kinds, OperationStage, stageEnvironment } from '#tests/journeys/operation_stage'
import { settleOperations } from '#tests/support/provisioning'
import { tellProgress } from '#tests/support/progress'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { as } from '#tests/support/tenants'

/** `npm run faults` lets every call of every story fail in every way; a build shows one of each driver. */
const isNight = process.env.TEST_FAULTS === 'all'
const only = process.env.TEST_FAULTS_OF?.split(',')
const faults = ['timeout_before', 'timeout_after', 'error_500'] as const
type Fault = (typeof faults)[number]
/** The connection is cut after so many milliseconds: a caller learns of it at once, and no more than from a deadline. */
const cutAfterMs = 20

/** What the drivers' panels can do beyond what all can, and into which plan their service grows. */
const abilities: Record<string, { template?: string; power?: true; password?: true; larger?: string }> = {
  virtfusion: { template: 'Debian 12', power: true, password: true, larger: 'vps-m' },
  pterodactyl: { template: 'Vanilla Minecraft', power: true, larger: 'minecraft-8' },
  synergycp: { template: 'Debian 12', power: true },
  enhance: { password: true, larger: 'web-m' },
  kasm: { password: true, larger: 'workspace-plus' },
}

interface Deed {
  name: string
  /** From which state it sets out, and what the service is when it has ended. */
  from: 'active' | 'suspended'
  to: 'active' | 'suspended' | 'terminated'
  kind: string
  ask: (stage: OperationStage, service: ServiceRow) => Promise<unknown>
}

function deedsOf(driver: string): Deed[] {
  const { template, power, password, larger } = abilities[driver]!
  const request = (kind: 'power' | 'rebuild' | 'reset_password', input = {}) => {
    return async (stage: OperationStage, { id: serviceId }: ServiceRow) => {
      const action = await app.container.make(RequestOperation)
      const asked = await as(stage.tenant, () => action.execute({ serviceId, customerId: null, kind, input }))
      if (!asked.ok) throw new Error(`${kind}: ${asked.error.type}`)
    }
  }
  const stays = { from: 'active', to: 'active' } as const
  return [
    ...(power ? [{ ...stays, name: 'used', kind: 'power', ask: request('power', { power: 'restart' }) }] : []),
    ...(password ? [{ ...stays, name: 'new password', kind: 'reset_password', ask: request('reset_password') }] : []),
    ...(template ? [{ ...stays, name: 'rebuilt', kind: 'rebuild', ask: request('rebuild', { template }) }] : []),
    ...(larger ? [{ ...stays, name: 'upgraded', kind: 'resize', ask: grow(larger) }] : []),
    { name: 'suspended', from: 'active', to: 'suspended', kind: 'suspend', ask: (stage, service) => stage.hold(service, 'place') },
    { name: 'restored', from: 'suspended', to: 'active', kind: 'resume', ask: (stage, service) => stage.hold(service, 'lift') },
    { name: 'terminated', from: 'active', to: 'terminated', kind: 'terminate', ask: (stage, service) => stage.end(service) },
  ] // prettier-ignore
}

function grow(slug: string) {
  return async ({ tenant }: OperationStage, { id: serviceId }: ServiceRow) => {
    const action = await app.container.make(ResizeService)
    const plan = () => db.selectFrom('plans').select('id').where('slug', '=', slug).executeTakeFirstOrThrow()
    const { id: planId } = await as(tenant, () => inReadTransaction(plan))
    const asked = await as(tenant, () => action.execute({ serviceId, planId }))
    if (!asked.ok) throw new Error(`resize: ${asked.error.type}`)
  }
}

interface Call {
  id: number
  method: string
  path: string
  fault: string | null
}

/** One panel on which one call after the other fails. */
class Line {
  constructor(
    private driver: string,
    private stage: OperationStage,
    private sandbox: Sandbox
  ) {}

  /** The calls that something makes when all goes well, each once, as faults are aimed at them. */
  async callsOf(run: () => Promise<unknown>): Promise<string[]> {
    const before = await this.lastCall()
    await run()
    const calls = (await this.calls()).filter(({ id }) => id > before)
    return [...new Set(calls.toReversed().map(({ method, path }) => `${method} ${patternOf(path)}`))]
  }

  async fail(fault: Fault, route: string): Promise<void> {
    await this.sandbox.fault(this.driver, fault, { times: 1, route, value: cutAfterMs })
  }

  async create(): Promise<ServiceRow> {
    await this.stage.newCustomer()
    const service = await this.stage.create(this.driver)
    await settleOperations(this.stage.tenant)
    return this.stage.now(service)
  }

  async do(deed: Deed, service: ServiceRow): Promise<ServiceRow> {
    await deed.ask(this.stage, service)
    await settleOperations(this.stage.tenant)
    return this.stage.now(service)
  }

  /** What was asked of a service last and what became of it, and everything that stands on the panels beside what is paid for. */
  async outcome(service: ServiceRow): Promise<string> {
    const { tenant } = this.stage
    const page = { customerId: null, serviceId: service.id, before: null, size: 1 }
    const { rows } = await as(tenant, () => listOperations(page))
    const [standing, paid] = [await this.stage.standing(), await this.stage.paidFor()]
    const differs =
      JSON.stringify(standing) === JSON.stringify(paid) ? '' : `; stands ${standing}, paid ${paid}`
    const why = rows[0]?.failure ? ` (${rows[0].failure.message})` : ''
    return `${rows[0]?.kind} ${rows[0]?.status}${why}, ${(await this.stage.now(service)).status}${differs}`
  }

  async clear(): Promise<void> {
    await this.sandbox.clearFaults()
  }

  private calls(): Promise<Call[]> {
    return this.sandbox.process.json('GET', `/_requests/${this.driver}?limit=500`)
  }

  private async lastCall(): Promise<number> {
    return (await this.calls())[0]?.id ?? 0
  }
}

/** Ids in an address stand for any. */
function patternOf(path: string): string {
  return path
    .split('?')[0]!
    .split('/')
    .map((part) => (/^\d+$|^[0-9a-f-]{8,}$|^svc_|^cus_|,/.test(part) ? '*' : part))
    .join('/')
}

test.group('Each call fails once', (group) => {
  group.each.timeout(4 * 3_600_000)
  const sandbox = useSandbox(
    group,
    stageEnvironment({ SANDBOX_BUILD_MS: '30', SANDBOX_TASK_MS: '10', SANDBOX_WEBSITE_MS: '10' })
  )

  for (const driver of Object.keys(kinds).filter((name) => !only || only.includes(name))) {
    test(`${driver}: what was asked for is done in the end, once`, async ({ assert }) => {
      const stage = await OperationStage.open(sandbox(), { callTimeoutMs: 2_000, lostAfterMs: 300 })
      const line = new Line(driver, stage, sandbox())
      const deeds = deedsOf(driver)
      const wrong: string[] = []
      const note = async (title: string, service: ServiceRow, expected: string) => {
        const outcome = await line.outcome(service)
        if (outcome !== expected) {
          wrong.push(`${title}: ${outcome}`)
          tellProgress(wrong.at(-1)!)
        }
        await line.clear()
      }
      let cases = 0
      // Created, and ended.
      const end = deeds.find(({ kind }) => kind === 'terminate')!
      let first: ServiceRow | null = null
      const creating = await line.callsOf(async () => (first = await line.create()))
      const ending = await line.callsOf(() => line.do(end, first!))
      for (const route of creating) {
        for (const fault of faults) {
          await line.fail(fault, route)
          const service = await line.create()
          await note(`created, ${fault} at ${route}`, service, 'create done, active')
          cases += 1
          if (service.status === 'active') await line.do(end, service)
        }
        if (isNight) tellProgress(`${driver}: ${cases} cases, ${wrong.length} wrong`)
      }
      for (const route of ending) {
        for (const fault of faults) {
          const service = await line.create()
          await line.fail(fault, route)
          await note(`ended, ${fault} at ${route}`, await line.do(end, service), 'terminate done, terminated')
          cases += 1
        }
      }
      // And all else, with one service.
      const service = await line.create()
      for (const deed of deeds.filter(({ to }) => to !== 'terminated')) {
        const back = deeds.find(({ from, to }) => from === deed.to && to === deed.from && from !== to)
        const forth = deed.from === 'suspended' ? deeds.find(({ kind }) => kind === 'suspend') : undefined
        if (forth) await line.do(forth, service)
        const routes = await line.callsOf(() => line.do(deed, service))
        for (const route of routes) {
          for (const fault of faults) {
            if (back) await line.do(back, service)
            await line.fail(fault, route)
            await note(`${deed.name}, ${fault} at ${route}`, await line.do(deed, service), `${deed.kind} done, ${deed.to}`) // prettier-ignore
            cases += 1
          }
        }
        if (isNight) tellProgress(`${driver}: ${deed.name}, ${cases} cases, ${wrong.length} wrong`)
        if (deed.to === 'suspended')
          await line.do(
            deeds.find(({ kind }) => kind === 'resume')!,
            service
          )
      }
      assert.deepEqual(wrong, [])
    })
  }
})
