import { err, ok } from '#app/shared/result'
import type { PanelFailure, PanelResult } from '#app/provisioning/drivers/contract'
import { type KasmApi, plainId } from '#app/provisioning/drivers/kasm/api'
import type { KasmGroup, KasmUser } from '#app/provisioning/drivers/kasm/shapes'

export const withoutUser: PanelFailure = {
  type: 'misconfigured',
  message: 'Kasm answered without the user.',
}

/** Users, and the groups that plans are. */
export class KasmMembers {
  constructor(private api: KasmApi) {}

  /** Older versions do not find users by name: then everybody is looked through. */
  async findUser(username: string): PanelResult<KasmUser | null> {
    const found = await this.api.ask<{ user?: KasmUser }>('get_user', { target_user: { username } })
    if (found.ok && found.value.user?.username === username) return ok(found.value.user)
    if (!found.ok && found.error.type !== 'gone' && found.error.type !== 'refused') return found
    const all = await this.listUsers()
    if (!all.ok) return all
    return ok(all.value.find((user) => user.username === username) ?? null)
  }

  /** Everybody in one answer. A part of them would read as if the others were gone, so that it is no answer. */
  async listUsers(): PanelResult<KasmUser[]> {
    type Answer = { users?: KasmUser[] | null; total?: number; total_count?: number }
    const all = await this.api.ask<Answer>('get_users')
    if (!all.ok) return all
    const { users, total, total_count } = all.value
    if (!Array.isArray(users))
      return err({ type: 'misconfigured', message: 'Kasm answered without its users.' })
    if ((total ?? total_count ?? 0) > users.length)
      return err({ type: 'misconfigured', message: 'Kasm tells a part of its users only.' })
    return ok(users)
  }

  async readUser(reference: string): PanelResult<KasmUser> {
    const answer = await this.api.ask<{ user?: KasmUser }>('get_user', {
      target_user: { user_id: reference },
    })
    if (!answer.ok) return answer
    return answer.value.user ? ok(answer.value.user) : err(withoutUser)
  }

  async listGroups(): PanelResult<KasmGroup[]> {
    const answer = await this.api.ask<{ groups?: KasmGroup[] }>('get_groups')
    return answer.ok ? ok((answer.value.groups ?? []).filter(({ is_system }) => is_system !== true)) : answer
  }

  async findGroup(name: string): PanelResult<KasmGroup> {
    const groups = await this.listGroups()
    if (!groups.ok) return groups
    const found = groups.value.find((group) => group.name === name)
    return found ? ok(found) : err({ type: 'misconfigured', message: `Kasm has no group called "${name}".` })
  }

  /** The group of the plan, and none of another plan. Repeatable: it looks at what is there first. */
  async joinGroup(reference: string, name: string): PanelResult<void> {
    const groups = await this.listGroups()
    if (!groups.ok) return groups
    const wanted = groups.value.find((group) => group.name === name)
    if (!wanted) return err({ type: 'misconfigured', message: `Kasm has no group called "${name}".` })
    const user = await this.readUser(reference)
    if (!user.ok) return user
    const present = new Set((user.value.groups ?? []).map(({ group_id }) => plainId(group_id)))
    const target_user = { user_id: reference }
    if (!present.has(plainId(wanted.group_id))) {
      const added = await this.api.act('add_user_group', {
        target_user,
        target_group: { group_id: wanted.group_id },
      })
      if (!added.ok) return added
    }
    for (const other of groups.value) {
      if (other === wanted || !present.has(plainId(other.group_id))) continue
      const left = await this.api.act('remove_user_group', {
        target_user,
        target_group: { group_id: other.group_id },
      })
      if (!left.ok) return left
    }
    return ok()
  }
}
