import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { isCounterStale, isHandleOf } from '#app/identity/domain/passkey'
import * as passkeys from '#app/identity/records/passkeys'
import * as users from '#app/identity/records/users'

export interface PasskeyProof {
  challengeId: string | null
  /** What the browser signed. Nothing of it is believed before it is verified. */
  response: unknown
  /** Who must have signed; null where the passkey says who it is. */
  userId: string | null
  rpId: string
  origins: string[]
}

export type ProveByPasskeyError = { type: 'passkey_refused' }

/** Checks that somebody holds a passkey, and that its person was there. Each question is answered once. */
@inject()
export class ProveByPasskey {
  constructor(private clock: Clock) {}

  async execute(proof: PasskeyProof): Promise<Result<{ user: users.User }, ProveByPasskeyError>> {
    const challenge = await this.takeChallenge(proof)
    if (!challenge) return err({ type: 'passkey_refused' })
    return inTransaction(async () => {
      const user = await this.verify(proof, challenge)
      return user ? ok({ user }) : err({ type: 'passkey_refused' as const })
    })
  }

  /** In a transaction of its own, so that a refused answer uses the question up as well. */
  private async takeChallenge({ challengeId, userId }: PasskeyProof): Promise<string | null> {
    const challenge = challengeId ? await inTransaction(() => passkeys.takeChallenge(challengeId)) : undefined
    if (challenge?.purpose !== 'prove' || challenge.user_id !== userId) return null
    return challenge.expires_at > this.clock.wall() ? challenge.challenge : null
  }

  private async verify(
    { response, userId, rpId, origins }: PasskeyProof,
    challenge: string
  ): Promise<users.User | null> {
    const answer = response as AuthenticationResponseJSON
    const passkey = typeof answer?.id === 'string' ? await passkeys.lockByCredential(answer.id) : undefined
    if (!passkey || passkey.rp_id !== rpId || (userId !== null && passkey.user_id !== userId)) return null
    const info = await this.check(answer, passkey, { challenge, rpId, origins })
    if (!info || isCounterStale(passkey.counter, info.newCounter)) return null
    if (userId === null && !isHandleOf(passkey.user_id, answer.response.userHandle)) return null
    const user = await users.find(passkey.user_id)
    if (!user || user.disabled_at) return null
    const use = { counter: BigInt(info.newCounter), isSynced: info.credentialBackedUp, at: this.clock.now() }
    await passkeys.noteUse(passkey.id, use)
    return user
  }

  private async check(
    response: AuthenticationResponseJSON,
    passkey: passkeys.Passkey,
    expected: { challenge: string; rpId: string; origins: string[] }
  ) {
    try {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response,
        expectedChallenge: expected.challenge,
        expectedOrigin: expected.origins,
        expectedRPID: expected.rpId,
        // The counter is judged by a rule of ours, which has its own table of cases.
        credential: { id: passkey.credential_id, publicKey: new Uint8Array(passkey.public_key), counter: 0 },
        requireUserVerification: true,
      })
      return verified ? authenticationInfo : null
    } catch {
      // The library throws for whatever is wrong with an answer, which anybody may send.
      return null
    }
  }
}
