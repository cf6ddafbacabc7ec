import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { ClearAccess } from '#app/identity/actions/clear_access'
import { SignOutOfApplications } from '#app/identity/actions/sign_out_of_applications'
import * as apiTokens from '#app/identity/records/api_tokens'
import * as erasedPeople from '#app/identity/records/erased_people'
import * as memberships from '#app/identity/records/memberships'
import * as sessions from '#app/identity/records/sessions'
import * as staffMembers from '#app/identity/records/staff_members'

/**
 * Ends the team of a customer who is forgotten. A person who belongs to nobody else is forgotten as well: what stays is a number, without
 * name, address, password, factors, or from where they signed in.
 */
@inject()
export class EraseTeam {
  constructor(
    private clock: Clock,
    private clearAccess: ClearAccess,
    private signOutOfApplications: SignOutOfApplications
  ) {}

  execute(customerId: string): Promise<{ erasedIds: string[]; places: number; signIns: number }> {
    return inTransaction(async () => {
      const team = await memberships.lockTeam(customerId)
      const erasedIds: string[] = []
      let signIns = 0
      // A team is small, and each of its people is looked at by themselves.
      for (const { user_id: userId } of team) {
        await memberships.remove(userId, customerId)
        await apiTokens.revokeOfMember({ userId, customerId }, this.clock.now())
        await sessions.endOfCustomers(userId)
        await this.signOutOfApplications.execute({ userId })
        const hasOthers = (await memberships.listOfUser(userId)).length > 0
        if (hasOthers || (await staffMembers.find(userId))) continue
        await this.clearAccess.execute({ userId, since: null })
        signIns += await erasedPeople.erase(userId, this.clock.now())
        erasedIds.push(userId)
      }
      await erasedPeople.eraseVisits(customerId)
      await erasedPeople.eraseInvitations(customerId, this.clock.now())
      return { erasedIds, places: team.length, signIns }
    })
  }
}
