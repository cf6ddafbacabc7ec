import type { Result } from '#app/shared/result'
import type { PanelCapacity } from '#app/provisioning/domain/capacity'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import type { PowerState } from '#app/provisioning/domain/service'

/**
 * What every panel can answer besides success; each has one response.
 * - `refused`: the panel understood and says no (`no_capacity`, `build_failed`, `conflict`, `invalid`). Tell who asked.
 * - `retry_later`: nothing happened; the same call may work in a while (locked, rate limit, panel down before it was reached).
 * - `misconfigured`: our settings or the panel's are wrong (token, package name, address). Tell the operator.
 * - `unknown`: no answer came after the panel may have acted. Never failure: what is there is asked before anything is repeated.
 * - `gone`: the panel says that the server does not exist.
 */
export type PanelFailure =
  | { type: 'refused'; reason: RefusalReason; message: string }
  | { type: 'retry_later'; message: string; afterMs?: number }
  | { type: 'misconfigured'; message: string }
  | { type: 'unknown'; message: string }
  | { type: 'gone'; message: string }

export type RefusalReason = 'no_capacity' | 'build_failed' | 'conflict' | 'invalid' | 'unsupported'

export type PanelResult<T> = Promise<Result<T, PanelFailure>>

/** What a panel of this kind can do. Screens and operations ask these, never the driver's name. */
export interface PanelCapabilities {
  capacity: boolean
  power: boolean
  console: boolean
  signIn: boolean
  rebuild: boolean
  resize: boolean
  passwordReset: boolean
  backups: boolean
}

/** One panel as a driver sees it. The token is in the clear here and nowhere else. */
export interface PanelConnection {
  id: string
  code: string
  baseUrl: string
  token: string
  config: PanelConfig
  maxConcurrentCalls: number
}

export interface PanelConfig {
  /** Group of machines that new servers go to; the panel's default group when absent. */
  group?: string
  /** Id of the panel's plan by which servers with backups are copied; without one this panel makes no backups. */
  backupPlan?: number
  /** Deadline of one call, in milliseconds. */
  callTimeoutMs?: number
  /** How long after a creation without an answer the panel may still make the server, in milliseconds. */
  lostAfterMs?: number
}

/** What a call is about, for the log of remote calls. */
export interface CallSubject {
  kind: 'operation' | 'service' | 'order' | 'panel'
  id: string
}

export interface ConnectionReport {
  packages: string[]
  groups: string[]
}

/** Who owns servers on the panel. Panels know whole numbers or texts; each driver takes the one its panel understands. */
export interface PanelCustomer {
  id: string
  number: number
  name: string
  email: string
}

export interface ServerOrder {
  /** Our own mark of the service, given to the server as its name so that it is recognised again. */
  tag: string
  userReference: string
  spec: ServiceSpec
}

/** How to find a server whose creation was never answered. */
export interface LostServer extends ServerOrder {
  /** Servers of that user that other services of ours are linked to. */
  knownReferences: string[]
  /** When creation was first tried. */
  triedAt: Date
}

export interface ServerBuild {
  tag: string
  hostname: string
  template: string
  spec: ServiceSpec
}

export interface ServerAddress {
  family: 4 | 6
  address: string
  prefix: string | null
  gateway: string | null
}

export interface ServerCredentials {
  user: string
  password: string
}

/** A server as the panel reports it now. */
export interface ObservedServer {
  reference: string
  state: 'reserved' | 'building' | 'build_failed' | 'running' | 'suspended'
  /** Something is being done to it right now: nothing else can be. */
  isBusy: boolean
  power: PowerState
  addresses: ServerAddress[]
  /** When the operating system was last installed, as the panel writes it. */
  builtAt: string | null
  /** The administrator of the installed system. */
  adminUser: string
  name: string
}

export type PowerAction = 'boot' | 'shutdown' | 'restart' | 'poweroff'

export interface OsTemplate {
  /** What the catalogue and a rebuild call it. */
  name: string
  group: string
  variant: string
  isEndOfLife: boolean
}

export interface ConsoleLink {
  url: string
  password: string
}

export interface ServerReference {
  reference: string
}

/** One connected panel that runs servers. A driver translates and nothing else: no records, no events, no retry loop. */
export interface ServerPanel {
  checkConnection(): PanelResult<ConnectionReport>
  readCapacity(): PanelResult<PanelCapacity>
  findOrCreateUser(customer: PanelCustomer): PanelResult<ServerReference>
  /** Reserves a server. Panels know no idempotency key here: ask {@link findCreatedServer} before repeating. */
  createServer(order: ServerOrder): PanelResult<ServerReference>
  findCreatedServer(lost: LostServer): PanelResult<ServerReference | null>
  nameServer(reference: string, tag: string): PanelResult<void>
  /** Installs for the first time. The password is told once. */
  buildServer(reference: string, build: ServerBuild): PanelResult<ServerCredentials>
  rebuildServer(reference: string, build: ServerBuild): PanelResult<ServerCredentials>
  observeServer(reference: string): PanelResult<ObservedServer>
  /** Has the server copied regularly. Repeatable. */
  startBackups(reference: string): PanelResult<void>
  /** Repeatable: an already suspended server is a success. */
  suspendServer(reference: string): PanelResult<void>
  resumeServer(reference: string): PanelResult<void>
  /** Accepted, not finished: look until the server is gone. An already absent one is a success. */
  removeServer(reference: string): PanelResult<void>
  switchPower(reference: string, action: PowerAction): PanelResult<void>
  /** @returns sentences about what the panel left as it was (a disk never shrinks) */
  resizeServer(reference: string, spec: ServiceSpec): PanelResult<{ unchanged: string[] }>
  /** Gives the server so many IPv4 addresses, or takes the newest ones from it. Repeatable: it looks at what is there first. */
  setIpv4Count(reference: string, count: number): PanelResult<void>
  /** The password holds once the work it starts has finished. */
  resetPassword(reference: string, user: string): PanelResult<ServerCredentials & { work: string | null }>
  readWork(work: string): PanelResult<'running' | 'done' | 'failed'>
  listTemplates(reference: string): PanelResult<OsTemplate[]>
  openConsole(reference: string): PanelResult<ConsoleLink>
  makeSignInLink(reference: string, customer: PanelCustomer): PanelResult<{ url: string }>
}

export interface PanelDriver {
  readonly name: string
  readonly title: string
  readonly capabilities: PanelCapabilities
  open(connection: PanelConnection, subject: CallSubject): ServerPanel
}
