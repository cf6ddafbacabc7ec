import { callRemote } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import { err, ok, type Result } from '#app/shared/result'
import type { CallSubject, PanelConnection, PanelFailure } from '#app/provisioning/drivers/contract'
import { retryAfterIn } from '#app/provisioning/drivers/retry_after'
import type { PanelAnswer } from '#app/provisioning/drivers/virtfusion/failures'

const timeoutMsDefault = 20_000

export interface PanelRequest {
  connection: PanelConnection
  subject: CallSubject
  method: string
  path: string
  body?: object
}

/** Carries one request to the panel. What never left is tried again later; what was not answered is unknown. */
export async function sendToPanel(request: PanelRequest): Promise<Result<PanelAnswer, PanelFailure>> {
  const { connection, subject, method, path, body } = request
  const url = `${connection.baseUrl.replace(/\/$/, '')}${path}`
  const policy = {
    ...hostPolicyDefaults,
    concurrency: connection.maxConcurrentCalls,
    timeoutMs: connection.config.callTimeoutMs ?? timeoutMsDefault,
    // Operations have their own pauses and look before they repeat.
    triesMax: 1,
  }
  const answer = await callRemote(policy, {
    subject,
    system: `virtfusion:${connection.code}`,
    gate: `panel:${connection.id}`,
    method,
    url,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: `Bearer ${connection.secrets.token}`,
    },
    body: body && JSON.stringify(body),
    isRepeatable: method === 'GET',
  })
  if (!answer.ok) {
    const type = answer.error.type === 'not_sent' ? 'retry_later' : 'unknown'
    return err({ type, message: `${answer.error.reason}.` })
  }
  const { status, headers, body: text } = answer.value
  return ok({
    status,
    body: readBody(text),
    retryAfterMs: retryAfterIn(headers),
  })
}

function readBody(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
