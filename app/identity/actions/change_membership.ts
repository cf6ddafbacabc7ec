import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import type { Ability } from '#app/shared/http/caller'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { SignOutOfApplications } from '#app/identity/actions/sign_out_of_applications'
import type { MemberPermission } from '#app/identity/domain/permissions'
import { judgeTeamChange, reachesServices, type TeamChangeRefusal } from '#app/identity/domain/team'
import { membershipChanged, membershipEnded, ownershipTransferred } from '#app/identity/events'
import * as apiTokens from '#app/identity/records/api_tokens'
import * as memberships from '#app/identity/records/memberships'
import * as sessions from '#app/identity/records/sessions'

export interface MembershipChange {
  customerId: string
  userId: string
  by: { userId: string; abilities: ReadonlySet<Ability> }
}

/** What is left to somebody who hands over a customer: all but owning it. */
const afterOwning: MemberPermission[] = ['read', 'services', 'billing', 'orders', 'team']

/** Places in a customer's team: changed, ended, and the ownership handed over. The team is locked: it must keep an owner. */
@inject()
export class ChangeMembership {
  constructor(
    private clock: Clock,
    private signOutOfApplications: SignOutOfApplications,
    private events: EventLog
  ) {}

  /** Gives a member other permissions. They hold for the next request. */
  execute(
    change: MembershipChange & { permissions: MemberPermission[]; serviceIds: string[] | null }
  ): Promise<Result<void, TeamChangeRefusal>> {
    const { customerId, userId, permissions, serviceIds, by } = change
    return inTransaction(async () => {
      const team = await memberships.lockTeam(customerId)
      const refusal = judgeTeamChange(team, change, by)
      if (refusal) return err(refusal)
      if (!reachesServices(team, by.userId, serviceIds)) return err({ type: 'not_yours_to_give' as const })
      const before = team.find(({ user_id }) => user_id === userId)!.permissions
      await memberships.setPermissions(userId, customerId, permissions, serviceIds)
      const data = { userId, before, after: permissions }
      await this.events.record([fact(membershipChanged, { kind: 'user', id: userId }, { customerId, data })])
      return ok()
    })
  }

  /**
   * Takes a member out of the team, or lets one leave: their sessions end, also those of applications that know them as a member of it, and
   * their tokens for this customer stop working.
   */
  end(change: MembershipChange): Promise<Result<void, TeamChangeRefusal>> {
    const { customerId, userId, by } = change
    return inTransaction(async () => {
      const team = await memberships.lockTeam(customerId)
      const refusal = judgeTeamChange(team, { userId, permissions: null }, by)
      if (refusal) return err(refusal)
      await memberships.remove(userId, customerId)
      await apiTokens.revokeOfMember({ userId, customerId }, this.clock.now())
      await sessions.endOfCustomers(userId)
      await this.signOutOfApplications.execute({ userId })
      const data = { userId, isOwnWish: userId === by.userId }
      await this.events.record([fact(membershipEnded, { kind: 'user', id: userId }, { customerId, data })])
      return ok()
    })
  }

  /** Hands the customer over to another member, who is its owner from then on. */
  transfer({ customerId, userId, by }: MembershipChange): Promise<Result<void, TeamChangeRefusal>> {
    return inTransaction(async () => {
      const team = await memberships.lockTeam(customerId)
      const refusal = judgeTeamChange(team, { userId, permissions: ['owner'] }, by)
      if (refusal) return err(refusal)
      await memberships.setPermissions(userId, customerId, ['owner'])
      if (userId !== by.userId) await memberships.setPermissions(by.userId, customerId, afterOwning)
      const data = { fromUserId: by.userId, toUserId: userId }
      await this.events.record([
        fact(ownershipTransferred, { kind: 'user', id: userId }, { customerId, data }),
      ])
      return ok()
    })
  }
}
