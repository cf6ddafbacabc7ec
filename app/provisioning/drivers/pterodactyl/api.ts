import { callRemote } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import { err, ok, type Result } from '#app/shared/result'
import type { CallSubject, PanelFailure, PanelResult } from '#app/provisioning/drivers/contract'
import type { PterodactylConnection } from '#app/provisioning/drivers/pterodactyl/config'
import { isSuccess, type PanelAnswer, readFailure } from '#app/provisioning/drivers/pterodactyl/failures'
import { retryAfterIn } from '#app/provisioning/drivers/retry_after'
import { readWholeList } from '#app/provisioning/drivers/whole_list'
import type { Item, ItemList } from '#app/provisioning/drivers/pterodactyl/shapes'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const timeoutMsDefault = 20_000
const pageSize = 100
const pagesMax = 100

/** Both interfaces of the panel, call by call. Paths begin with `/application` or `/client`. */
export class PterodactylApi {
  /** Where people and daemons know the panel: its address without a path of the interface. */
  readonly root: string

  constructor(
    private connection: PterodactylConnection,
    private subject: CallSubject
  ) {
    this.root = connection.baseUrl.replace(/\/+$/, '').replace(/\/api(\/(application|client))?$/, '')
  }

  /** The answer's body, or what its absence means. */
  async call<T>(method: Method, path: string, body?: object): PanelResult<T> {
    const answer = await this.send(method, path, body)
    if (!answer.ok) return answer
    if (!isSuccess(answer.value.status)) return err(asReadFailure(method, readFailure(answer.value)))
    return ok(answer.value.body as T)
  }

  /** The attributes of a single thing. */
  async item<T>(method: Method, path: string, body?: object): PanelResult<T> {
    const answer = await this.call<Item<T>>(method, path, body)
    if (!answer.ok) return answer
    return answer.value?.attributes
      ? ok(answer.value.attributes)
      : err(asReadFailure(method, { type: 'unknown', message: 'The panel answered without its data.' }))
  }

  /** Like {@link item}, but null when the panel has no such thing. */
  async find<T>(path: string): PanelResult<T | null> {
    const answer = await this.send('GET', path)
    if (!answer.ok) return answer
    if (answer.value.status === 404) {
      const isPanel = await this.answersAtAll()
      return isPanel.ok ? ok(null) : isPanel
    }
    if (!isSuccess(answer.value.status)) return err(asReadFailure('GET', readFailure(answer.value)))
    return ok((answer.value.body as Item<T>).attributes)
  }

  /** One page of a list, and the number of the next one. */
  async page<T>(path: string, page: number): PanelResult<{ rows: T[]; next: number | null }> {
    const joint = path.includes('?') ? '&' : '?'
    const answer = await this.call<ItemList<T>>('GET', `${path}${joint}per_page=${pageSize}&page=${page}`)
    if (!answer.ok) return answer
    if (!Array.isArray(answer.value?.data)) {
      return err({ type: 'misconfigured', message: 'The panel answered a list without its rows.' })
    }
    const { current_page = page, total_pages = page } = answer.value.meta?.pagination ?? {}
    const next = current_page < total_pages ? current_page + 1 : null
    return ok({ rows: answer.value.data.map(({ attributes }) => attributes), next })
  }

  /** All pages of a list. */
  list<T>(path: string): PanelResult<T[]> {
    return readWholeList((page: number) => this.page<T>(path, page), { first: 1, pagesMax })
  }

  /** A call on a server: a 404 means that it is gone, once the panel has shown that it is the panel. */
  async onServer<T>(method: Method, path: string, body?: object): PanelResult<T> {
    const answer = await this.send(method, path, body)
    if (!answer.ok) return answer
    if (answer.value.status === 404) {
      const isPanel = await this.answersAtAll()
      return isPanel.ok ? err({ type: 'gone', message: 'The server is not on the panel.' }) : isPanel
    }
    if (!isSuccess(answer.value.status)) return err(asReadFailure(method, readFailure(answer.value)))
    return ok(answer.value.body as T)
  }

  async send(method: Method, path: string, body?: object): Promise<Result<PanelAnswer, PanelFailure>> {
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
      system: `pterodactyl:${connection.code}`,
      gate: `panel:${connection.id}`,
      method,
      url: `${this.root}/api${path}`,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Bearer ${this.keyFor(path)}`,
      },
      body: body && JSON.stringify(body),
      isRepeatable: method === 'GET',
    })
    if (!answer.ok) {
      const type = answer.error.type === 'not_sent' ? 'retry_later' : 'unknown'
      return err(asReadFailure(method, { type, message: `${answer.error.reason}.` }))
    }
    const { status, headers, body: text } = answer.value
    return ok({
      status,
      body: readBody(text),
      retryAfterMs: retryAfterIn(headers),
    })
  }

  private keyFor(path: string): string {
    const { token = '', applicationToken } = this.connection.secrets
    return path.startsWith('/application') && applicationToken ? applicationToken : token
  }

  /** Missing servers and wrong addresses are both 404, and their sentences differ between versions: a list tells them apart. */
  private answersAtAll(): PanelResult<unknown> {
    return this.call('GET', '/application/servers?per_page=1')
  }
}

/** A question that was not answered changed nothing: it is simply asked again. */
function asReadFailure(method: Method, failure: PanelFailure): PanelFailure {
  return method === 'GET' && failure.type === 'unknown'
    ? { type: 'retry_later', message: failure.message }
    : failure
}

function readBody(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
