import { inReadTransaction } from '#app/shared/database/unit'
import type { PersonsFactors } from '#app/identity/domain/sign_in_step'
import * as knownBrowsers from '#app/identity/records/known_browsers'
import * as passkeys from '#app/identity/records/passkeys'
import * as recoveryCodes from '#app/identity/records/recovery_codes'
import * as totpFactors from '#app/identity/records/totp_factors'

/**
 * With what may this person prove who they are, beside their password?
 * @param rpId the host name: a passkey works under its own only
 */
export function findFactors(userId: string, rpId: string): Promise<PersonsFactors> {
  return inReadTransaction(async () => {
    const totp = await totpFactors.find(userId)
    const own = await passkeys.listOfUser(userId)
    return {
      hasTotp: totp?.confirmed_at != null,
      passkeys: own.length,
      passkeysHere: own.filter((passkey) => passkey.rp_id === rpId).length,
    }
  })
}

export interface FactorOverview {
  totpSince: Date | null
  passkeys: passkeys.Passkey[]
  recoveryCodesLeft: number
  trustedBrowsers: knownBrowsers.KnownBrowser[]
}

/** What does this person see of their own factors? No secret is among it. */
export function findFactorOverview(userId: string, now: Date): Promise<FactorOverview> {
  return inReadTransaction(async () => ({
    totpSince: (await totpFactors.find(userId))?.confirmed_at ?? null,
    passkeys: await passkeys.listOfUser(userId),
    recoveryCodesLeft: await recoveryCodes.countUnused(userId),
    trustedBrowsers: await knownBrowsers.listTrusted(userId, now),
  }))
}
