import { err, ok } from '#app/shared/result'
import type { CallSubject, PanelFailure, PanelResult } from '#app/provisioning/drivers/contract'
import type { EnhanceConnection } from '#app/provisioning/drivers/enhance/config'
import { isSuccess, missing, parse, readFailure } from '#app/provisioning/drivers/enhance/failures'
import { readWholeList } from '#app/provisioning/drivers/whole_list'
import { sendToPanel } from '#app/provisioning/drivers/enhance/transport'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const pageSize = 200
const pagesMax = 100

/** The panel's orchd interface, call by call. */
export class EnhanceApi {
  /** Where customers are made and plans are found. */
  readonly master: string

  constructor(
    private connection: EnhanceConnection,
    private subject: CallSubject
  ) {
    this.master = connection.config.masterOrg
  }

  /** The answer's body (undefined types never reach a caller: a body of another form is no answer), or what its absence means. */
  async call<T>(method: Method, path: string, body?: object): PanelResult<T> {
    const sent = await this.send(method, path, body)
    if (!sent.ok) return sent
    if (isSuccess(sent.value.status)) {
      const read = parse(sent.value.text)
      return read === undefined
        ? err(asReadFailure(method, { type: 'unknown', message: 'The panel answered something unreadable.' }))
        : ok(read as T)
    }
    const failure = readFailure(sent.value)
    return err(failure.type === 'missing' ? await this.explainMissing(path) : asReadFailure(method, failure))
  }

  /** A record that may be absent. */
  async find<T>(path: string): PanelResult<T | null> {
    const found = await this.call<T>('GET', path)
    if (found.ok) return found
    return found.error.type === 'gone' ? ok(null) : found
  }

  /** Makes something and gives its id: a UUID or, for subscriptions and backups, a number. */
  async create<Id extends string | number>(path: string, body: object): PanelResult<Id> {
    const made = await this.call<{ id?: Id } | null>('POST', path, body)
    if (!made.ok) return made
    const id = made.value?.id
    return id === undefined ? err({ type: 'unknown', message: 'The panel answered without an id.' }) : ok(id)
  }

  /** All rows of a list. Without a limit the panel chooses one that is written down nowhere. */
  list<T>(path: string): PanelResult<T[]> {
    const readPage = (offset: number) => this.page<T>(path, { offset, limit: pageSize })
    return readWholeList(readPage, { first: 0, pagesMax })
  }

  /** A panel may give less at once than it was asked for: then its total says whether there is more. Some lists tell none. */
  async page<T>(
    path: string,
    { offset, limit }: { offset: number; limit: number }
  ): PanelResult<{ rows: T[]; next: number | null }> {
    const joint = path.includes('?') ? '&' : '?'
    const answer = await this.call<{ items?: T[]; total?: number } | null>(
      'GET',
      `${path}${joint}offset=${offset}&limit=${limit}`
    )
    if (!answer.ok) return answer
    if (!Array.isArray(answer.value?.items)) {
      return err({ type: 'misconfigured', message: 'The panel answered a list without its items.' })
    }
    const { items: rows, total } = answer.value as { items: T[]; total?: number }
    const end = offset + rows.length
    const hasMore = rows.length > 0 && (total === undefined ? rows.length >= limit : end < total)
    return ok({ rows, next: hasMore ? end : null })
  }

  private send(method: Method, path: string, body?: object) {
    const { connection, subject } = this
    return sendToPanel({ connection, subject, method, path, body }).then((answer) =>
      answer.ok ? answer : err(asReadFailure(method, answer.error))
    )
  }

  /** Whether only the record is missing: then the organisation that sells is still found at the same address. */
  private async explainMissing(path: string): Promise<PanelFailure> {
    const wrongAddress: PanelFailure = {
      type: 'misconfigured',
      message: 'Nothing answers at the address of the panel interface.',
    }
    const root = `/orgs/${this.master}`
    if (path === root) return wrongAddress
    const answer = await this.send('GET', root)
    if (!answer.ok) return answer.error
    if (isSuccess(answer.value.status) && typeof parse(answer.value.text) === 'object') {
      return { type: 'gone', message: 'The panel does not know it.' }
    }
    const failure = readFailure(answer.value)
    return failure === missing || failure.type === 'gone' ? wrongAddress : (failure as PanelFailure)
  }
}

/** A question that was not answered changed nothing: it is simply asked again. */
function asReadFailure(method: Method, failure: PanelFailure): PanelFailure {
  return method === 'GET' && failure.type === 'unknown'
    ? { type: 'retry_later', message: failure.message }
    : failure
}
