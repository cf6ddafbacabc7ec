import {
  type Actor,
  type Context,
  contextStorage,
  currentContext,
  requireContext,
  type Tenant,
} from '#app/shared/database/context'
import { forgetStalePlans } from '#app/shared/database/kept_plans'
import { pool } from '#app/shared/database/pool'
import { isErr } from '#app/shared/result'
import { isUuid } from '#app/shared/ids'
import { listTenants } from '#app/shared/database/tenant_directory'

export const systemActor: Actor = { kind: 'system', id: null }

interface UnitOfWork {
  tenant: Tenant
  actor?: Actor
  requestId?: string | null
  cause?: string | null
}

/** Runs work for a tenant without opening a transaction: for requests and for work that calls the outside between transactions. */
export function asTenant<T>(work: UnitOfWork, run: () => Promise<T>): Promise<T> {
  const context: Context = {
    tenant: work.tenant,
    actor: work.actor ?? systemActor,
    requestId: work.requestId ?? null,
    cause: work.cause ?? null,
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
  const unit = requireContext().unit
  if (!unit) throw new Error('No open transaction')
  unit.afterCommit.push(run)
}

async function openUnit<T>(run: () => Promise<T>, isReadOnly: boolean): Promise<T> {
  const outer = requireContext()
  if (outer.unit) {
    if (outer.unit.isReadOnly && !isReadOnly) throw new Error('A write cannot join a read-only transaction')
    return run()
  }
  const client = await pool().connect()
  const unit = { client, isReadOnly, afterCommit: [] as (() => void)[] }
  try {
    const tenant = await begin(client, outer.tenant, isReadOnly)
    outer.tenant = tenant
    const result = await contextStorage.run({ ...outer, tenant, unit }, run)
    await client.query(isErr(result) ? 'rollback' : 'commit')
    client.release()
    if (!isErr(result)) for (const callback of unit.afterCommit) callback()
    return result
  } catch (error) {
    const isStale = forgetStalePlans(error)
    // A connection that cannot even roll back is thrown away, and one whose kept plans no longer hold.
    const broken = await client.query('rollback').then(
      () => undefined,
      (failure: Error) => failure
    )
    client.release(broken ?? isStale)
    throw error
  }
}

/** One round trip: begin, set the tenant for this transaction only, and read where its clock stands now. */
async function begin(
  client: { query: (text: string) => Promise<unknown> },
  tenant: Tenant,
  isReadOnly: boolean
): Promise<Tenant> {
  if (!isUuid(tenant.id)) throw new Error('A tenant id is a UUID')
  const answers = (await client.query(
    `begin${isReadOnly ? ' read only' : ''};
     set local app.tenant = '${tenant.id}';
     select clock_offset_ms::float8 as offset_ms, clock_frozen_at as frozen_at from platform.tenants where id = '${tenant.id}'`
  )) as { rows: { offset_ms: number; frozen_at: Date | null }[] }[]
  const clock = answers[2]?.rows[0]
  if (!clock) throw new Error('This tenant does not exist')
  return { ...tenant, clock: { offsetMs: clock.offset_ms, frozenAt: clock.frozen_at?.toISOString() ?? null } }
}

/** Runs work with another actor or cause than the surrounding one. */
export function actingAs<T>(change: { actor?: Actor; cause?: string }, run: () => Promise<T>): Promise<T> {
  const context = currentContext()
  if (!context) throw new Error('No tenant')
  return contextStorage.run({ ...context, ...change }, run)
}
