import { err, ok } from '#app/shared/result'
import type { CallSubject, PanelFailure, PanelResult } from '#app/provisioning/drivers/contract'
import type { SynergycpConnection } from '#app/provisioning/drivers/synergycp/config'
import { envelopeOf, isSuccess, readFailure } from '#app/provisioning/drivers/synergycp/failures'
import type { ScpPage } from '#app/provisioning/drivers/synergycp/shapes'
import { readWholeList } from '#app/provisioning/drivers/whole_list'
import { sendToPanel } from '#app/provisioning/drivers/synergycp/transport'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
/** Lists stand in the address as `disks[]=a&disks[]=b`. */
export type Query = Record<string, string | number | boolean | readonly string[] | undefined>

interface Request {
  query?: Query
  body?: object
  /** Acts as the client whose key this is. */
  key?: string
}

const pageSize = 100
const pagesMax = 200

/** The panel's interface, call by call; every answer has its envelope taken off. */
export class SynergycpApi {
  constructor(
    private connection: SynergycpConnection,
    private subject: CallSubject
  ) {}

  async call<T>(method: Method, path: string, request: Request = {}): PanelResult<T> {
    const { connection, subject } = this
    const { query = {}, body, key } = request
    const answer = await sendToPanel({ connection, subject, method, path, query: pairsOf(query), body, key })
    if (!answer.ok) return err(asReadFailure(method, answer.error))
    if (isSuccess(answer.value)) return ok(envelopeOf(answer.value.body)!.data as T)
    return err(asReadFailure(method, readFailure(answer.value)))
  }

  /** One page of a list, and how many there are in all. */
  async page<T>(
    path: string,
    { query = {}, page = 1, perPage = pageSize }: { query?: Query; page?: number; perPage?: number } = {}
  ): PanelResult<{ rows: T[]; total: number; next: number | null }> {
    const answer = await this.call<ScpPage<T> | null>('GET', path, {
      query: { ...query, page, per_page: perPage },
    })
    if (!answer.ok) return answer
    const { data: rows, total, last_page: last } = answer.value ?? {}
    if (!Array.isArray(rows)) {
      return err({ type: 'misconfigured', message: 'The panel answered a list without its rows.' })
    }
    const next = typeof last === 'number' && page < last ? page + 1 : null
    return ok({ rows, total: total ?? rows.length, next })
  }

  /** All rows of a list: each may be paged, even one with a single hit. */
  list<T>(path: string, query: Query = {}): PanelResult<T[]> {
    return readWholeList((page: number) => this.page<T>(path, { query, page }), { first: 1, pagesMax })
  }
}

function pairsOf(query: Query): [string, string][] {
  return Object.entries(query).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return []
    if (typeof value === 'object') return value.map((item) => [`${name}[]`, item])
    return [[name, String(value)]]
  })
}

/** A question that was not answered changed nothing: it is simply asked again. */
function asReadFailure(method: Method, failure: PanelFailure): PanelFailure {
  return method === 'GET' && failure.type === 'unknown'
    ? { type: 'retry_later', message: failure.message }
    : failure
}
