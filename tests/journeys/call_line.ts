import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { RequestOperation } from '#app/provisioning/actions/request_operation'
import { ResizeService } from '#app/provisioning/actions/resize_service'
import { SteerOperation } from '#app/provisioning/actions/steer_operation'
import { listOperations } from '#app/provisioning/queries/list_operations'
import { listOpenOperations } from '#app/provisioning/records/operations'
import { listSteps } from '#app/provisioning/records/operation_steps'
import type { ServiceRow } from '#app/provisioning/records/services'
import type { OperationStage } from '#tests/journeys/operation_stage'
import { settleOperations } from '#tests/support/provisioning'
import type { Sandbox } from '#tests/support/sandbox'
import { moving, settleOnly, shortenPauses } from '#tests/support/settle'
import { as } from '#tests/support/tenants'

/** What becomes of one call: neither done nor answered, done and not answered, refused by an error of the panel's own. */
export const faults = ['timeout_before', 'timeout_after', 'error_500'] as const
export type Fault = (typeof faults)[number]
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

export interface Deed {
  name: string
  /** From which state it sets out, and what the service is when it has ended. */
  from: 'active' | 'suspended'
  to: 'active' | 'suspended' | 'terminated'
  kind: string
  ask: (stage: OperationStage, service: ServiceRow) => Promise<unknown>
}

/** Everything that happens to a service of a driver after it was bought. */
export function deedsOf(driver: string): Deed[] {
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
export class CallLine {
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

  /** How a creation ends that fails in one place until staff lead it on from each of its steps in turn. */
  async leadOn(route: string): Promise<{ service: ServiceRow; steps: number }> {
    const { tenant } = this.stage
    await this.stage.newCustomer()
    await this.sandbox.fault(this.driver, 'timeout_before', { route, value: cutAfterMs })
    const service = await this.stage.create(this.driver)
    const steer = await app.container.make(SteerOperation)
    let position = 0
    for (; ; position += 1) {
      await this.tryFor(4)
      const open = await as(tenant, () => inReadTransaction(() => listOpenOperations(service.id)))
      const steps = open[0] && (await as(tenant, () => inReadTransaction(() => listSteps(open[0]!.id))))
      const stopped = steps?.find(({ status }) => status !== 'done' && status !== 'skipped')
      if (!stopped || position > stopped.position) break
      await as(tenant, () => steer.resumeAt({ operationId: open[0]!.id, position }))
    }
    await this.clear()
    await settleOperations(tenant)
    return { service: await this.stage.now(service), steps: position }
  }

  private async tryFor(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await settleOnly(this.stage.tenant, moving)
      await shortenPauses(this.stage.tenant, 20_000)
    }
  }

  /** Whether the call that was to fail was made at all. */
  async wasStruck(): Promise<boolean> {
    return (await this.faults()).every(({ enabled }) => !enabled)
  }

  async clear(): Promise<void> {
    await this.sandbox.clearFaults()
  }

  private async faults(): Promise<{ system: string; enabled: boolean }[]> {
    const all = await this.sandbox.process.json<{ system: string; enabled: boolean }[]>('GET', '/_faults')
    return all.filter(({ system }) => system === this.driver)
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
