import vine from '@vinejs/vine'
import type { Decline } from '#app/payments/domain/gateway_values'
import type { BrowserForm, GatewayPage } from '#app/payments/drivers/contract'

export function showForm(form: BrowserForm | null) {
  if (!form) return null
  return {
    driver: form.driver,
    purpose: form.purpose,
    script_url: form.scriptUrl,
    publishable_key: form.publishableKey,
    client_secret: form.clientSecret,
  }
}

export const formFields = {
  driver: vine.string(),
  purpose: vine.enum(['payment', 'setup'] as const),
  script_url: vine.string(),
  publishable_key: vine.string(),
  client_secret: vine.string(),
}

/** The gateway's own page, or what can be shown on ours instead of it: where to send how much of which coin. */
export function showPage(page: GatewayPage | null) {
  if (!page) return null
  return {
    driver: page.driver,
    url: page.url,
    expires_at: page.expiresAt?.toISOString() ?? null,
    coins: page.coins.map(({ method, coin, address, uri, due, paid, rate }) => ({
      method,
      coin,
      address,
      uri,
      due,
      paid,
      rate,
    })),
  }
}

export const pageFields = {
  driver: vine.string(),
  url: vine.string(),
  expires_at: vine.string().nullable(),
  coins: vine.array(
    vine.object({
      method: vine.string(),
      coin: vine.string(),
      address: vine.string(),
      uri: vine.string(),
      /** Plain decimals of the coin. */
      due: vine.string(),
      paid: vine.string(),
      rate: vine.string(),
    })
  ),
}

export const failureRule = () =>
  vine.object({ kind: vine.string(), code: vine.string(), message: vine.string() }).nullable()

/** To a customer a broken set-up of ours is no code of theirs. */
export function showFailure(failure: Decline | null) {
  if (!failure) return null
  const code = failure.kind === 'misconfigured' ? 'unavailable' : failure.code
  return { kind: failure.kind, code, message: failure.message }
}
