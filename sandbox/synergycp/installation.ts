/** One installation's state: clients, machines, blocks of addresses, reloads, kept in the sandbox's store. */
import { createHash, randomBytes } from 'node:crypto'
import type { Kit } from '../core/system.ts'
import { BLOCK_CODE, BLOCKS_PER_GROUP, GROUPS, RACKS } from './catalogue.ts'
import type {
  AccessRecord,
  ClientRecord,
  CommandRecord,
  EntityRecord,
  InstallRecord,
  KeyRecord,
  PtrRecord,
  ServerRecord,
} from './records.ts'
import { notFound } from './refusal.ts'

const FIRST_SERVER_ID = 317

export class Installation {
  readonly kit: Kit

  constructor(kit: Kit) {
    this.kit = kit
  }

  get clients() {
    return this.kit.store.collection<ClientRecord>('clients')
  }

  get keys() {
    return this.kit.store.collection<KeyRecord>('keys')
  }

  get servers() {
    return this.kit.store.collection<ServerRecord>('servers')
  }

  get accesses() {
    return this.kit.store.collection<AccessRecord>('accesses')
  }

  get entities() {
    return this.kit.store.collection<EntityRecord>('entities')
  }

  get installs() {
    return this.kit.store.collection<InstallRecord>('installs')
  }

  get commands() {
    return this.kit.store.collection<CommandRecord>('commands')
  }

  get pointers() {
    return this.kit.store.collection<PtrRecord>('pointers')
  }

  nextId(kind: string): number {
    return this.kit.store.next(kind)
  }

  stamp(): string {
    return new Date(this.kit.nowMs()).toISOString()
  }

  findServer(id: string | undefined): ServerRecord {
    const server = id !== undefined && /^\d+$/.test(id) ? this.servers.get(id) : undefined
    if (!server) throw notFound('Server')
    return server
  }

  findClient(id: unknown): ClientRecord {
    const client = this.clients.get(String(id))
    if (!client) throw notFound('Client')
    return client
  }

  saveServer(server: ServerRecord): ServerRecord {
    return this.servers.put(String(server.id), server)
  }

  accessesOf(serverId: number): AccessRecord[] {
    return this.accesses.list({ filter: (access) => access.serverId === serverId })
  }

  primaryAccess(serverId: number): AccessRecord | undefined {
    return this.accessesOf(serverId).find((access) => access.isPrimary)
  }

  entitiesOf(serverId: number): EntityRecord[] {
    return this.entities.list({ filter: (entity) => entity.serverId === serverId })
  }

  installsOf(serverId: number): InstallRecord[] {
    return this.installs.list({ filter: (install) => install.serverId === serverId })
  }

  /** A machine that can be handed out: nobody has it, and nobody set it aside. */
  isAvailable(server: ServerRecord): boolean {
    return server.isPxeReady && server.nickname === 'EMPTY' && !this.primaryAccess(server.id)
  }

  /** Puts the machines into the racks of an installation that was never filled. */
  fillRacks(): void {
    if (this.servers.count() > 0) return
    this.kit.store.transaction(() => {
      for (const rack of RACKS) {
        const id = FIRST_SERVER_ID + this.nextId('server')
        this.servers.insert(String(id), {
          ...rack,
          id,
          nickname: 'EMPTY',
          addonIds: [],
          mac: macOf(id),
          switchId: rack.groupId === 1 ? 41 : 51,
          portId: 1000 + id,
          switchPortId: 2000 + id,
          portSpeedId: 1,
          isPortOn: false,
          isPoweredOn: false,
          bootMode: 'UEFI',
          hasIpmiUser: false,
          billingId: null,
          bandwidth: null,
          dataOfClientId: null,
          profileId: null,
          passwordSha256: null,
        })
      }
      for (const group of GROUPS) this.layOutBlocks(group.id)
    })
  }

  private layOutBlocks(groupId: number): void {
    const half = groupId === 1 ? 0 : 128
    for (let index = 0; index < BLOCKS_PER_GROUP; index += 1) {
      const id = this.nextId('entity')
      const start = half + index * 8
      this.entities.insert(String(id), {
        id,
        name: `192.0.2.${start}/29`,
        groupId,
        billingCode: BLOCK_CODE,
        network: `192.0.2.${start}`,
        prefix: 29,
        v6: `2001:db8:dc${groupId}:${start.toString(16)}::`,
        vlan: 100 * groupId + index,
        serverId: null,
      })
    }
  }
}

export function fingerprint(password: string): string {
  return createHash('sha256').update(password).digest('hex')
}

export function newKey(): string {
  return randomBytes(24).toString('hex')
}

function macOf(id: number): string {
  const tail = id.toString(16).padStart(6, '0').match(/../g) ?? []
  return ['3c', 'ec', 'ef', ...tail].join(':')
}
