import type { ProductKind } from '#app/catalogue/index'
import type { Result } from '#app/shared/result'
import type { ConfigFault, PanelConfig, PanelField } from '#app/provisioning/drivers/panel_config'
import type { PanelCapability, PanelGroups } from '#app/provisioning/drivers/panel_groups'
import type { RemovalProgress } from '#app/provisioning/drivers/kind_shapes'
import type {
  CallSubject,
  ConnectionReport,
  CreatedServer,
  LostServer,
  ObservedServer,
  PanelCustomer,
  PanelOffers,
  PanelResult,
  PowerAction,
  ServerOrder,
  ServerPage,
  ServerReference,
} from '#app/provisioning/drivers/shapes'

export type * from '#app/provisioning/drivers/kind_shapes'
export type * from '#app/provisioning/drivers/shapes'
export type * from '#app/provisioning/drivers/startup_shapes'
export type { PanelCapability, PanelGroups } from '#app/provisioning/drivers/panel_groups'
export type { ConfigFault, PanelConfig, PanelField } from '#app/provisioning/drivers/panel_config'

/** What a panel of this kind can do. Screens and operations ask these, never the driver's name. */
export type PanelCapabilities = Readonly<Record<PanelCapability, boolean>>

/** One panel as a driver sees it. Its secrets are in the clear here and nowhere else. */
export interface PanelConnection<Config extends PanelConfig = PanelConfig> {
  id: string
  code: string
  baseUrl: string
  /** By the names of the driver's `secretFields`; `token` is always among them. */
  secrets: Record<string, string>
  config: Config
  maxConcurrentCalls: number
}

/**
 * What every panel does. A *server* is whatever stands on the panel for one service: a virtual or a real machine, a game server, a
 * subscription of web hosting, the user of a workspace. A driver translates and nothing else: no records, no events, no retry loop.
 */
export interface PanelCore {
  checkConnection(): PanelResult<ConnectionReport>
  listOffers(): PanelResult<PanelOffers>
  findOrCreateUser(customer: PanelCustomer): PanelResult<ServerReference>
  /**
   * Makes the server, or reserves it where {@link PanelGroups.installation} follows. {@link findCreatedServer} is asked before it is
   * repeated, because few panels know idempotency keys.
   */
  createServer(order: ServerOrder): PanelResult<CreatedServer>
  findCreatedServer(lost: LostServer): PanelResult<CreatedServer | null>
  observeServer(reference: string): PanelResult<ObservedServer>
  /** Everything that stands there, page by page. @param page null for the first one */
  listServers(page: string | null): PanelResult<ServerPage>
  /** Repeatable: an already suspended server is a success. */
  suspendServer(reference: string): PanelResult<void>
  resumeServer(reference: string): PanelResult<void>
  /**
   * Accepted, not finished: look until the server is gone. An already absent one is a success. Where something has to end before (disks are
   * wiped) it says so, and is asked again.
   */
  removeServer(reference: string): PanelResult<RemovalProgress | void>
}

/** One connected panel: what all can do, and the groups of what this one can. */
export type ServerPanel = PanelCore & Readonly<Partial<PanelGroups>>

/** A panel that surely has some groups, because its driver declares them. */
export type PanelWith<Capability extends PanelCapability> = PanelCore &
  Readonly<Pick<PanelGroups, Capability>>

export interface PanelDriver {
  readonly name: string
  readonly title: string
  /** Kinds of products that its plans may have. */
  readonly productKinds: readonly ProductKind[]
  readonly capabilities: PanelCapabilities
  /** The same for one panel: its settings may say that it is too old for some of it. */
  capabilitiesFor(config: PanelConfig): PanelCapabilities
  /** The ways of switching that it knows; empty without the capability `power`. */
  readonly powerActions: readonly PowerAction[]
  /** What connecting asks for besides name, place and address. */
  readonly secretFields: readonly PanelField[]
  readonly configFields: readonly PanelField[]
  /** Takes settings as somebody wrote them; every fault at once. */
  readConfig(value: Record<string, unknown>): Result<PanelConfig, ConfigFault[]>
  open(connection: PanelConnection, subject: CallSubject): ServerPanel
}
