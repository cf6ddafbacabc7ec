import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { FactorOverview } from '#app/identity/queries/find_factors'
import type { KnownBrowser } from '#app/identity/records/known_browsers'
import type { Passkey } from '#app/identity/records/passkeys'

/** With what somebody proves who they are. Neither seeds nor keys nor codes are among it. */
export function showFactors({ totpSince, passkeys, recoveryCodesLeft, trustedBrowsers }: FactorOverview) {
  return {
    totp_since: totpSince?.toISOString() ?? null,
    passkeys: passkeys.map(showPasskey),
    recovery_codes_left: recoveryCodesLeft,
    trusted_browsers: trustedBrowsers.map(showTrustedBrowser),
  }
}

function showPasskey(passkey: Passkey) {
  return {
    id: showId('passkey', passkey.id),
    name: passkey.name,
    host: passkey.rp_id,
    is_synced: passkey.is_synced,
    created_at: passkey.created_at.toISOString(),
    last_used_at: passkey.last_used_at?.toISOString() ?? null,
  }
}

function showTrustedBrowser(browser: KnownBrowser) {
  return {
    id: showId('knownBrowser', browser.id),
    ip: browser.ip,
    user_agent: browser.user_agent,
    last_seen_at: browser.last_seen_at.toISOString(),
    trusted_until: browser.trusted_until?.toISOString() ?? null,
  }
}

export const factorsShape = vine.create({
  totp_since: vine.string().nullable(),
  passkeys: vine.array(
    vine.object({
      id: vine.string(),
      name: vine.string(),
      host: vine.string(),
      is_synced: vine.boolean(),
      created_at: vine.string(),
      last_used_at: vine.string().nullable(),
    })
  ),
  recovery_codes_left: vine.number(),
  trusted_browsers: vine.array(
    vine.object({
      id: vine.string(),
      ip: vine.string().nullable(),
      user_agent: vine.string().nullable(),
      last_seen_at: vine.string(),
      trusted_until: vine.string().nullable(),
    })
  ),
})
