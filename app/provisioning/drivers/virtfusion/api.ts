import { err, ok, type Result } from '#app/shared/result'
import type {
  CallSubject,
  PanelConnection,
  PanelFailure,
  PanelResult,
} from '#app/provisioning/drivers/contract'
import {
  type PanelAnswer,
  isMissingRecord,
  isSuccess,
  readFailure,
} from '#app/provisioning/drivers/virtfusion/failures'
import { readWholeList } from '#app/provisioning/drivers/whole_list'
import { sendToPanel } from '#app/provisioning/drivers/virtfusion/transport'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface PanelPage<T> {
  data: T[]
  next_page_url?: string | null
  last_page?: number
}

const pageSize = 200
const pagesMax = 50

/** The panel's administrator interface, call by call. */
export class VirtfusionApi {
  constructor(
    private connection: PanelConnection,
    private subject: CallSubject
  ) {}

  /** The answer's body, or what its absence means. */
  async call<T>(method: Method, path: string, body?: object): PanelResult<T> {
    const answer = await this.send(method, path, body)
    if (!answer.ok) return answer
    if (!isSuccess(answer.value.status)) return err(asReadFailure(method, readFailure(answer.value)))
    return ok(answer.value.body as T)
  }

  /** Most answers wrap what matters in `data`. */
  async data<T>(method: Method, path: string, body?: object): PanelResult<T> {
    const answer = await this.call<{ data?: T }>(method, path, body)
    if (!answer.ok) return answer
    if (answer.value?.data === undefined || answer.value.data === null) {
      return err(asReadFailure(method, { type: 'unknown', message: 'The panel answered without its data.' }))
    }
    return ok(answer.value.data)
  }

  /** Like {@link data}, but null when the panel says that there is no such record. */
  async find<T>(path: string): PanelResult<T | null> {
    const answer = await this.send('GET', path)
    if (!answer.ok) return answer
    if (isMissingRecord(answer.value)) return ok(null)
    if (!isSuccess(answer.value.status)) return err(asReadFailure('GET', readFailure(answer.value)))
    const { data } = (answer.value.body ?? {}) as { data?: T | null }
    return data ? ok(data) : err({ type: 'retry_later', message: 'The panel answered without its data.' })
  }

  /** All pages of a list. */
  list<T>(path: string): PanelResult<T[]> {
    return readWholeList((page: number) => this.page<T>(path, page), { first: 1, pagesMax })
  }

  /** One page of a list, and the number of the next one. */
  async page<T>(path: string, page: number): PanelResult<{ rows: T[]; next: number | null }> {
    const joint = path.includes('?') ? '&' : '?'
    const answer = await this.call<PanelPage<T>>('GET', `${path}${joint}results=${pageSize}&page=${page}`)
    if (!answer.ok) return answer
    if (!Array.isArray(answer.value?.data)) {
      return err({ type: 'misconfigured', message: 'The panel answered a list without its rows.' })
    }
    return ok({ rows: answer.value.data, next: hasNext(answer.value, page) ? page + 1 : null })
  }

  private async send(
    method: Method,
    path: string,
    body?: object
  ): Promise<Result<PanelAnswer, PanelFailure>> {
    const answer = await sendToPanel({
      connection: this.connection,
      subject: this.subject,
      method,
      path,
      body,
    })
    return answer.ok ? answer : err(asReadFailure(method, answer.error))
  }
}

/** By its address, or by its number where a panel leaves addresses out. */
function hasNext({ data, next_page_url, last_page }: PanelPage<unknown>, page: number): boolean {
  return data.length > 0 && (Boolean(next_page_url) || page < (last_page ?? 0))
}

/** A question that was not answered changed nothing: it is simply asked again. */
function asReadFailure(method: Method, failure: PanelFailure): PanelFailure {
  return method === 'GET' && failure.type === 'unknown'
    ? { type: 'retry_later', message: failure.message }
    : failure
}
