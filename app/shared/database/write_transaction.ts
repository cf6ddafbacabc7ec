import type { PoolClient, QueryResult } from 'pg'
import type { Question } from '#app/shared/database/context'
import { askWithBeginning, type Prepared, prepareBeginning } from '#app/shared/database/one_message'
import { pool } from '#app/shared/database/pool'

interface Ready {
  client: PoolClient
  beginning: Prepared[]
}

/**
 * A transaction of a tenant that begins with its first statement: `begin`, the tenant and that statement travel in one message.
 * Whoever asks nothing takes no connection.
 */
export class WriteTransaction {
  private ready: Promise<Ready> | null = null

  constructor(private tenantId: string) {}

  ask(question: Question): Promise<QueryResult> {
    if (this.ready) return this.ready.then(({ client }) => client.query(question))
    this.ready = this.connect()
    return this.ready.then(({ client, beginning }) => askWithBeginning(client, beginning, question))
  }

  /** Commits, or undoes everything. */
  async end(how: 'commit' | 'rollback'): Promise<void> {
    if (!this.ready) return
    const { client } = await this.ready
    await client.query(how)
    client.release()
    this.ready = null
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
