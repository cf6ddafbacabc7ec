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
  throw unauthorized(`Invalid API Key provided: ${hidden(given)}`)
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
