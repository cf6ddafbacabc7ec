import type { PoolClient, QueryResult } from 'pg'
import type { Question } from '#app/shared/database/context'
import {
  askAfter,
  askAndCommit,
  type Prepared,
  prepareAll,
  prepareBeginning,
} from '#app/shared/database/one_message'
import { pool } from '#app/shared/database/pool'

interface Ready {
  client: PoolClient
  beginning: Prepared[]
}

/**
 * A transaction of a tenant that begins with its first statement: `begin`, the tenant and that statement travel in one message, and so do
 * statements whose answers nobody waits for with the one after them. Whoever asks nothing takes no connection.
 */
export class WriteTransaction {
  private ready: Promise<Ready> | null = null
  private untold: Question[] = []
  private line: Promise<unknown> = Promise.resolve()

  private isOver = false

  constructor(private tenantId: string) {}

  ask(question: Question): Promise<QueryResult> {
    return this.send(question, askAfter)
  }

  /** To be done before the next question, or with the end. A failure is that of what it travels with. */
  tell(order: Question): void {
    this.untold.push(order)
  }

  /** Asks once more and commits, in one message. */
  async askLast(question: Question): Promise<QueryResult> {
    const answer = await this.send(question, askAndCommit)
    this.isOver = true
    await this.release()
    return answer
  }

  /** Commits, or undoes everything. */
  async end(how: 'commit' | 'rollback'): Promise<void> {
    if (this.isOver && how === 'rollback') throw new Error('What is committed cannot be undone')
    if (how === 'commit' && this.untold.length > 0) await this.send({ text: how }, askAfter)
    else if (this.ready) await (await this.ready).client.query(how)
    await this.release()
  }

  /**
   * After a failure: undoes everything. A connection that cannot even do that is thrown away.
   * @param isStale the connection keeps plans that no longer hold, and is thrown away as well
   */
  async abandon(isStale: boolean): Promise<void> {
    const ready = await this.ready?.catch(() => null)
    if (!ready) return
    const broken = await ready.client.query('rollback').then(
      () => undefined,
      (failure: Error) => failure
    )
    ready.client.release(broken ?? isStale)
  }

  /** Whoever asks meanwhile stands in line: what was told before may have to be planned first, and must not be overtaken. */
  private send(question: Question, how: typeof askAfter): Promise<QueryResult> {
    if (this.isOver) return Promise.reject(new Error('This transaction is over'))
    const isFirst = this.ready === null
    this.ready ??= this.connect()
    const opened = this.ready
    const orders = this.untold.splice(0)
    const sent = this.line.then(async () => {
      const { client, beginning } = await opened
      const steps = [...(isFirst ? beginning : []), ...(await prepareAll(client, orders))]
      const isPlain = steps.length === 0 && how === askAfter
      return { answer: isPlain ? client.query(question) : how(client, steps, question) }
    })
    this.line = sent.catch(() => undefined)
    return sent.then(({ answer }) => answer)
  }

  private async release(): Promise<void> {
    const ready = await this.ready
    this.ready = null
    ready?.client.release()
  }

  private async connect(): Promise<Ready> {
    const client = await pool().connect()
    try {
      return { client, beginning: await prepareBeginning(client, this.tenantId) }
    } catch (error) {
      client.release(true)
      throw error
    }
  }
}
