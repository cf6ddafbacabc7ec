import { callRemote } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import { err, ok } from '#app/shared/result'
import type { CallSubject, PanelFailure, PanelResult } from '#app/provisioning/drivers/contract'
import type { KasmConnection } from '#app/provisioning/drivers/kasm/config'
import { retryAfterIn } from '#app/provisioning/drivers/retry_after'
import { refusalIn } from '#app/provisioning/drivers/kasm/failures'

const timeoutMsDefault = 20_000

/** Whether a call only asks; one that was not answered is then simply asked again. */
type CallKind = 'asks' | 'acts'

/** The Developer API as documented up to 1.19: every call is a POST, and the key is in its body. */
export class KasmApi {
  /** Where people reach the installation. */
  readonly root: string

  constructor(
    private connection: KasmConnection,
    private subject: CallSubject
  ) {
    this.root = connection.baseUrl.replace(/\/+$/, '').replace(/\/api(\/public)?$/, '')
  }

  ask<T>(name: string, body: object = {}): PanelResult<T> {
    return this.call(name, body, 'asks')
  }

  act<T>(name: string, body: object = {}): PanelResult<T> {
    return this.call(name, body, 'acts')
  }

  private async call<T>(name: string, body: object, kind: CallKind): PanelResult<T> {
    const { connection } = this
    const policy = {
      ...hostPolicyDefaults,
      concurrency: connection.maxConcurrentCalls,
      timeoutMs: connection.config.callTimeoutMs ?? timeoutMsDefault,
      // Operations have their own pauses and look before they repeat.
      triesMax: 1,
    }
    const answer = await callRemote(policy, {
      subject: this.subject,
      system: `kasm:${connection.code}`,
      gate: `panel:${connection.id}`,
      method: 'POST',
      url: `${this.root}/api/public/${name}`,
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({
        api_key: connection.secrets.token,
        api_key_secret: connection.secrets.secret,
        ...body,
      }),
      isRepeatable: kind === 'asks',
      isAnswerSecret: secretAnswers.has(name),
    })
    if (!answer.ok) {
      const type = answer.error.type === 'not_sent' ? 'retry_later' : 'unknown'
      return err(asked(kind, { type, message: `${answer.error.reason}.` }))
    }
    const { status, headers, body: text } = answer.value
    const read = readBody(text)
    const refusal = refusalIn({ status, body: read, retryAfterMs: retryAfterIn(headers) })
    if (refusal) return err(asked(kind, refusal))
    return read === null && text !== ''
      ? err(asked(kind, { type: 'unknown', message: 'Kasm answered with something else than data.' }))
      : ok((read ?? {}) as T)
  }
}

/** Answers with links that sign somebody in: nothing of them is kept. */
const secretAnswers = new Set(['get_login', 'request_kasm', 'get_kasm_status', 'join_kasm'])

function asked(kind: CallKind, failure: PanelFailure): PanelFailure {
  return kind === 'asks' && failure.type === 'unknown'
    ? { type: 'retry_later', message: failure.message }
    : failure
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Ids are shown with and without dashes. */
export function plainId(id: string): string {
  return id.replaceAll('-', '').toLowerCase()
}
