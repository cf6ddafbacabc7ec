import { test } from '@japa/runner'
import type { ServiceRow } from '#app/provisioning/records/services'
import { CallLine, type Deed, deedsOf, faults } from '#tests/journeys/call_line'
import { kinds, OperationStage, stageEnvironment } from '#tests/journeys/operation_stage'
import { tellProgress } from '#tests/support/progress'
import { useSandbox } from '#tests/support/sandbox'

/** `npm run faults` lets every call of every story fail in every way, on every panel; `TEST_FAULTS=kasm` on one. A build loses one answer of each. */
const wanted = process.env.TEST_FAULTS
const drivers = Object.keys(kinds).filter((name) => wanted === 'all' || wanted?.split(',').includes(name))
/** The call that makes what was bought. VirtFusion's are lost in every way by tests of their own. */
const making: Record<string, string> = {
  pterodactyl: 'POST /pterodactyl/api/application/servers',
  synergycp: 'POST /synergycp/server/provision',
  enhance: 'POST /enhance/api/orgs/*/customers/*/subscriptions',
  kasm: 'POST /kasm/api/public/create_user',
}
const quick = { callTimeoutMs: 2_000, lostAfterMs: 300 }

/** All cases of one driver, and those that ended otherwise than they must. */
class Cases {
  readonly wrong: string[] = []
  private count = 0
  private struck = 0

  constructor(
    private line: CallLine,
    private driver: string
  ) {}

  private get end(): Deed {
    return deedsOf(this.driver).find(({ kind }) => kind === 'terminate')!
  }

  /** Bought and ended, with each call failing. */
  async boughtAndEnded(): Promise<void> {
    const { end } = this
    let first: ServiceRow | null = null
    const creating = await this.line.callsOf(async () => (first = await this.line.create()))
    const ending = await this.line.callsOf(() => this.line.do(end, first!))
    for (const [route, fault] of eachWay(creating)) {
      await this.line.fail(fault, route)
      const service = await this.line.create()
      await this.note(`bought, ${fault} at ${route}`, service, 'create done, active')
      if (service.status === 'active') await this.line.do(end, service)
    }
    for (const route of creating) {
      const { service, steps } = await this.line.leadOn(route)
      await this.note(`led on ${steps} times, ${route}`, service, 'create done, active')
      await this.line.do(end, service)
    }
    for (const [route, fault] of eachWay(ending)) {
      const service = await this.line.create()
      await this.line.fail(fault, route)
      const title = `ended, ${fault} at ${route}`
      await this.note(title, await this.line.do(end, service), 'terminate done, terminated')
    }
  }

  /** What happens to a service while it lives, one after the other, with each call failing. */
  async lived(): Promise<void> {
    const deeds = deedsOf(this.driver).filter(({ to }) => to !== 'terminated')
    let service = await this.line.create()
    for (const deed of deeds) {
      const before = deeds.find(({ from, to }) => from !== to && to === deed.from && from === deed.to)
      if (deed.from === 'suspended') await this.line.do(before!, service)
      const routes = await this.line.callsOf(() => this.line.do(deed, service))
      for (const [route, fault] of eachWay(routes)) {
        // A service grows into a plan once.
        if (deed.kind === 'resize') service = await this.line.create()
        await this.fails({ deed, before, service, route, fault })
        if (deed.kind === 'resize') await this.line.do(this.end, service)
      }
      if (deed.kind === 'resize') service = await this.line.create()
      if (deed.to === 'suspended') await this.line.do(before!, service)
    }
  }

  private async fails(it: Way & { deed: Deed; before?: Deed; service: ServiceRow }): Promise<void> {
    const { deed, before, service, route, fault } = it
    if (before) await this.line.do(before, service)
    await this.line.fail(fault, route)
    const after = await this.line.do(deed, service)
    await this.note(`${deed.name}, ${fault} at ${route}`, after, `${deed.kind} done, ${deed.to}`)
  }

  private async note(title: string, service: ServiceRow, expected: string): Promise<void> {
    this.count += 1
    const outcome = await this.line.outcome(service)
    // What is kept for a while (offers), or is so already (a larger plan, the second time), is not asked for again.
    const isStruck = await this.line.wasStruck()
    if (isStruck) this.struck += 1
    if (outcome !== expected) this.wrong.push(`${title}: ${outcome}`)
    tellProgress(
      `${this.driver} ${this.struck} of ${this.count}: ${outcome === expected ? title : this.wrong.at(-1)!}`
    )
    await this.line.clear()
  }
}

interface Way {
  route: string
  fault: (typeof faults)[number]
}

function eachWay(routes: string[]): [string, Way['fault']][] {
  return routes.flatMap((route) => faults.map((fault): [string, Way['fault']] => [route, fault]))
}

test.group('A call fails', (group) => {
  group.each.timeout(4 * 3_600_000)
  const sandbox = useSandbox(group, stageEnvironment({ SANDBOX_BUILD_MS: '30', SANDBOX_TASK_MS: '10', SANDBOX_WEBSITE_MS: '10' })) // prettier-ignore

  if (!wanted) {
    test('and what was bought is there once, on each panel', async ({ assert }) => {
      const stage = await OperationStage.open(sandbox(), quick)
      for (const [driver, route] of Object.entries(making)) {
        const line = new CallLine(driver, stage, sandbox())
        await line.fail('timeout_after', route)
        assert.equal(await line.outcome(await line.create()), 'create done, active', driver)
      }
    })
  }

  for (const driver of drivers) {
    test(`each once in every way on ${driver}, and what was asked for is done once`, async ({ assert }) => {
      const stage = await OperationStage.open(sandbox(), quick)
      const cases = new Cases(new CallLine(driver, stage, sandbox()), driver)
      await cases.boughtAndEnded()
      await cases.lived()
      assert.deepEqual(cases.wrong, [])
    })
  }
})
