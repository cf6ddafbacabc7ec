import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/server'
import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { challengeMinutes, userHandle } from '#app/identity/domain/passkey'
import * as passkeys from '#app/identity/records/passkeys'

export interface PasskeyOffer {
  challengeId: string
  options: PublicKeyCredentialCreationOptionsJSON
}

/**
 * What a browser needs to make a passkey. It must be one that says by itself whose it is and asks its person for a finger, a face or a
 * PIN: each of them can then be the only thing that somebody signs in with.
 */
@inject()
export class OfferPasskey {
  constructor(private clock: Clock) {}

  async execute(person: {
    userId: string
    email: string
    name: string
    rpId: string
    rpName: string
  }): Promise<PasskeyOffer> {
    return inTransaction(async () => {
      const own = await passkeys.listOfUser(person.userId)
      const options = await generateRegistrationOptions({
        rpName: person.rpName,
        rpID: person.rpId,
        userID: userHandle(person.userId),
        userName: person.email,
        userDisplayName: person.name,
        attestationType: 'none',
        excludeCredentials: own
          .filter(({ rp_id }) => rp_id === person.rpId)
          .map(({ credential_id, transports }) => ({ id: credential_id, transports })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      const challengeId = newId()
      await passkeys.insertChallenge({
        id: challengeId,
        challenge: options.challenge,
        purpose: 'add',
        user_id: person.userId,
        expires_at: addDuration(this.clock.wall(), { minutes: challengeMinutes }),
      })
      return { challengeId, options }
    })
  }
}
