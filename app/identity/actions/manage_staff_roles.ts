import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { currentTenant } from '#app/shared/database/context'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import type { Ability, StaffAbility } from '#app/shared/http/caller'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { grantsOf, hasAll, isStaffRole } from '#app/identity/domain/roles'
import { staffRoleChanged } from '#app/identity/events'
import * as staffMembers from '#app/identity/records/staff_members'
import * as staffRoles from '#app/identity/records/staff_roles'

export interface RoleWish {
  name: string
  /** Needed by a role of the tenant's own; a usual one has its name in every language. */
  label: string | null
  abilities: StaffAbility[]
  by: ReadonlySet<Ability>
}

export type ManageRolesError =
  | { type: 'role_not_found' }
  | { type: 'not_yours_to_give' }
  | { type: 'owner_is_fixed' }
  | { type: 'role_in_use' }
  | { type: 'label_missing' }

/** The tenant's own staff roles, and what usual ones grant here. What changes holds for the next request of everybody who has the role. */
@inject()
export class ManageStaffRoles {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  save({ name, label, abilities, by }: RoleWish): Promise<Result<void, ManageRolesError>> {
    return inTransaction(async () => {
      if (name === 'owner') return err({ type: 'owner_is_fixed' as const })
      if (!isStaffRole(name) && !label) return err({ type: 'label_missing' as const })
      const before = grantsOf(name, await staffRoles.readBook())
      if (!hasAll(by, [...before, ...abilities])) return err({ type: 'not_yours_to_give' as const })
      await staffRoles.save({
        name,
        label: isStaffRole(name) ? null : label,
        abilities,
        changed_at: this.clock.now(),
      })
      await this.announce(name, before, abilities)
      return ok()
    })
  }

  /** Ends a role of the tenant's own that nobody has, or gives a usual one back what it usually grants. */
  remove(name: string, by: ReadonlySet<Ability>): Promise<Result<void, ManageRolesError>> {
    return inTransaction(async () => {
      const before = grantsOf(name, await staffRoles.readBook())
      if (!hasAll(by, [...before, ...grantsOf(name)])) return err({ type: 'not_yours_to_give' as const })
      const holders = (await staffMembers.lockAll()).filter(({ roles }) => roles.includes(name))
      if (!isStaffRole(name) && holders.length > 0) return err({ type: 'role_in_use' as const })
      if (!(await staffRoles.remove(name))) return err({ type: 'role_not_found' as const })
      await this.announce(name, before, grantsOf(name))
      return ok()
    })
  }

  private async announce(name: string, before: string[], after: string[]): Promise<void> {
    const subject = { kind: 'tenant', id: currentTenant().id }
    await this.events.record([fact(staffRoleChanged, subject, { data: { name, before, after } })])
  }
}
