import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration, addMilliseconds } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { impersonationOpenSeconds, makeImpersonationToken } from '#app/identity/domain/impersonation'
import * as impersonations from '#app/identity/records/impersonations'
import * as memberships from '#app/identity/records/memberships'
import * as staffMembers from '#app/identity/records/staff_members'
import * as users from '#app/identity/records/users'

export interface ImpersonationWish {
  staffUserId: string
  /** What they ask with, and how long the visit lasts at most: their session, by its mark, or their API token. */
  staffSession: string | null
  tokenId: string | null
  customerId: string
  userId: string
  reason: string
  minutes: number
}

export type PrepareImpersonationError = { type: 'person_not_found' } | { type: 'person_is_staff' }

/**
 * Makes the link by which a staff member begins to act in the name of somebody of a customer's team. Nothing has happened yet: the customer
 * is told when it is followed.
 */
@inject()
export class PrepareImpersonation {
  constructor(private clock: Clock) {}

  execute(
    wish: ImpersonationWish
  ): Promise<Result<{ id: string; token: string }, PrepareImpersonationError>> {
    return inTransaction(async () => {
      const user = await users.find(wish.userId)
      const membership = user && (await memberships.find(wish.userId, wish.customerId))
      if (!user || user.disabled_at || !membership) return err({ type: 'person_not_found' as const })
      // Whoever works here has rights of their own, which nobody borrows.
      if (wish.userId === wish.staffUserId || (await staffMembers.find(wish.userId)))
        return err({ type: 'person_is_staff' as const })
      const id = newId()
      const wall = this.clock.wall()
      const { token, hash } = makeImpersonationToken()
      await impersonations.insert({
        id,
        staff_user_id: wish.staffUserId,
        staff_session: wish.staffSession,
        token_id: wish.tokenId,
        customer_id: wish.customerId,
        user_id: wish.userId,
        reason: wish.reason,
        token_hash: hash,
        opens_until: addMilliseconds(wall, impersonationOpenSeconds * 1000),
        expires_at: addDuration(wall, { minutes: wish.minutes }),
        created_at: this.clock.now(),
      })
      return ok({ id, token })
    })
  }
}
