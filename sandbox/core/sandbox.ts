import fastify, { type FastifyInstance } from 'fastify'
import { registerConsole } from '../console/console.ts'
import { registerControl } from './control.ts'
import { Database } from './database.ts'
import { FaultBoard, Faults } from './faults.ts'
import { SeededRandom } from './random.ts'
import { RequestLog } from './request_log.ts'
import type { Settings } from './settings.ts'
import { Store } from './store.ts'
import { strikeAndLog } from './strike.ts'
import type { Kit, SandboxSystem } from './system.ts'
import { Timers, TimerWheel } from './timers.ts'

export type Member = { system: SandboxSystem; kit: Kit }

const bodyBytesMax = 5_000_000

/** One process, one port, one file of state: every stand-in together. */
export class Sandbox {
  readonly settings: Settings
  readonly app: FastifyInstance
  readonly members: Member[]
  readonly faults: FaultBoard
  readonly random: SeededRandom
  private readonly database: Database
  private readonly wheel: TimerWheel

  constructor(settings: Settings, systems: SandboxSystem[]) {
    this.settings = settings
    this.database = new Database(settings.directory)
    this.random = new SeededRandom(this.database, settings.seed)
    this.faults = new FaultBoard(this.database, this.random)
    this.wheel = new TimerWheel(this.database)
    this.members = systems.map((system) => ({ system, kit: this.kitFor(system.name) }))
    this.app = fastify({
      bodyLimit: bodyBytesMax,
      forceCloseConnections: true,
      routerOptions: { maxParamLength: 500 },
    })
  }

  /** Registers every system and opens the port; timers turn only then, so that nothing is sent half-registered. */
  async start(): Promise<void> {
    registerControl(this.app, this)
    registerConsole(this.app, this)
    for (const { system, kit } of this.members) {
      await this.app.register(async (scope) => {
        strikeAndLog(scope, system, kit)
        await system.register(scope, kit)
      })
    }
    await this.app.listen({ host: this.settings.host, port: this.settings.port })
    for (const { system, kit } of this.members) await system.start?.(kit)
    this.wheel.start()
  }

  async stop(): Promise<void> {
    await this.wheel.stop()
    for (const { system, kit } of this.members) await system.stop?.(kit)
    await this.app.close()
    this.database.close()
  }

  /** With SANDBOX_PORT=0 the port is chosen by the operating system and known only once open. */
  get url(): string {
    const address = this.app.server.address()
    const port = address !== null && typeof address === 'object' ? address.port : this.settings.port
    return `http://${this.settings.host}:${port}`
  }

  find(name: string): Member | undefined {
    return this.members.find(({ system }) => system.name === name)
  }

  reset(): void {
    this.database.transaction(() => {
      this.faults.clear()
      this.random.reseed(this.settings.seed)
      for (const { system, kit } of this.members) {
        this.wheel.clear(system.name)
        kit.store.clear()
        kit.log.clear()
        system.reset(kit)
      }
    })
  }

  private kitFor(system: string): Kit {
    return {
      system,
      settings: this.settings,
      store: new Store(this.database, system),
      faults: new Faults(this.faults, system),
      timers: new Timers(this.wheel, system),
      log: new RequestLog(this.database, system),
      nowMs: () => Date.now(),
    }
  }
}
