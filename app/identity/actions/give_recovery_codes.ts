import { randomBytes } from 'node:crypto'
import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { Clock } from '#app/shared/time/clock'
import { hashRecoveryCode, makeRecoveryCodes } from '#app/identity/domain/recovery_code'
import { recoveryCodesRenewed } from '#app/identity/events'
import * as recoveryCodes from '#app/identity/records/recovery_codes'
import * as users from '#app/identity/records/users'

/** Gives a person new recovery codes. They are in the answer and nowhere else; the ones before stop working. */
@inject()
export class GiveRecoveryCodes {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(userId: string): Promise<string[]> {
    return inTransaction(async () => {
      // Two sets at once would both be kept, and only one of them would open anything: they share a salt.
      await users.lock(userId)
      const codes = makeRecoveryCodes()
      const salt = randomBytes(16)
      const hashes = await Promise.all(codes.map((code) => hashRecoveryCode(userId, code, salt)))
      await recoveryCodes.replace(userId, { hashes, salt }, this.clock.now())
      await this.events.record([
        fact(recoveryCodesRenewed, { kind: 'user', id: userId }, { data: { userId } }),
      ])
      return codes
    })
  }

  /** With the first factor come the codes; null where the person has some. */
  async executeWhereNone(userId: string): Promise<string[] | null> {
    return inTransaction(async () => {
      await users.lock(userId)
      return (await recoveryCodes.countUnused(userId)) > 0 ? null : this.execute(userId)
    })
  }
}
