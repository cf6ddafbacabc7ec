import { newId } from '#app/shared/ids'
import type { ApiClient } from '#tests/support/api'
import type { ApiAnswer, Json } from '#tests/support/openapi'
import { Caller, noAnswer } from '#tests/simulation/caller'
import type { Diary } from '#tests/simulation/diary'
import type { Workers } from '#tests/simulation/workers'

/** What one resident asks of the API, with a memory for what was never answered. */
export class Errands {
  private caller: Caller | null = null
  private unanswered: Unanswered | null = null

  constructor(
    private workers: Workers,
    private diary: Diary
  ) {}

  /** Whoever has signed up has a client. */
  begin(client: ApiClient): void {
    this.caller = new Caller(client, (call) => this.workers.pass(call))
  }

  get haveBegun(): boolean {
    return this.caller !== null
  }

  async get(path: string): Promise<ApiAnswer> {
    return this.caller!.get(path)
  }

  async list(path: string): Promise<Json[]> {
    const answer = await this.get(path)
    return answer.status === 200 ? answer.body.data : []
  }

  /** A deed with a key of its own. Null where it is refused, and where no answer came: that is asked again with the key, later. */
  async does(deed: string, path: string, body: object, key = newId()): Promise<Json | null> {
    const answer = await this.caller!.post(path, body, { 'idempotency-key': key })
    this.diary.note(deed, answer.status)
    if (answer.status === noAnswer) this.unanswered = { deed, path, body, key }
    return answer.status !== noAnswer && answer.status < 300 ? answer.body : null
  }

  async withdraws(deed: string, path: string): Promise<void> {
    this.diary.note(deed, (await this.caller!.delete(path)).status)
    await this.workers.followUp()
  }

  /** Whoever got no answer asks again. @returns whether there was anything to ask */
  async askAgain(): Promise<boolean> {
    if (!this.unanswered) return false
    const { deed, path, body, key } = this.unanswered
    this.unanswered = null
    await this.does(`${deed} once more`, path, body, key)
    await this.workers.followUp()
    return true
  }
}

/** A request whose answer never came. */
interface Unanswered {
  deed: string
  path: string
  body: object
  key: string
}
