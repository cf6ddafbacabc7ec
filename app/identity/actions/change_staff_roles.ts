import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import type { Ability } from '#app/shared/http/caller'
import { err, ok, type Result } from '#app/shared/result'
import { abilitiesOfRoles, hasAll, isKnownRole } from '#app/identity/domain/roles'
import { staffRolesChanged } from '#app/identity/events'
import * as staffMembers from '#app/identity/records/staff_members'
import * as staffRoles from '#app/identity/records/staff_roles'

export type ChangeStaffRolesError =
  | { type: 'member_not_found' }
  | { type: 'role_unknown' }
  | { type: 'not_yours_to_give' }
  | { type: 'last_owner' }

/** Gives somebody who works here other roles. They hold for the next request. Somebody always stays the owner. */
@inject()
export class ChangeStaffRoles {
  constructor(private events: EventLog) {}

  execute(change: {
    userId: string
    roles: string[]
    by: { userId: string; abilities: ReadonlySet<Ability> }
  }): Promise<Result<void, ChangeStaffRolesError>> {
    const { userId, roles, by } = change
    return inTransaction(async () => {
      const staff = await staffMembers.lockAll()
      const member = staff.find(({ user_id }) => user_id === userId)
      if (!member) return err({ type: 'member_not_found' as const })
      const book = await staffRoles.readBook()
      if (!roles.every((role) => isKnownRole(role, book))) return err({ type: 'role_unknown' as const })
      // Nobody gives, or takes from somebody else, what they do not have.
      const touched = abilitiesOfRoles([...roles, ...member.roles], book)
      if (!hasAll(by.abilities, touched)) return err({ type: 'not_yours_to_give' as const })
      const others = staff.filter((other) => other !== member && other.roles.includes('owner'))
      if (member.roles.includes('owner') && !roles.includes('owner') && others.length === 0)
        return err({ type: 'last_owner' as const })
      await staffMembers.setRoles(userId, roles)
      const data = { userId, before: member.roles, after: roles }
      await this.events.record([fact(staffRolesChanged, { kind: 'user', id: userId }, { data })])
      return ok()
    })
  }
}
