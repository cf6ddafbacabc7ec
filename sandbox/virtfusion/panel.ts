/** One panel's state: its users, servers, queue and addresses, kept in the sandbox's store. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Kit } from '../core/system.ts'
import { takeFreeAddresses, type FreeAddress } from './addresses.ts'
import type { PanelSpec } from './panels.ts'
import { allocationOf } from './placement.ts'
import { presentServer } from './present_server.ts'
import { locked, notFound } from './refusal.ts'
import type {
  AddressRecord,
  QueueRecord,
  ServerRecord,
  SignInTokenRecord,
  SshKeyRecord,
  UserRecord,
} from './records.ts'

export class Panel {
  readonly spec: PanelSpec
  readonly kit: Kit

  constructor(spec: PanelSpec, kit: Kit) {
    this.spec = spec
    this.kit = kit
  }

  get users() {
    return this.kit.store.collection<UserRecord>(`${this.spec.slug}_users`)
  }

  get servers() {
    return this.kit.store.collection<ServerRecord>(`${this.spec.slug}_servers`)
  }

  get queue() {
    return this.kit.store.collection<QueueRecord>(`${this.spec.slug}_queue`)
  }

  get sshKeys() {
    return this.kit.store.collection<SshKeyRecord>(`${this.spec.slug}_ssh_keys`)
  }

  get signInTokens() {
    return this.kit.store.collection<SignInTokenRecord>(`${this.spec.slug}_sign_in_tokens`)
  }

  /** The next id of a kind. Panels start at different numbers, so that an id of one is not valid on the other. */
  nextId(kind: string): number {
    const start = this.spec.slug === 'fra' ? 100 : 5000
    return start + this.kit.store.next(`${this.spec.slug}_${kind}`)
  }

  now(): Date {
    return new Date(this.kit.nowMs())
  }

  stamp(): string {
    return this.now()
      .toISOString()
      .replace(/\.\d+Z$/, '+00:00')
  }

  findServer(id: string | undefined): ServerRecord {
    const server = id !== undefined && /^\d+$/.test(id) ? this.servers.get(id) : undefined
    if (!server) throw notFound('server not found')
    return server
  }

  /** A server on which something may be started now. */
  findIdleServer(id: string | undefined): ServerRecord {
    const server = this.findServer(id)
    if (server.task !== null) throw locked()
    return server
  }

  findUser(id: number): UserRecord | undefined {
    return this.users.get(String(id))
  }

  /** Users are addressed by the caller's own id, which is a number unless `relStr` says that it is text. */
  findUserByRelation(relation: string | undefined, isText: boolean): UserRecord {
    const user = this.users
      .view()
      .find((candidate) =>
        isText
          ? candidate.relStr === relation
          : candidate.extRelationId !== null && String(candidate.extRelationId) === relation
      )
    if (!user) throw notFound('ext_relation_id not found')
    return user
  }

  saveServer(server: ServerRecord): ServerRecord {
    return this.servers.put(String(server.id), { ...server, updatedAt: this.stamp() })
  }

  present(server: ServerRecord) {
    const owner = this.findUser(server.ownerId)
    if (!owner) throw new Error(`server ${server.id} belongs to user ${server.ownerId}, who does not exist`)
    return presentServer(server, {
      panel: this.spec,
      owner,
      allocation: allocationOf(server.hypervisorId, this.servers.view()),
      sshKeys: server.sshKeyIds.flatMap((id) => this.sshKeys.get(String(id)) ?? []),
      isFull: false,
    })
  }

  usedAddresses(): Set<string> {
    return new Set(this.servers.view().flatMap((server) => server.ipv4.map((record) => record.address)))
  }

  freeAddresses(count: number): FreeAddress[] {
    return takeFreeAddresses(this.spec, this.usedAddresses(), count)
  }

  addressRecords(addresses: FreeAddress[]): AddressRecord[] {
    return addresses.map((address) => ({ id: this.nextId('address'), ...address }))
  }
}

/** A password as the panel makes them: shown once, of which only a fingerprint stays. */
export function newPassword(): string {
  return randomBytes(15).toString('base64url').slice(0, 18)
}

export function newVnc(port: number) {
  return { enabled: false, port, password: randomBytes(6).toString('base64url'), token: randomUUID() }
}
