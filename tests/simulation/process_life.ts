import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import { currentContext } from '#app/shared/database/context'

/**
 * The death of a process without ending ours: from a certain statement on, a piece of work never reaches the database again, whatever
 * it tries, as after `kill -9`. What it sent before stands, what it had not committed is rolled back. Since
 * everything durable passes the database, deaths at statements fall before and after commits and on both sides of calls to the outside.
 * The real `kill -9` of real processes is tests/journeys/kill.spec.ts.
 */
export interface Life {
  statementsLeft: number
  /** Whether the last statement still arrives at the server; its answer never comes back. */
  lastArrives: boolean
  isOver: boolean
}

export class ProcessDied extends Error {
  constructor() {
    super('The process died here')
  }
}

const lives = new AsyncLocalStorage<Life>()

/** Runs work that dies at a statement, or lives when it needs fewer. */
export function liveThrough<T>(life: Life, work: () => T): T {
  return lives.run(life, work)
}

/** How often the database was asked, by what wanted to know. */
const questions = new Map<string, number>()

/** What was asked since the last call, most first. */
export function takeQuestions(): Map<string, number> {
  const taken = new Map([...questions].toSorted((a, b) => b[1] - a[1]))
  questions.clear()
  return taken
}

function countQuestion(): void {
  const context = currentContext()
  const asker = context
    ? isFact(context.cause)
      ? 'reactions'
      : (context.cause ?? 'requests')
    : 'queue and simulation'
  questions.set(asker, (questions.get(asker) ?? 0) + 1)
}

/** The cause of a reaction is a fact, by its id. */
const isFact = (cause: string | null) => cause?.length === 36 && !cause.includes(':')

type Connect = (this: pg.Pool, callback?: (...parts: unknown[]) => void) => unknown
type Query = (this: pg.Client, ...parts: unknown[]) => unknown

/** Stands at the door of the database driver, where the process ends and the outside begins. @returns what opens it again */
export function watchStatements(): () => void {
  const prototype = pg.Client.prototype as unknown as { query: Query }
  const ask = prototype.query
  prototype.query = function (this: pg.Client, ...parts: unknown[]) {
    countQuestion()
    const life = lives.getStore()
    if (!life) return ask.apply(this, parts)
    // The server rolls back what a dead process left open; the connection, with all that it has planned, may serve the next.
    if (life.isOver) return parts[0] === 'rollback' ? ask.apply(this, parts) : refuse(parts)
    life.statementsLeft -= 1
    if (life.statementsLeft > 0) return ask.apply(this, parts)
    life.isOver = true
    if (!life.lastArrives) return refuse(parts)
    return loseAnswer(this, ask, parts)
  }
  const connect = keepContexts()
  return () => {
    prototype.query = ask
    pg.Pool.prototype.connect = connect
  }
}

/** Who waits for a connection is called by who gives one back, and in that one's context: a death would spread. @returns what it was */
function keepContexts(): pg.Pool['connect'] {
  const prototype = pg.Pool.prototype as unknown as { connect: Connect }
  const { connect } = prototype
  prototype.connect = function (this: pg.Pool, callback) {
    return connect.call(this, callback && AsyncLocalStorage.bind(callback))
  }
  return connect as pg.Pool['connect']
}

type Callback = (error: Error) => void

function callbackOf(parts: unknown[]): Callback | undefined {
  return parts.find((part): part is Callback => typeof part === 'function')
}

/** A query object carries its callback itself. */
function isSubmittable(query: unknown): query is { callback?: Callback } {
  return typeof query === 'object' && query !== null && 'submit' in query
}

function refuse(parts: unknown[]): unknown {
  const [query] = parts
  const callback = callbackOf(parts) ?? (isSubmittable(query) ? query.callback : undefined)
  if (!callback) return Promise.reject(new ProcessDied())
  process.nextTick(() => callback(new ProcessDied()))
  return isSubmittable(query) ? query : undefined
}

function loseAnswer(client: pg.Client, ask: Query, parts: unknown[]): unknown {
  const [query] = parts
  if (isSubmittable(query)) {
    const { callback: wanted } = query
    query.callback = () => wanted?.(new ProcessDied())
    return ask.apply(client, parts)
  }
  const callback = callbackOf(parts)
  if (callback) {
    const replaced = parts.map((part) => (part === callback ? () => callback(new ProcessDied()) : part))
    return ask.apply(client, replaced)
  }
  const lost = () => {
    throw new ProcessDied()
  }
  return (ask.apply(client, parts) as Promise<unknown>).then(lost, lost)
}
