/** The panel's state: users, servers, ports, databases, backups and schedules, kept in the sandbox's store. */
import { createHash, randomBytes } from 'node:crypto'
import type { Kit } from '../core/system.ts'
import { ceiling, NODES, type NodeSpec } from './nodes.ts'
import type {
  AllocationRecord,
  BackupRecord,
  DatabaseRecord,
  NodeState,
  ScheduleRecord,
  ServerRecord,
  UserRecord,
} from './records.ts'
import { notFound } from './refusal.ts'

const consoleLinesMax = 200

export class Panel {
  readonly kit: Kit

  constructor(kit: Kit) {
    this.kit = kit
  }

  get users() {
    return this.kit.store.collection<UserRecord>('users')
  }

  get servers() {
    return this.kit.store.collection<ServerRecord>('servers')
  }

  get allocations() {
    return this.kit.store.collection<AllocationRecord>('allocations')
  }

  get databases() {
    return this.kit.store.collection<DatabaseRecord>('databases')
  }

  get backups() {
    return this.kit.store.collection<BackupRecord>('backups')
  }

  get schedules() {
    return this.kit.store.collection<ScheduleRecord>('schedules')
  }

  get nodeStates() {
    return this.kit.store.collection<NodeState>('node_states')
  }

  nextId(kind: string): number {
    return this.kit.store.next(kind)
  }

  now(): Date {
    return new Date(this.kit.nowMs())
  }

  /** ISO 8601 in UTC with whole seconds, as the panel writes every instant. */
  stamp(): string {
    return this.now()
      .toISOString()
      .replace(/\.\d+Z$/, '+00:00')
  }

  findServer(id: string | undefined): ServerRecord {
    const server = id !== undefined && /^\d+$/.test(id) ? this.servers.get(id) : undefined
    if (!server) throw notFound()
    return server
  }

  /** The client interface knows servers by their uuid or its first eight characters. */
  findServerByIdentifier(identifier: string | undefined): ServerRecord {
    const [server] = this.servers.list({
      filter: (candidate) => candidate.identifier === identifier || candidate.uuid === identifier,
      limit: 1,
    })
    if (!server) throw notFound()
    return server
  }

  findServerByExternalId(externalId: string | undefined): ServerRecord {
    const [server] = this.servers.list({
      filter: (candidate) => candidate.externalId !== null && candidate.externalId === externalId,
      limit: 1,
    })
    if (!server) throw notFound()
    return server
  }

  findUser(id: number): UserRecord | undefined {
    return this.users.get(String(id))
  }

  saveServer(server: ServerRecord): ServerRecord {
    return this.servers.put(String(server.id), { ...server, updatedAt: this.stamp() })
  }

  /** Adds a line to the console; whoever listens is told by the websocket. */
  withLine(server: ServerRecord, ...lines: string[]): ServerRecord {
    return { ...server, console: [...server.console, ...lines].slice(-consoleLinesMax) }
  }

  allocationsOf(serverId: number): AllocationRecord[] {
    return this.allocations.list({ filter: (allocation) => allocation.serverId === serverId })
  }

  allocation(id: number): AllocationRecord | undefined {
    return this.allocations.get(String(id))
  }

  saveAllocation(allocation: AllocationRecord): AllocationRecord {
    return this.allocations.put(String(allocation.id), allocation)
  }

  isInMaintenance(nodeId: number): boolean {
    return this.nodeStates.get(String(nodeId))?.maintenance ?? false
  }

  /** What the servers of a node were promised. */
  promised(nodeId: number): { memory: number; disk: number } {
    const servers = this.servers.list({ filter: (server) => server.nodeId === nodeId })
    return {
      memory: servers.reduce((sum, { limits }) => sum + limits.memory, 0),
      disk: servers.reduce((sum, { limits }) => sum + limits.disk, 0),
    }
  }

  /** The panel's own comparison: only public nodes, over-allocation included. */
  viableNodes(wanted: { memory: number; disk: number; locations: number[] }): NodeSpec[] {
    return NODES.filter((node) => {
      if (!node.isPublic || this.isInMaintenance(node.id)) return false
      if (wanted.locations.length > 0 && !wanted.locations.includes(node.locationId)) return false
      const { memory, disk } = this.promised(node.id)
      return (
        memory + wanted.memory <= ceiling(node.memory, node.memoryOverallocate) &&
        disk + wanted.disk <= ceiling(node.disk, node.diskOverallocate)
      )
    })
  }

  /** Fills an empty store with the ports of every node. */
  seed(): void {
    if (this.allocations.count() > 0) return
    this.kit.store.transaction(() => {
      for (const node of NODES) {
        for (let port = node.firstPort; port < node.firstPort + node.ports; port += 1) {
          const id = this.nextId('allocation')
          const spec = { nodeId: node.id, ip: node.ip, alias: null, port, notes: null, serverId: null }
          this.saveAllocation({ id, ...spec })
        }
      }
    })
  }
}

export function fingerprint(password: string): string {
  return createHash('sha256').update(password).digest('hex')
}

export function newPassword(): string {
  return randomBytes(18).toString('base64url')
}
