import type { PanelCapacity } from '#app/provisioning/domain/capacity'
import type {
  HostedDomain,
  PanelSshKey,
  ServerHardware,
  TrafficGraph,
} from '#app/provisioning/drivers/kind_shapes'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import type {
  ConsoleLink,
  OsTemplate,
  PanelCustomer,
  PanelResult,
  PowerAction,
  ServerBackup,
  ServerBuild,
  ServerCredentials,
  UsageMeasure,
} from '#app/provisioning/drivers/shapes'

import type {
  DatabaseSecret,
  ServerDatabase,
  ServerSchedule,
  ServerSession,
  ServerStartup,
} from '#app/provisioning/drivers/startup_shapes'

/**
 * What only some kinds of panel can do, in groups of methods. The name of a group is the name of its capability: a driver that declares
 * `power` has to have the group `power`, and nobody can call what is not there.
 */
export interface PanelGroups {
  /** Says beforehand whether there is room. */
  capacity: {
    /** @param wanted what is about to be sold; panels with stock answer for the machines that these ask for */
    readCapacity(wanted: readonly ServiceSpec[]): PanelResult<PanelCapacity>
  }
  /** A server is marked after it was created, because creation takes no mark. */
  naming: { nameServer(reference: string, tag: string): PanelResult<void> }
  /** Creation only reserves; the system is installed with a call of its own. */
  installation: {
    /** Installs for the first time. The password is told once. */
    buildServer(reference: string, build: ServerBuild): PanelResult<ServerCredentials>
  }
  power: { switchPower(reference: string, action: PowerAction): PanelResult<void> }
  console: { openConsole(reference: string): PanelResult<ConsoleLink> }
  signIn: { makeSignInLink(reference: string, customer: PanelCustomer): PanelResult<{ url: string }> }
  rebuild: {
    rebuildServer(reference: string, build: ServerBuild): PanelResult<ServerCredentials>
    listTemplates(reference: string): PanelResult<OsTemplate[]>
  }
  resize: {
    /** Repeatable. @returns sentences about what the panel left as it was (a disk never shrinks) */
    resizeServer(reference: string, spec: ServiceSpec): PanelResult<{ unchanged: string[] }>
  }
  passwordReset: {
    /** The password opens everything that its owner has on the panel: it is set when they ask for it, and never by itself. */
    isOfAccount?: true
    /** The password holds once the work it starts has finished; `work` is null when it holds at once. */
    resetPassword(
      reference: string,
      wish: { user: string; password: string }
    ): PanelResult<ServerCredentials & { work: string | null }>
    readWork(work: string): PanelResult<'running' | 'done' | 'failed'>
  }
  /** More than one IPv4 address can be had. */
  extraAddresses: {
    /** Gives the server so many IPv4 addresses, or takes the newest ones from it. Repeatable: it looks at what is there first. */
    setIpv4Count(reference: string, count: number): PanelResult<void>
  }
  reverseNames: {
    /**
     * @param name null takes the name away
     * @returns `isPending` where the panel says that something has to be done before the world sees it
     */
    setReverseName(
      reference: string,
      entry: { address: string; name: string | null }
    ): PanelResult<void | { isPending: true }>
  }
  /** `setReverseName` takes each address of a block or network of the server's own, of both kinds; `names` of its addresses tells them. */
  blockNames: Record<string, never>
  /** Servers are copied regularly. */
  backups: {
    /** Has the server copied regularly. Repeatable. */
    startBackups(reference: string): PanelResult<void>
    stopBackups(reference: string): PanelResult<void>
  }
  backupList: { listBackups(reference: string): PanelResult<ServerBackup[]> }
  backupCreation: {
    /** @returns its reference, or null where the panel tells none */
    createBackup(reference: string, name: string): PanelResult<{ reference: string | null }>
  }
  backupRestore: { restoreBackup(reference: string, backup: string): PanelResult<void> }
  backupRemoval: { removeBackup(reference: string, backup: string): PanelResult<void> }
  /** What was used so far. */
  usage: { readUsage(reference: string): PanelResult<UsageMeasure[]> }
  sshKeys: {
    listKeys(userReference: string): PanelResult<PanelSshKey[]>
    /** Repeatable: a key that is there already is not added again. */
    addKey(
      userReference: string,
      key: { name: string; publicKey: string }
    ): PanelResult<{ reference: string }>
    removeKey(userReference: string, key: string): PanelResult<void>
  }
  /** The account of somebody who is forgotten can be removed. */
  userRemoval: {
    /**
     * Repeatable: an account that is gone is a success. Refused while it owns servers.
     * @param user the panel's own reference of the account, and the customer's number for panels that know accounts by it
     */
    removeUser(user: { reference: string; number: number }): PanelResult<void>
  }
  /** A server can be given to another user of the panel. */
  ownership: { moveServer(reference: string, userReference: string): PanelResult<void> }
  /** How a server starts, and the variables of what is installed. Changes hold from the next start on. */
  startup: {
    readStartup(reference: string): PanelResult<ServerStartup>
    /** Repeatable. @param change variables that are not named stay; without an image the present one stays */
    changeStartup(
      reference: string,
      change: { image?: string; variables: Record<string, string> }
    ): PanelResult<void>
  }
  /** Databases beside the server; how many is in what was sold. */
  databases: {
    listDatabases(reference: string): PanelResult<ServerDatabase[]>
    /** Not repeatable: a name is had once. The password is told here, and when it is set anew. */
    createDatabase(reference: string, name: string): PanelResult<DatabaseSecret>
    resetDatabasePassword(reference: string, database: string): PanelResult<DatabaseSecret>
    removeDatabase(reference: string, database: string): PanelResult<void>
  }
  /** What the server does by itself at times; written on the panel, and shown here. */
  schedules: { listSchedules(reference: string): PanelResult<ServerSchedule[]> }
  /** What is started on demand: desktops. */
  sessions: {
    listSessions(reference: string): PanelResult<ServerSession[]>
    /** Repeatable: of one image there is one session, and whoever asks again is brought to it. The link is for its owner alone. */
    startSession(reference: string, image: string): PanelResult<{ url: string }>
    openSession(reference: string, session: string): PanelResult<{ url: string }>
    /** Repeatable: one that has ended is a success. */
    endSession(reference: string, session: string): PanelResult<void>
  }
  /** More traffic can be had for the running month. */
  extraTraffic: { addTraffic(reference: string, gigabytes: number): PanelResult<void> }
  /** Websites are reached by names that their owner adds and takes away. */
  domains: {
    listDomains(reference: string): PanelResult<HostedDomain[]>
    /** Leads to the first website. Repeatable. */
    addDomain(reference: string, name: string): PanelResult<void>
    removeDomain(reference: string, domain: string): PanelResult<void>
  }
  /** It is a real machine, whose parts can be told. */
  hardware: { readHardware(reference: string): PanelResult<ServerHardware> }
  /** What went over its port is measured. */
  trafficGraph: {
    readTraffic(reference: string, range: { startsAt: Date; endsAt: Date }): PanelResult<TrafficGraph>
  }
  /** Its ports can be opened and shut. */
  switchPorts: { switchPort(reference: string, port: string, isOn: boolean): PanelResult<void> }
}

export type PanelCapability = keyof PanelGroups

export const panelCapabilities = [
  'capacity', 'naming', 'installation', 'power', 'console', 'signIn', 'rebuild', 'resize', 'passwordReset', 'extraAddresses', 'reverseNames', 'blockNames',
  'backups', 'backupList', 'backupCreation', 'backupRestore', 'backupRemoval', 'usage', 'sshKeys', 'ownership', 'extraTraffic',
  'domains', 'hardware', 'trafficGraph', 'switchPorts', 'startup', 'sessions', 'databases', 'schedules',
] as const satisfies readonly PanelCapability[] // prettier-ignore
