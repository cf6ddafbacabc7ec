import { inReadTransaction } from '#app/shared/database/unit'
import { type SealedSecret, unseal } from '#app/shared/secrets/keyring'
import { hashSignUpToken, signUpContext } from '#app/customers/domain/asked_sign_up'
import * as askedSignUps from '#app/customers/records/asked_sign_ups'

/** Who wants to begin with this link? Null when it was used, is too old or none. */
export function findAskedSignUp(token: string, now: Date): Promise<{ id: string; email: string } | null> {
  return inReadTransaction(async () => {
    const asked = await askedSignUps.findOpen(hashSignUpToken(token), now)
    return asked ? { id: asked.id, email: asked.email } : null
  })
}

/** For its mail. */
export function findAskedSignUpToMail(id: string) {
  return inReadTransaction(() => askedSignUps.find(id))
}

/** The token of a wish, for the mail that carries it; null once it was finished. */
export async function openAskedSignUp(id: string): Promise<string | null> {
  const asked = await inReadTransaction(() => askedSignUps.find(id))
  return asked ? unseal(asked.sealed_token as unknown as SealedSecret, signUpContext(id)) : null
}
