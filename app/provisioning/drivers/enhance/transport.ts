import { callRemote } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import { err, ok, type Result } from '#app/shared/result'
import type { CallSubject, PanelFailure } from '#app/provisioning/drivers/contract'
import type { EnhanceConnection } from '#app/provisioning/drivers/enhance/config'
import { retryAfterIn } from '#app/provisioning/drivers/retry_after'
import type { PanelAnswer } from '#app/provisioning/drivers/enhance/failures'

/** Making a website may take tens of seconds, and the panel works while we wait. */
const timeoutMsDefault = 90_000

export interface PanelRequest {
  connection: EnhanceConnection
  subject: CallSubject
  method: string
  path: string
  body?: object
}

/** Carries one request to the panel. What never left is tried again later; what was not answered is unknown. */
export async function sendToPanel(request: PanelRequest): Promise<Result<PanelAnswer, PanelFailure>> {
  const { connection, subject, method, path, body } = request
  const answer = await callRemote(
    {
      ...hostPolicyDefaults,
      concurrency: connection.maxConcurrentCalls,
      timeoutMs: connection.config.callTimeoutMs ?? timeoutMsDefault,
      // Operations have their own pauses and look before they repeat.
      triesMax: 1,
    },
    {
      subject,
      system: `enhance:${connection.code}`,
      gate: `panel:${connection.id}`,
      method,
      url: `${connection.baseUrl.replace(/\/$/, '')}${path}`,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${connection.secrets.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      body: body && JSON.stringify(body),
      isRepeatable: method === 'GET',
    }
  )
  if (!answer.ok) {
    const type = answer.error.type === 'not_sent' ? 'retry_later' : 'unknown'
    return err({ type, message: `${answer.error.reason}.` })
  }
  const { status, headers, body: text } = answer.value
  return ok({ status, text, retryAfterMs: retryAfterIn(headers) })
}
