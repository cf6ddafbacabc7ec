import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { seal } from '#app/shared/secrets/keyring'
import { Clock } from '#app/shared/time/clock'
import { makeSeed, seedUri } from '#app/identity/domain/totp'
import * as totpFactors from '#app/identity/records/totp_factors'

export interface TotpOffer {
  seed: string
  /** What the QR code says. */
  uri: string
}

export type OfferTotpError = { type: 'totp_in_use' }

/** Makes a seed for an authenticator app. It counts for nothing until a code made with it was shown. */
@inject()
export class OfferTotp {
  constructor(private clock: Clock) {}

  execute(person: {
    userId: string
    email: string
    issuer: string
  }): Promise<Result<TotpOffer, OfferTotpError>> {
    const seed = makeSeed()
    return inTransaction(async () => {
      const isOffered = await totpFactors.offer({
        user_id: person.userId,
        sealed_seed: JSON.stringify(seal(seed, seedContext(person.userId))),
        created_at: this.clock.now(),
      })
      return isOffered ? ok({ seed, uri: seedUri(seed, person) }) : err({ type: 'totp_in_use' as const })
    })
  }
}

/** Binds the encrypted seed to its person. */
export function seedContext(userId: string): string {
  return `totp:${userId}`
}
