import type { CompiledQuery } from 'kysely'
import {
  type Actor,
  type Context,
  contextStorage,
  currentContext,
  type Question,
  requireContext,
  type Tenant,
  type Unit,
} from '#app/shared/database/context'
import { askAlone } from '#app/shared/database/ask_alone'
import { forgetStalePlans, planName } from '#app/shared/database/kept_plans'
import { withClockOfNow } from '#app/shared/database/tenant_clock'
import { WriteTransaction } from '#app/shared/database/write_transaction'
import { isErr } from '#app/shared/result'
import { isUuid } from '#app/shared/ids'
import { listTenants } from '#app/shared/database/tenant_directory'

export const systemActor: Actor = { kind: 'system', id: null }

interface UnitOfWork {
  tenant: Tenant
  actor?: Actor
  requestId?: string | null
  cause?: string | null
  isBulk?: boolean
}

/** Runs work for a tenant without opening a transaction: for requests and for work that calls the outside between transactions. */
export function asTenant<T>(work: UnitOfWork, run: () => Promise<T>): Promise<T> {
  const context: Context = {
    tenant: work.tenant,
    actor: work.actor ?? systemActor,
    requestId: work.requestId ?? null,
    cause: work.cause ?? null,
    isBulk: work.isBulk ?? false,
    unit: null,
  }
  return contextStorage.run(context, run)
}

/** Runs work for a tenant in one transaction. */
export function inTenant<T>(tenant: Tenant, run: () => Promise<T>): Promise<T> {
  return asTenant({ tenant }, () => inTransaction(run))
}

/** Runs the same work once for every tenant, each separated as always. The reason is listed by a test. */
export async function acrossTenants(_reason: string, run: (tenant: Tenant) => Promise<void>): Promise<void> {
  for (const tenant of await listTenants()) {
    await asTenant({ tenant }, () => run(tenant))
  }
}

/**
 * Runs work in one transaction of the current tenant. Commits when the work returns, rolls back when it throws and also when
 * it returns a failed Result. A nested call joins the open transaction.
 */
export function inTransaction<T>(run: () => Promise<T>): Promise<T> {
  return openUnit(run, false)
}

/** Like {@link inTransaction}, for questions: the database refuses any write. */
export function inReadTransaction<T>(run: () => Promise<T>): Promise<T> {
  return openUnit(run, true)
}

/** Runs after the open transaction committed, for what only makes sense then (waking a worker, telling a browser). */
export function afterCommit(run: () => void): void {
  openTransaction().afterCommit.push(run)
}

/**
 * Carries out a statement of the open transaction of which nobody wants the answer: it travels with the next question, or with the commit,
 * and costs no round trip. What is asked afterwards sees what it did; when it fails, that is the failure of what it travelled with.
 */
export function tell({ sql: text, parameters }: CompiledQuery): void {
  openTransaction().tell({ text, values: [...parameters] })
}

/** Asks what a transaction ends with, and commits it, in one message. Only whoever began it knows that nothing comes after. */
export async function askLast<Row>({ sql: text, parameters }: CompiledQuery<Row>): Promise<Row[]> {
  const question = { text, values: [...parameters], name: planName(text) }
  const { rows } = await openTransaction().askLast(question)
  return rows as Row[]
}

function openTransaction(): Unit {
  const { unit } = requireContext()
  if (!unit) throw new Error('No open transaction: wrap this in inTransaction()')
  return unit
}

async function openUnit<T>(run: () => Promise<T>, isReadOnly: boolean): Promise<T> {
  const outer = requireContext()
  if (outer.unit) {
    if (outer.unit.isReadOnly && !isReadOnly) throw new Error('A write cannot join a read-only transaction')
    return run()
  }
  if (!isUuid(outer.tenant.id)) throw new Error('A tenant id is a UUID')
  const afterCommit: Unit['afterCommit'] = []
  const result = await (isReadOnly ? runReadUnit : runWriteUnit)(outer, afterCommit, run)
  if (!isErr(result)) for (const callback of afterCommit) callback()
  return result
}

/**
 * Each question of a read-only unit is a transaction of its own in one round trip (see {@link askAlone}). It sees what is
 * committed when it is asked, just as it would inside of a longer one, and no connection waits between two questions.
 */
async function runReadUnit<T>(
  outer: Context,
  afterCommit: Unit['afterCommit'],
  run: () => Promise<T>
): Promise<T> {
  const tenant = await withClockOfNow(outer.tenant)
  outer.tenant = tenant
  const refuse = () => {
    throw new Error('A read-only transaction is asked, and told nothing')
  }
  const ask = (question: Question) => askAlone(tenant.id, question)
  const unit: Unit = { isReadOnly: true, afterCommit, ask, tell: refuse, askLast: refuse }
  return contextStorage.run({ ...outer, unit }, run)
}

async function runWriteUnit<T>(
  outer: Context,
  afterCommit: Unit['afterCommit'],
  run: () => Promise<T>
): Promise<T> {
  outer.tenant = await withClockOfNow(outer.tenant)
  const transaction = new WriteTransaction(outer.tenant.id)
  const unit: Unit = {
    isReadOnly: false,
    afterCommit,
    ask: (question) => transaction.ask(question),
    tell: (order) => transaction.tell(order),
    askLast: (question) => transaction.askLast(question),
  }
  try {
    const result = await contextStorage.run({ ...outer, unit }, run)
    await transaction.end(isErr(result) ? 'rollback' : 'commit')
    return result
  } catch (error) {
    await transaction.abandon(forgetStalePlans(error))
    throw error
  }
}

/** Runs work with another actor or cause than the surrounding one. */
export function actingAs<T>(change: { actor?: Actor; cause?: string }, run: () => Promise<T>): Promise<T> {
  const context = currentContext()
  if (!context) throw new Error('No tenant')
  return contextStorage.run({ ...context, ...change }, run)
}
