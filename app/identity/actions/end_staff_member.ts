import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import type { Ability } from '#app/shared/http/caller'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { SignOutOfApplications } from '#app/identity/actions/sign_out_of_applications'
import { abilitiesOfRoles, hasAll } from '#app/identity/domain/roles'
import { staffMemberLeft } from '#app/identity/events'
import * as apiTokens from '#app/identity/records/api_tokens'
import * as sessions from '#app/identity/records/sessions'
import * as staffMembers from '#app/identity/records/staff_members'
import * as staffRoles from '#app/identity/records/staff_roles'

export type EndStaffMemberError =
  { type: 'member_not_found' } | { type: 'last_owner' } | { type: 'not_yours_to_give' }

/** Ends somebody's work for the tenant: they are signed out everywhere and their tokens stop. What they did stays under their name. */
@inject()
export class EndStaffMember {
  constructor(
    private clock: Clock,
    private signOutOfApplications: SignOutOfApplications,
    private events: EventLog
  ) {}

  /** @param by what whoever asks may do: nobody sends away who may do more */
  execute({
    userId,
    by,
  }: {
    userId: string
    by: ReadonlySet<Ability>
  }): Promise<Result<void, EndStaffMemberError>> {
    return inTransaction(async () => {
      const staff = await staffMembers.lockAll()
      const member = staff.find(({ user_id }) => user_id === userId)
      if (!member) return err({ type: 'member_not_found' as const })
      const theirs = abilitiesOfRoles(member.roles, await staffRoles.readBook())
      if (!hasAll(by, theirs)) return err({ type: 'not_yours_to_give' as const })
      const owners = staff.filter(({ roles }) => roles.includes('owner'))
      if (owners.length === 1 && owners[0] === member) return err({ type: 'last_owner' as const })
      await staffMembers.remove(userId)
      await apiTokens.revokeOfMember({ userId, customerId: null }, this.clock.now())
      await sessions.endAllBut(userId, null)
      await this.signOutOfApplications.execute({ userId })
      const data = { userId, roles: member.roles }
      await this.events.record([fact(staffMemberLeft, { kind: 'user', id: userId }, { data })])
      return ok()
    })
  }
}
