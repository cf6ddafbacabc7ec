/** The state of the one installation, and what its groups allow. */
import { createHash, randomUUID } from 'node:crypto'
import type { Kit } from '../core/system.ts'
import { ALL_USERS, GROUPS, IMAGES, MACHINES, type ImageSpec } from './data.ts'
import type { GroupRecord, SessionRecord, SignInRecord, UserRecord } from './records.ts'
import { Refusal } from './routing.ts'

export class Installation {
  readonly kit: Kit

  constructor(kit: Kit) {
    this.kit = kit
  }

  get users() {
    return this.kit.store.collection<UserRecord>('users')
  }

  get groups() {
    return this.kit.store.collection<GroupRecord>('groups')
  }

  get sessions() {
    return this.kit.store.collection<SessionRecord>('sessions')
  }

  get signIns() {
    return this.kit.store.collection<SignInRecord>('sign_ins')
  }

  now(): Date {
    return new Date(this.kit.nowMs())
  }

  /** `2026-02-01 10:00:00.000000`: UTC, without saying so. */
  stamp(at = this.now()): string {
    return at.toISOString().replace('T', ' ').replace('Z', '000')
  }

  seed(): void {
    for (const group of GROUPS) if (!this.groups.has(group.id)) this.groups.put(group.id, group)
  }

  findUser(wanted: { user_id?: unknown; username?: unknown }): UserRecord {
    const user =
      typeof wanted.user_id === 'string'
        ? this.users.get(plainId(wanted.user_id))
        : this.users.list({ filter: ({ username }) => username === wanted.username, limit: 1 })[0]
    if (!user) throw new Refusal('Unable to locate user')
    return user
  }

  findSession(kasmId: unknown): SessionRecord {
    const session = this.sessions.get(plainId(kasmId))
    if (!session) throw new Refusal('Kasm does not exist')
    return session
  }

  sessionsOf(userId: string): SessionRecord[] {
    return this.sessions.list({ filter: (session) => session.userId === userId })
  }

  groupsOf(user: UserRecord): GroupRecord[] {
    return [ALL_USERS, ...user.groupIds].flatMap((id) => this.groups.get(id) ?? [])
  }

  /** The group of the lowest priority number that says something about a setting wins. */
  setting(user: UserRecord, name: string): number {
    const groups = this.groupsOf(user).toSorted((a, b) => a.priority - b.priority)
    return Number(groups.find(({ settings }) => settings[name] !== undefined)?.settings[name] ?? 0)
  }

  /** A machine that can still take an image. */
  machineFor(image: ImageSpec) {
    const sessions = this.sessions.list()
    return MACHINES.find((machine) => {
      const images = sessions
        .filter(({ serverId }) => serverId === machine.id)
        .flatMap(({ imageId }) => IMAGES.find(({ id }) => id === imageId) ?? [])
      const cores = images.reduce((sum, own) => sum + own.cores, image.cores)
      const memory = images.reduce((sum, own) => sum + own.memory, image.memory)
      return cores <= machine.cores && memory <= machine.memory
    })
  }
}

export function newId(): string {
  return randomUUID().replaceAll('-', '')
}

/** Ids come with or without dashes. */
export function plainId(id: unknown): string {
  return String(id ?? '')
    .replaceAll('-', '')
    .toLowerCase()
}

export function dashed(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export function fingerprint(password: string): string {
  return createHash('sha256').update(password).digest('hex')
}
