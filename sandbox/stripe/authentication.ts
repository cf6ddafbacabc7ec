import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Account } from './account.ts'
import { StripeError } from './errors.ts'

export type Key = 'secret' | 'publishable'

/** Bearer or Basic with the key as user name; anything else is refused with 401. */
export function keyOf(account: Account, headers: IncomingHttpHeaders, formKey: string | null): Key {
  const given = givenKey(headers.authorization) ?? formKey
  if (!given) {
    throw unauthorized(
      'You did not provide an API key. You need to provide your API key in the Authorization header, using ' +
        "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
    )
  }
  if (same(given, account.secretKey)) return 'secret'
  if (same(given, account.publishableKey)) return 'publishable'
  if (given.startsWith(restrictedKey)) return 'secret'
  throw unauthorized(`Invalid API Key provided: ${hidden(given)}`)
}

/** A restricted key of the stand-in says in its name what it may not do: `rk_test_sandbox_without_refunds_and_payouts`. */
const restrictedKey = 'rk_test_sandbox'

/** Refuses an endpoint to a restricted key that lacks the right for it. */
export function requireRight(headers: IncomingHttpHeaders, path: string): void {
  const given = givenKey(headers.authorization) ?? ''
  if (!given.startsWith(restrictedKey)) return
  const lacking = given.split('_without_')[1]?.split('_and_') ?? []
  const resource = path.split('/')[2] ?? ''
  if (!lacking.includes(resource)) return
  throw new StripeError(403, {
    type: 'invalid_request_error',
    message:
      `The provided key '${hidden(given)}' does not have the required permissions for this endpoint. ` +
      `Having the 'rak_${resource}' permission would allow this request to continue.`,
  })
}

export function requireSecret(key: Key): void {
  if (key === 'secret') return
  throw new StripeError(401, {
    type: 'invalid_request_error',
    code: 'secret_key_required',
    message:
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a ' +
      'list of your API keys at https://dashboard.stripe.com/account/apikeys.',
  })
}

function givenKey(header: string | undefined): string | null {
  const [scheme, value] = (header ?? '').split(' ')
  if (!value) return null
  if (scheme?.toLowerCase() === 'bearer') return value
  if (scheme?.toLowerCase() !== 'basic') return null
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? null
}

function same(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function hidden(key: string): string {
  const shown = /^(sk|pk|rk)_(test|live)_/.exec(key)?.[0] ?? ''
  return `${shown}${'*'.repeat(Math.max(4, Math.min(20, key.length - shown.length - 4)))}${key.slice(-4)}`
}

function unauthorized(message: string): StripeError {
  return new StripeError(401, { type: 'invalid_request_error', message })
}
