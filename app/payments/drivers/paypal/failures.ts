import { err, ok, type Result } from '#app/shared/result'
import type { Decline, GatewayFailure, GatewayPayment } from '#app/payments/drivers/contract'
import {
  busyIssues,
  type IssueRule,
  issueRules,
  lapsedRule,
  sellerIssue,
  sellerRule,
} from '#app/payments/drivers/paypal/issues'
import { NoAnswer, PayPalRefusal } from '#app/payments/drivers/paypal/refusals'

/** Runs calls and turns whatever PayPal says into an outcome of the contract. What is our own mistake is thrown on. */
export async function outcomeOf<T>(
  call: () => Promise<T>,
  { isReading = false }: { isReading?: boolean } = {}
): Promise<Result<T, GatewayFailure>> {
  try {
    return ok(await call())
  } catch (error) {
    if (error instanceof NoAnswer) return err(unanswered(error, isReading))
    if (error instanceof PayPalRefusal) return err(failureOf(error, { isReading }))
    if (error instanceof NotDone) return err(error.failure)
    throw error
  }
}

/** An outcome of several calls that is known before the last. */
export class NotDone extends Error {
  constructor(readonly failure: GatewayFailure) {
    super(failure.type)
  }
}

function unanswered({ failure }: NoAnswer, isReading: boolean): GatewayFailure {
  const { type, reason } = failure
  return { type: type === 'not_sent' || isReading ? 'retry_later' : 'unknown', reason }
}

/** Branches on the status, then on the issue. @param payment where the payment stands, when that is known */
export function failureOf(
  refusal: PayPalRefusal,
  { isReading = false, payment = null }: { isReading?: boolean; payment?: GatewayPayment | null } = {}
): GatewayFailure {
  const { status, issue, message } = refusal
  if (status === 429) return { type: 'retry_later', reason: 'PayPal asks for fewer calls' }
  if (status >= 500 || status === 409 || busyIssues.has(issue)) {
    const reason = `PayPal answered ${status} ${message}`
    return isReading ? { type: 'retry_later', reason } : { type: 'unknown', reason }
  }
  const rule = status === 404 ? lapsedRule : ruleFor(issue)
  if (!rule || rule.kind === 'misconfigured')
    return { type: 'misconfigured', reason: `PayPal refused the request (${status} ${message})` }
  const decline = toDecline(issue, rule)
  return { type: decline.kind === 'action_required' ? 'action_required' : 'declined', decline, payment }
}

export function ruleFor(issue: string): IssueRule | null {
  if (sellerIssue.test(issue)) return sellerRule
  return issueRules[issue] ?? null
}

export function toDecline(issue: string, { kind, isHard, category, message }: IssueRule): Decline {
  return { kind, code: issue.toLowerCase(), message, isHard, category }
}

/** Null for what PayPal does not know. */
export async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof PayPalRefusal && error.status === 404) return null
    throw error
  }
}
