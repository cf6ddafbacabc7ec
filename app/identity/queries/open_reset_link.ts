import { inReadTransaction } from '#app/shared/database/unit'
import { type SealedSecret, unseal } from '#app/shared/secrets/keyring'
import { resetContext } from '#app/identity/domain/password_reset'
import * as passwordResets from '#app/identity/records/password_resets'

/** The token of a reset link, for the mail that carries it; null once it was used. */
export function openResetLink(resetId: string): Promise<string | null> {
  return inReadTransaction(async () => {
    const reset = await passwordResets.find(resetId)
    if (!reset?.sealed_token) return null
    return unseal(reset.sealed_token as unknown as SealedSecret, resetContext(resetId))
  })
}
