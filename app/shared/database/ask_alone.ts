import pg, { type Connection, type PoolClient, type QueryResult } from 'pg'
import type { Question } from '#app/shared/database/context'
import { forgetStalePlans } from '#app/shared/database/kept_plans'
import { pool } from '#app/shared/database/pool'

/** Who it is for, and that nothing may be written: both end with the transaction. */
const settings = {
  name: 'settings_of_a_question',
  text: `select set_config('app.tenant', $1, true), set_config('transaction_read_only', 'on', true)`,
}

/** Connections that have a plan for the settings. */
const prepared = new WeakSet<PoolClient>()

/**
 * Asks one question in a read-only transaction of its own: settings and question travel in one message and are answered in
 * one, without `begin` and `commit`. When the settings fail the server does not ask the question.
 */
export async function askAlone(tenantId: string, question: Question): Promise<QueryResult> {
  const client = await pool().connect()
  try {
    if (!prepared.has(client)) await prepareSettings(client)
    const answer = await submit(client, tenantId, question)
    client.release()
    return answer
  } catch (error) {
    // A connection whose kept plans no longer hold is thrown away; one that broke the pool throws away by itself.
    client.release(forgetStalePlans(error))
    throw error
  }
}

async function prepareSettings(client: PoolClient): Promise<void> {
  await client.query({ ...settings, values: [''] })
  prepared.add(client)
}

function submit(client: PoolClient, tenantId: string, question: Question): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    const query = new QuestionOfTenant(tenantId, {
      ...question,
      queryMode: 'extended',
      callback: (error, answer) => (error ? reject(withCallersStack(error)) : resolve(answer)),
    })
    client.query(query)
  })
}

/** What the driver knows of is where the bytes came in. */
function withCallersStack(error: Error): Error {
  Error.captureStackTrace(error, withCallersStack)
  return error
}

interface Settings extends Question {
  queryMode: 'extended'
  callback: (error: Error | null, answer: QueryResult) => void
}

/** What the driver's query offers to those that extend it, which its types leave out. */
interface DriverQuery {
  submit(connection: Connection): void
  prepare(connection: Connection): void
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, connection: Connection): void
}
interface DriverConnection {
  bind(message: { portal: string; statement: string; values: unknown[] }): void
  execute(message: { portal: string; rows: number }): void
}
const DriverQuery = pg.Query as unknown as new (settings: Settings) => DriverQuery

/**
 * A query with another before it. All messages up to the one sync are one transaction to PostgreSQL, and are carried out in
 * order until one fails.
 */
class QuestionOfTenant extends DriverQuery {
  private areSettingsMade = false

  constructor(
    private tenantId: string,
    query: Settings
  ) {
    super(query)
  }

  override prepare(connection: Connection): void {
    const { bind, execute } = connection as unknown as DriverConnection
    bind.call(connection, { portal: '', statement: settings.name, values: [this.tenantId] })
    execute.call(connection, { portal: '', rows: 0 })
    super.prepare(connection)
  }

  override handleDataRow(message: unknown): void {
    if (this.areSettingsMade) super.handleDataRow(message)
  }

  override handleCommandComplete(message: unknown, connection: Connection): void {
    if (this.areSettingsMade) super.handleCommandComplete(message, connection)
    this.areSettingsMade = true
  }
}
