import type { Tenant } from '#app/shared/database/context'
import { newId } from '#app/shared/ids'
import type {
  LostServer,
  ObservedServer,
  PanelDriver,
  PanelFailure,
  ServerOrder,
  ServerPanel,
} from '#app/provisioning/drivers/contract'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import { as, createTenant } from '#tests/support/tenants'

/** What stands on the stand-in, whoever asked for it. */
export interface StandingServer {
  reference: string
  isSuspended: boolean
  /** Whether it is copied regularly, where the panel does that. */
  hasBackups?: boolean
}

/** What the suite needs to know of a driver and its stand-in; nothing in it names a panel. */
export interface PanelSubject {
  driver: PanelDriver
  /** Right secrets, and ones of the right form that open nothing. None of the right ones may appear in a log. */
  secrets: Record<string, string>
  wrongSecrets: Record<string, string>
  open(options?: { secrets?: Record<string, string>; isElsewhere?: boolean }): ServerPanel
  servers(): Promise<StandingServer[]>
  /** The next call of a kind acts and is not answered, or neither. `build` only where there is a call of its own. */
  loseAnswer(call: 'create' | 'build', kind: 'timeout_after' | 'timeout_before'): Promise<void>
  /** No more room for anything; left out where a panel knows no end of it. */
  fillUp?(): Promise<void>
  failBuilds?(): Promise<void>
  spec: ServiceSpec
  /** Another size, for panels that change one. */
  largerSpec?: ServiceSpec
  /** Read anew for each server, so that it may be another one each time where a name is had once only. */
  readonly hostname: string
  /** What a rebuild installs; null is left as it is. */
  otherTemplate?: string
  /** Makes an account with that address on the panel, as somebody did before it was ours; left out where it knows no addresses. */
  addStranger?(email: string): Promise<void>
  /** Whether the panel recognises a server by our mark from its creation on; otherwise `naming` marks it. */
  marksOnCreation: boolean
  /** Milliseconds by which a call may be late before it counts as lost. */
  hasCapacityFigures?: boolean
}

/** A tenant, a customer on the panel and everything the tests do with them. */
export async function openLine(subject: PanelSubject) {
  const tenant = await createTenant()
  const panel = subject.open()
  const customer = {
    id: newId(),
    number: 4711,
    name: 'Ada Lindgren',
    email: 'ada@example.test',
    isEmailProven: true,
  }
  const call = <T>(run: () => Promise<T>) => as(tenant, run)
  const user = await call(() => panel.findOrCreateUser(customer))
  if (!user.ok) throw new Error(user.error.message)
  const orderOf = (): ServerOrder => ({
    tag: `svc_${newId()}`,
    userReference: user.value.reference,
    customer,
    hostname: subject.hostname,
    spec: subject.spec,
    password: 'Quiet7Harbour2Lantern',
  })
  const order = orderOf()
  const orders = new Map<string, ServerOrder>()
  const lost = (): LostServer => ({ ...order, knownReferences: [], triedAt: new Date(Date.now() - 1000) })
  const create = async (wanted: ServerOrder = order) => {
    const created = await call(() => panel.createServer(wanted))
    if (!created.ok) throw new Error(created.error.message)
    orders.set(created.value.reference, wanted)
    return created.value
  }
  const buildOf = (template: string, { tag, hostname }: ServerOrder = order) => ({
    tag,
    hostname,
    template,
    spec: order.spec,
    password: 'Slow5Meadow8Compass',
  })
  const install = async (reference: string) => {
    const { installation } = panel
    if (!installation) return null
    const build = buildOf(subject.spec.template ?? '', orders.get(reference))
    return call(() => installation.buildServer(reference, build))
  }
  const until = async (reference: string, isRight: (server: ObservedServer) => boolean) => {
    for (let looks = 0; looks < 2_000; looks += 1) {
      const server = await call(() => panel.observeServer(reference))
      if (server.ok && isRight(server.value)) return server.value
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    throw new Error('The server never came to what was waited for')
  }
  const running = async (wanted: ServerOrder = order) => {
    const { reference } = await create(wanted)
    await install(reference)
    await until(reference, (server) => server.state === 'running' && !server.isBusy)
    return reference
  }
  const gone = (reference: string) => untilGone(call, panel, reference)
  return {
    tenant,
    panel,
    customer,
    order,
    orderOf,
    call,
    lost,
    create,
    buildOf,
    install,
    until,
    running,
    gone,
  }
}

export type ConformanceLine = Awaited<ReturnType<typeof openLine>>
export type { Tenant }

async function untilGone(
  call: <T>(run: () => Promise<T>) => Promise<T>,
  panel: ServerPanel,
  reference: string
): Promise<PanelFailure> {
  for (let looks = 0; looks < 2_000; looks += 1) {
    const server = await call(() => panel.observeServer(reference))
    if (!server.ok && server.error.type === 'gone') return server.error
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error('The server never went')
}

export function outcomeOf(result: { ok: true } | { ok: false; error: PanelFailure }): string {
  return result.ok ? 'ok' : result.error.type
}
