import { callRemote } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import { err, ok, type Result } from '#app/shared/result'
import type { CallSubject, PanelFailure } from '#app/provisioning/drivers/contract'
import type { SynergycpConnection } from '#app/provisioning/drivers/synergycp/config'
import { retryAfterIn } from '#app/provisioning/drivers/retry_after'
import type { PanelAnswer } from '#app/provisioning/drivers/synergycp/failures'

const timeoutMsDefault = 30_000

export interface PanelRequest {
  connection: SynergycpConnection
  subject: CallSubject
  method: string
  path: string
  query: readonly [name: string, value: string][]
  body?: object
  /** A client's key in place of ours. */
  key?: string
}

/** Carries one request to the panel. The key travels in the address: the log of calls cuts it out. */
export async function sendToPanel(request: PanelRequest): Promise<Result<PanelAnswer, PanelFailure>> {
  const { connection, subject, method, body } = request
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
      system: `synergycp:${connection.code}`,
      gate: `panel:${connection.id}`,
      method,
      url: addressOf(request),
      headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body && JSON.stringify(body),
      isRepeatable: method === 'GET',
    }
  )
  if (!answer.ok) {
    const type = answer.error.type === 'not_sent' ? 'retry_later' : 'unknown'
    return err({ type, message: `${answer.error.reason}.` })
  }
  const { status, headers, body: text } = answer.value
  return ok({ status, body: readBody(text), retryAfterMs: retryAfterIn(headers) })
}

function addressOf({ connection, path, query, key }: PanelRequest): string {
  const params = new URLSearchParams([...query, ['key', key ?? connection.secrets.token ?? '']])
  return `${connection.baseUrl.replace(/\/$/, '')}${path}?${params.toString()}`
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
