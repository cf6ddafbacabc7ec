import pg, { type Connection, type PoolClient, type QueryResult } from 'pg'
import type { Question } from '#app/shared/database/context'
import { forgetStalePlans } from '#app/shared/database/kept_plans'
import { pool } from '#app/shared/database/pool'

/** A transaction that is sent as one message: nobody waits between its statements. */
export interface Parcel {
  tenantId: string
  isReadOnly: boolean
  /** Done before the question, in order; what they answer is not wanted. Of the same few wordings again and again: their plans are kept. */
  before?: readonly Question[]
  question: Question
}

/** A statement that the connection has a plan for, under a name. */
export interface Prepared {
  name: string
  values: unknown[]
}

/** Whose rows it is about, and that nothing may be written: both end with the transaction. */
const settings = {
  reading: `select set_config('app.tenant', $1, true), set_config('transaction_read_only', 'on', true)`,
  writing: `select set_config('app.tenant', $1, true)`,
}

/** What each connection has prepared, by the words of the statement. */
const preparedOn = new WeakMap<PoolClient, Map<string, string>>()

/** No name is given twice: one whose answer was lost may be taken on the server all the same. */
let namesGiven = 0

/**
 * Carries out a transaction in one round trip: tenant, statements and question travel in one message, without `begin` and `commit`.
 * When one fails none of those after it is carried out, and nothing of those before it is kept.
 * @returns what the question was answered, once all of it is committed
 */
export async function sendAsOne({
  tenantId,
  isReadOnly,
  before = [],
  question,
}: Parcel): Promise<QueryResult> {
  const client = await pool().connect()
  try {
    const steps = [{ text: settings[isReadOnly ? 'reading' : 'writing'], values: [tenantId] }, ...before]
    const answer = await askAfter(client, await prepareAll(client, steps), question)
    client.release()
    return answer
  } catch (error) {
    // A connection whose kept plans no longer hold is thrown away; one that broke the pool throws away by itself.
    client.release(forgetStalePlans(error))
    throw error
  }
}

/** What begins a transaction of a tenant, planned on a connection. */
export async function prepareBeginning(client: PoolClient, tenantId: string): Promise<Prepared[]> {
  return [
    { name: await prepare(client, 'begin'), values: [] },
    { name: await prepare(client, settings.writing), values: [tenantId] },
  ]
}

/** Plans statements on a connection, those that it has no plan of yet: of few wordings, as each is kept for as long as the connection. */
export async function prepareAll(client: PoolClient, orders: readonly Question[]): Promise<Prepared[]> {
  if (orders.length === 0) return []
  const prepared: Prepared[] = []
  for (const { text, values = [] } of orders) prepared.push({ name: await prepare(client, text), values })
  return prepared
}

/** Has steps carried out in an open transaction, or in the one that they begin, and then asks, in one message. */
export function askAfter(
  client: PoolClient,
  steps: readonly Prepared[],
  question: Question
): Promise<QueryResult> {
  return send(client, (wish) => new QuestionAfterSteps(steps, wish), question)
}

/** As {@link askAfter}, and commits in the same message, unless something failed. */
export async function askAndCommit(
  client: PoolClient,
  steps: readonly Prepared[],
  question: Question
): Promise<QueryResult> {
  const end = { name: await prepare(client, 'commit'), values: [] }
  return send(client, (wish) => new QuestionAfterSteps(steps, wish, end), question)
}

/**
 * By the protocol and not by `prepare`, which poolers between us and the server do not follow.
 * @returns the name under which the connection keeps the statement from now on
 */
async function prepare(client: PoolClient, text: string): Promise<string> {
  const names = preparedOn.get(client) ?? new Map<string, string>()
  preparedOn.set(client, names)
  const known = names.get(text)
  if (known) return known
  namesGiven += 1
  const name = `step_${namesGiven}`
  await send(client, (settings) => new Preparation(settings), { text, name })
  names.set(text, name)
  return name
}

function send(
  client: PoolClient,
  write: (settings: DriverSettings) => DriverQuery,
  question: Question
): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    const query = write({
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

interface DriverSettings extends Question {
  queryMode: 'extended'
  callback: (error: Error | null, answer: QueryResult) => void
}

/** What the driver's query offers to those that extend it, which its types leave out. */
interface DriverQuery {
  submit(connection: Connection): void
  readonly text: string
  readonly name: string
  prepare(connection: Connection): void
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, connection: Connection): void
}
interface DriverConnection {
  parse(message: { text: string; name: string }): void
  sync(): void
}
const DriverQuery = pg.Query as unknown as new (settings: DriverSettings | Prepared) => DriverQuery

/** Has a statement planned and does nothing with it. */
class Preparation extends DriverQuery {
  override prepare(connection: Connection): void {
    const { parse, sync } = connection as unknown as DriverConnection
    parse.call(connection, { text: this.text, name: this.name })
    sync.call(connection)
  }
}

/**
 * A query with others before it, and the commit after it where that is wanted. All messages up to the one sync are one transaction to
 * PostgreSQL, and are carried out in order until one fails.
 */
class QuestionAfterSteps extends DriverQuery {
  private stepsLeft: number
  private isAnswered = false

  constructor(
    private steps: readonly Prepared[],
    query: DriverSettings,
    private end: Prepared | null = null
  ) {
    super(query)
    this.stepsLeft = steps.length
  }

  override prepare(connection: Connection): void {
    // The driver puts values in words, and would ask for columns and for an answer after each.
    const sync = { value: () => undefined }
    const unanswered = Object.create(connection, { sync, describe: sync }) as Connection
    const asked = Object.create(connection, { sync }) as Connection
    for (const step of this.steps) new DriverQuery(step).prepare(unanswered)
    super.prepare(asked)
    if (this.end) new DriverQuery(this.end).prepare(unanswered)
    ;(connection as unknown as DriverConnection).sync()
  }

  override handleDataRow(message: unknown): void {
    if (this.stepsLeft === 0 && !this.isAnswered) super.handleDataRow(message)
  }

  override handleCommandComplete(message: unknown, connection: Connection): void {
    if (this.isAnswered) return
    if (this.stepsLeft > 0) {
      this.stepsLeft -= 1
      return
    }
    this.isAnswered = true
    super.handleCommandComplete(message, connection)
  }
}
