import type { RemoteFailure } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import type { Link } from '#app/payments/drivers/paypal/api_types'
import type { PayPalConfig } from '#app/payments/drivers/paypal/config'

export function policyOf({ timeoutMs }: PayPalConfig) {
  return { ...hostPolicyDefaults, concurrency: 15, timeoutMs }
}

/** No answer came; tells whether the request may have arrived. */
export class NoAnswer extends Error {
  constructor(readonly failure: RemoteFailure) {
    super(failure.reason)
  }
}

/** PayPal said no. `issue` is the first of its details, which is what decides. */
export class PayPalRefusal extends Error {
  readonly status: number
  readonly issue: string
  readonly links: Link[]

  constructor({ status, body, debugId }: { status: number; body: unknown; debugId: string | null }) {
    const said = (body ?? {}) as {
      name?: string
      message?: string
      error?: string
      debug_id?: string
      details?: { issue?: string; field?: string; description?: string }[]
      links?: Link[]
    }
    const [detail] = said.details ?? []
    const issue = detail?.issue ?? said.name ?? said.error ?? 'UNKNOWN'
    const field = detail?.field ? ` at ${detail.field}` : ''
    super(`${issue}${field}: ${detail?.description ?? said.message ?? ''} (debug id ${said.debug_id ?? debugId ?? 'none'})`)
    this.status = status
    this.issue = issue
    this.links = said.links ?? []
  }
} // prettier-ignore
