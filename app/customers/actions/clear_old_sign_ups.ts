import { inTransaction } from '#app/shared/database/unit'
import * as askedSignUps from '#app/customers/records/asked_sign_ups'

/** Forgets who wanted to begin and never confirmed their address. */
export function clearOldSignUps(now: Date): Promise<number> {
  return inTransaction(() => askedSignUps.clearOld(now))
}
