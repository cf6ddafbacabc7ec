import vine from '@vinejs/vine'
import type { Decline } from '#app/payments/domain/gateway_values'
import type { BrowserForm } from '#app/payments/drivers/contract'

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

export const failureRule = () =>
  vine.object({ kind: vine.string(), code: vine.string(), message: vine.string() }).nullable()

/** To a customer a broken set-up of ours is no code of theirs. */
export function showFailure(failure: Decline | null) {
  if (!failure) return null
  const code = failure.kind === 'misconfigured' ? 'unavailable' : failure.code
  return { kind: failure.kind, code, message: failure.message }
}
