import { ApiClient, type RawRequest } from '#tests/support/api'
import type { ApiAnswer, RawAnswer } from '#tests/support/openapi'
import type { Call } from '#tests/simulation/door'
import { ProcessDied } from '#tests/simulation/process_life'

/** Brings a call to the application; the process may die in it. */
export type Passage = (call: Call) => Promise<RawAnswer>

/** The status of an answer that never came. */
export const noAnswer = 0

/** Somebody at the API whose requests may meet a process that dies: the answer does not come, and nobody knows what was done. */
export class Caller extends ApiClient {
  constructor(
    { tenant, audience, token, userId, customerId }: ApiClient,
    private passage: Passage
  ) {
    super(tenant, audience, token, userId, customerId)
  }

  override async send(...parts: Parameters<ApiClient['send']>): Promise<ApiAnswer> {
    try {
      return await super.send(...parts)
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error
      const [method, path] = parts
      return { status: noAnswer, headers: {}, text: '', body: null, method, path, audience: this.audience }
    }
  }

  protected override exchange({ text, ...rest }: RawRequest): Promise<RawAnswer> {
    return this.passage({ ...rest, body: text })
  }
}
