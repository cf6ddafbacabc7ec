import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { firstLinkHours, makeInvitationToken } from '#app/identity/domain/invitation'
import * as invitations from '#app/identity/records/invitations'
import * as staffMembers from '#app/identity/records/staff_members'

export type FirstLinkError = { type: 'staff_exists' } | { type: 'link_waits'; since: Date }

/**
 * Makes the link by which a tenant without staff gets its first owner: it works once, for a day. There is no password to know before.
 */
@inject()
export class MakeFirstLink {
  constructor(private clock: Clock) {}

  /** @param isAnother whether a link that waits is replaced; of several processes that start, one prints a link */
  execute({ isAnother }: { isAnother: boolean }): Promise<Result<{ token: string }, FirstLinkError>> {
    return inTransaction(async () => {
      // Of several processes that start at once one prints it.
      invitations.lockAddress(null, 'nobody by name')
      if ((await staffMembers.list()).length > 0) return err({ type: 'staff_exists' as const })
      const now = this.clock.now()
      const waiting = await invitations.findFirstLink(now)
      if (waiting && !isAnother) return err({ type: 'link_waits' as const, since: waiting.created_at })
      await invitations.revokeFor(null, null, now)
      const { token, hash } = makeInvitationToken()
      await invitations.insert({
        id: newId(),
        customer_id: null,
        email: null,
        grants: ['owner'],
        token_hash: hash,
        created_at: now,
        expires_at: addDuration(now, { hours: firstLinkHours }),
      })
      return ok({ token })
    })
  }
}
