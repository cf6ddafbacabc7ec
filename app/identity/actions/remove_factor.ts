import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { secondFactorRemoved } from '#app/identity/events'
import * as knownBrowsers from '#app/identity/records/known_browsers'
import * as passkeys from '#app/identity/records/passkeys'
import * as recoveryCodes from '#app/identity/records/recovery_codes'
import * as totpFactors from '#app/identity/records/totp_factors'
import * as users from '#app/identity/records/users'

export interface FactorRemoval {
  userId: string
  factor: { kind: 'totp' } | { kind: 'passkey'; id: string }
  /** Whoever must have a second factor keeps the last one. */
  isFactorRequired: boolean
}

export type RemoveFactorError = { type: 'factor_not_found' } | { type: 'last_factor' }

/** Takes an authenticator app or a passkey out of use. With the last of them go the recovery codes and the trust in browsers. */
@inject()
export class RemoveFactor {
  constructor(private events: EventLog) {}

  execute({ userId, factor, isFactorRequired }: FactorRemoval): Promise<Result<void, RemoveFactorError>> {
    return inTransaction(async () => {
      // Two removals at once would each see the other's factor as the one that stays.
      await users.lock(userId)
      const name = await this.remove(userId, factor)
      if (name === undefined) return err({ type: 'factor_not_found' as const })
      const isLast = !(await hasFactor(userId))
      if (isLast && isFactorRequired) return err({ type: 'last_factor' as const })
      if (isLast) {
        await recoveryCodes.removeAll(userId)
        await knownBrowsers.distrustAll(userId)
      }
      const data = { userId, factor: factor.kind, name }
      await this.events.record([fact(secondFactorRemoved, { kind: 'user', id: userId }, { data })])
      return ok()
    })
  }

  /** The name of what was removed; undefined when there was no such thing. */
  private async remove(userId: string, factor: FactorRemoval['factor']): Promise<string | null | undefined> {
    if (factor.kind === 'passkey') return (await passkeys.remove(userId, factor.id))?.name
    return (await totpFactors.remove(userId)) ? null : undefined
  }
}

async function hasFactor(userId: string): Promise<boolean> {
  const totp = await totpFactors.find(userId)
  return totp?.confirmed_at != null || (await passkeys.listOfUser(userId)).length > 0
}
