import { type RegistrationResponseJSON, verifyRegistrationResponse } from '@simplewebauthn/server'
import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { asPerson } from '#app/identity/actions/as_person'
import { GiveRecoveryCodes } from '#app/identity/actions/give_recovery_codes'
import { secondFactorAdded } from '#app/identity/events'
import * as passkeys from '#app/identity/records/passkeys'

export interface NewPasskey {
  userId: string
  challengeId: string | null
  /** What the browser made. Nothing of it is believed before it is verified. */
  response: unknown
  name: string
  rpId: string
  origins: string[]
}

export type AddPasskeyError = { type: 'passkey_refused' } | { type: 'passkey_taken' }

/** Takes a passkey into use. Recovery codes come with the first factor. */
@inject()
export class AddPasskey {
  constructor(
    private clock: Clock,
    private giveCodes: GiveRecoveryCodes,
    private events: EventLog
  ) {}

  async execute(input: NewPasskey): Promise<Result<{ recoveryCodes: string[] | null }, AddPasskeyError>> {
    const made = await this.verify(input)
    if (!made) return err({ type: 'passkey_refused' })
    const { userId, name, rpId } = input
    return inTransaction(async () => {
      const isNew = await passkeys.insert({
        id: newId(),
        user_id: userId,
        rp_id: rpId,
        credential_id: made.credential.id,
        public_key: Buffer.from(made.credential.publicKey),
        counter: BigInt(made.credential.counter),
        transports: made.credential.transports ?? [],
        aaguid: made.aaguid,
        is_synced: made.credentialBackedUp,
        name,
        created_at: this.clock.now(),
      })
      if (!isNew) return err({ type: 'passkey_taken' as const })
      const data = { userId, factor: 'passkey' as const, name }
      await asPerson(userId, () =>
        this.events.record([fact(secondFactorAdded, { kind: 'user', id: userId }, { data })])
      )
      return ok({ recoveryCodes: await this.giveCodes.executeWhereNone(userId) })
    })
  }

  /** What was made, or null when the answer is forged, late, repeated or not an answer at all. */
  private async verify({ userId, challengeId, response, rpId, origins }: NewPasskey) {
    const challenge = challengeId ? await inTransaction(() => passkeys.takeChallenge(challengeId)) : undefined
    if (challenge?.purpose !== 'add' || challenge.user_id !== userId) return null
    if (challenge.expires_at <= this.clock.wall()) return null
    try {
      const { registrationInfo } = await verifyRegistrationResponse({
        response: response as RegistrationResponseJSON,
        expectedChallenge: challenge.challenge,
        expectedOrigin: origins,
        expectedRPID: rpId,
        requireUserVerification: true,
      })
      return registrationInfo ?? null
    } catch {
      // The library throws for whatever is wrong with an answer, which anybody may send.
      return null
    }
  }
}
