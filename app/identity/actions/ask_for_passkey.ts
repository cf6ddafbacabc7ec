import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { challengeMinutes } from '#app/identity/domain/passkey'
import * as passkeys from '#app/identity/records/passkeys'

export interface PasskeyQuestion {
  challengeId: string
  options: PublicKeyCredentialRequestOptionsJSON
}

/**
 * What a browser needs to prove that its person has a passkey. Where nobody is named yet, the passkey says who it is, and the question
 * is the same for everybody.
 */
@inject()
export class AskForPasskey {
  constructor(private clock: Clock) {}

  execute({ userId, rpId }: { userId: string | null; rpId: string }): Promise<PasskeyQuestion> {
    return inTransaction(async () => {
      const own = userId ? await passkeys.listOfUser(userId) : []
      const options = await generateAuthenticationOptions({
        rpID: rpId,
        userVerification: 'required',
        allowCredentials: own
          .filter(({ rp_id }) => rp_id === rpId)
          .map(({ credential_id, transports }) => ({ id: credential_id, transports })),
      })
      const challengeId = newId()
      await passkeys.insertChallenge({
        id: challengeId,
        challenge: options.challenge,
        purpose: 'prove',
        user_id: userId,
        expires_at: addDuration(this.clock.wall(), { minutes: challengeMinutes }),
      })
      return { challengeId, options }
    })
  }
}
