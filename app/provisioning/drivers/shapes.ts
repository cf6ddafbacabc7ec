import type { Result } from '#app/shared/result'
import type { PowerState } from '#app/provisioning/domain/service'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'

/**
 * What every panel can answer besides success; each has one response.
 * - `refused`: the panel understood and says no (`no_capacity`, `build_failed`, `conflict`, `invalid`). Tell who asked.
 * - `retry_later`: nothing happened; the same call may work in a while (locked, rate limit, panel down before it was reached).
 * - `misconfigured`: our settings or the panel's are wrong (token, package name, address). Tell the operator. `isForStaff`: only a person can
 *   mend it over there, and an order waits for them as for a panel that is away.
 * - `unknown`: no answer came after the panel may have acted. Never failure: what is there is asked before anything is repeated.
 * - `gone`: the panel says that the server does not exist.
 */
export type PanelFailure =
  | { type: 'refused'; reason: RefusalReason; message: string }
  | { type: 'retry_later'; message: string; afterMs?: number }
  | { type: 'misconfigured'; message: string; isForStaff?: true }
  | { type: 'unknown'; message: string }
  | { type: 'gone'; message: string }

export type RefusalReason = 'no_capacity' | 'build_failed' | 'conflict' | 'invalid' | 'unsupported'

export type PanelResult<T> = Promise<Result<T, PanelFailure>>

/** What a call is about, for the log of remote calls. */
export interface CallSubject {
  kind: 'operation' | 'service' | 'order' | 'panel'
  id: string
}

/** What the connection test found, in names: enough to see that the right panel answers with the right rights. */
export interface ConnectionReport {
  packages: string[]
  groups: string[]
  /** Version of the panel as it names itself; null where it does not. */
  version?: string | null
  /** Rights that our secrets lack, or other things that work only in part: sentences for staff. */
  warnings?: string[]
}

/** What can be sold on a panel. A kind of panel fills in what it knows of; empty lists mean that there is nothing of that sort. */
export interface PanelOffers {
  packages: OfferedPackage[]
  /** Where servers can stand: groups of machines, locations, server groups, zones. */
  locations: { reference: string; name: string }[]
  images: OfferedImage[]
  /** Real machines that are free, alike ones together. */
  inventory: OfferedMachine[]
}

export interface OfferedPackage {
  reference: string
  name: string
  isOpen: boolean
  sizes: ServerSizes
}

/** What can be installed or started: a template, an egg, a reload profile, an image of a workspace. */
export interface OfferedImage {
  reference: string
  name: string
  group: string
  isEndOfLife: boolean
  /** What its owner may or must set. */
  variables: OfferedVariable[]
}

export interface OfferedVariable {
  code: string
  name: string
  description: string
  defaultValue: string
  /** In the panel's own words: `required|string|max:20`. */
  rules: string
  isEditable: boolean
  isVisible: boolean
}

export interface OfferedMachine {
  /** What makes two machines alike, as a dedicated product names it. */
  stockKey: string
  description: string
  location: string
  free: number
}

/** Sizes as far as a panel names them, in the units of the catalogue. Absent: not said. 0 with traffic: unlimited. */
export interface ServerSizes {
  cpuCores?: number
  memoryMb?: number
  storageGb?: number
  trafficGb?: number
}

/** Who owns servers on the panel. Panels know whole numbers or texts; each driver takes the one its panel understands. */
export interface PanelCustomer {
  id: string
  number: number
  name: string
  email: string
  /** An owner has shown that the address is theirs: an account that bears it and nobody's mark may be taken. */
  isEmailProven: boolean
}

export interface ServerOrder {
  /** Our own mark of the service. Where a panel takes a mark on creation the driver gives it there. */
  tag: string
  userReference: string
  customer: PanelCustomer
  /** Host name, domain or display name that was chosen. */
  hostname: string
  spec: ServiceSpec
  /** For panels that take a password rather than make one: always the same one for one creation, so that a repeat changes nothing. */
  password: string
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
  /** As with {@link ServerOrder}. */
  password: string
  /** References of keys of this panel's user that the system is to accept. */
  sshKeys?: string[]
}

