import { callRemote } from '#app/shared/outbound/call_remote'
import type { CallSubject } from '#app/shared/outbound/remote_call_log'
import { accessTokenFor, forgetAccessToken } from '#app/payments/drivers/paypal/access_tokens'
import type { PayPalConfig } from '#app/payments/drivers/paypal/config'
import { NoAnswer, PayPalRefusal, policyOf } from '#app/payments/drivers/paypal/refusals'

export interface PayPalRequest {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  /** JSON; a text is sent as it stands. */
  body?: object | string
  /** Parts of a form, already put together. */
  form?: { contentType: string; bytes: Uint8Array }
  /** PayPal-Request-Id: while it is kept, a repeat gets the latest state of what the first one made. */
  key?: string
}

/** Speaks to one REST app about one thing of ours. */
export class PayPalClient {
  constructor(
    readonly config: PayPalConfig,
    private readonly subject: CallSubject
  ) {}

  /** @throws {PayPalRefusal} for an answer other than 2xx; {@link NoAnswer} where none came */
  async call<T>(request: PayPalRequest): Promise<T> {
    const first = await this.send(request)
    if (first.status !== 401) return read<T>(first)
    // The token may have been taken back before its time. A second one that is refused as well is not the token's fault.
    forgetAccessToken(this.config)
    return read<T>(await this.send(request))
  }

  private async send({ method, path, body, form, key }: PayPalRequest) {
    const token = await accessTokenFor(this.config, this.subject)
    const json = typeof body === 'object' ? JSON.stringify(body) : body
    const result = await callRemote(policyOf(this.config), {
      subject: this.subject,
      system: 'paypal',
      method,
      url: this.config.baseUrl + path,
      headers: {
        'authorization': `Bearer ${token}`,
        'accept': 'application/json',
        'prefer': 'return=representation',
        ...(form ? { 'content-type': form.contentType } : method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...(key ? { 'paypal-request-id': key } : {}),
      },
      body: form?.bytes ?? json,
      idempotencyKey: key ?? null,
      isRepeatable: method !== 'POST' || key !== undefined,
      // PayPal wants half a minute of quiet after a 429.
      finalStatuses: [429],
    })
    if (!result.ok) throw new NoAnswer(result.error)
    return result.value
  } // prettier-ignore
}

function read<T>({ status, body, headers }: { status: number; body: string; headers: Record<string, string> }): T {
  const parsed = parse(body)
  if (status >= 200 && status < 300) return parsed as T
  throw new PayPalRefusal({ status, body: parsed, debugId: headers['paypal-debug-id'] ?? null })
} // prettier-ignore

/** Some errors of v1 and of what stands before PayPal are no JSON. */
function parse(body: string): unknown {
  if (body === '') return null
  try {
    return JSON.parse(body)
  } catch {
    return { message: body.slice(0, 200) }
  }
}