export interface ServerReference {
  reference: string
}

/** What is known after a creation. Credentials only where the panel tells or takes them there. */
export interface CreatedServer extends ServerReference {
  credentials?: ServerCredentials
}

export interface ServerAddress {
  family: 4 | 6
  address: string
  prefix: string | null
  gateway: string | null
  /** Name that the address points back to; absent where the panel does not say. */
  reverseName?: string | null
  /** Length of the network that belongs to this server alone, where it is more than the address; `names`: of single addresses in it. */
  block?: number
  names?: { address: string; name: string }[]
  /** Others are behind it as well: it is no address of this server alone. */
  isShared?: true
}

export interface ServerCredentials {
  user: string
  /** Empty where none was told. */
  password: string
  /** People sign in to the panel with a password of their own: this server has none, and none is to be made for it. */
  belongsToUser?: true
}

/** A server as the panel reports it now. */
export interface ObservedServer {
  reference: string
  state: 'reserved' | 'building' | 'build_failed' | 'running' | 'suspended'
  /** Something is being done to it right now: nothing else can be. */
  isBusy: boolean
  power: PowerState
  addresses: ServerAddress[]
  /** When the system was last installed, as the panel writes it. */
  builtAt: string | null
  adminUser: string
  name: string
  /** How far work under way has come, 0–100; absent where the panel does not say. */
  progress?: number | null
  /** What its owner wants to see besides, by names from the translations of services: host and port of SFTP, name servers. */
  facts?: Record<string, string>
}

/** A row of everything that stands on a panel, for comparison with what is sold. */
export interface ListedServer {
  reference: string
  /** The name it bears: our mark, where we made it. */
  name: string
  /** The panel's user that owns it; null where the row does not say. */
  ownerReference: string | null
  ownerEmail: string | null
  isSuspended: boolean
  /** It is reserved, being built, or broken while being built. */
  isUnfinished: boolean
  sizes: ServerSizes
  /** Name of its package, as plans name it; null where the row does not say. */
  package: string | null
}

/** @property next what to ask for next; null when this was the last page */
export type ServerPage = { servers: ListedServer[]; next: string | null }

export const powerActions = ['boot', 'shutdown', 'restart', 'poweroff'] as const
export type PowerAction = (typeof powerActions)[number]

export interface OsTemplate {
  /** What the catalogue and a rebuild call it. */
  name: string
  group: string
  variant: string
  isEndOfLife: boolean
}

/**
 * Where a console is. `vnc`: a websocket that speaks RFB; `websocket`: one that speaks the panel's own text frames, opened with
 * `token` (and `origin`, where the panel insists on one); `link`: a page to open.
 */
export interface ConsoleLink {
  kind: 'vnc' | 'websocket' | 'link'
  url: string
  /** Of a VNC session; empty elsewhere. */
  password: string
  token?: string
  origin?: string
}

/** One figure of what a server has used. */
export interface UsageMeasure {
  name: UsageName
  used: number
  /** Null: not limited, or not said. */
  limit: number | null
  unit: 'bytes' | 'percent' | 'count' | 'seconds'
  /** The span it is counted over; null for a figure of this moment. */
  period: { startsAt: string; endsAt: string } | null
}

export const usageNames = [
  'traffic', 'storage', 'memory', 'cpu', 'uptime', 'websites', 'mailboxes', 'databases', 'sessions', 'session_time',
] as const // prettier-ignore
export type UsageName = (typeof usageNames)[number]

export interface ServerBackup {
  reference: string
  name: string
  state: 'running' | 'done' | 'failed' | 'restoring' | 'deleting'
  sizeBytes: number | null
  createdAt: string
}
